using System.Buffers.Binary;
using System.Text;

namespace Hillock.Tests.Serialization;

/// <summary>Puts pickles together instruction by instruction, also such as no program writes.</summary>
internal sealed class PickleWriter
{
    private readonly List<byte> _program = [0x80, 2];

    public byte[] Bytes => [.. _program, (byte)'.'];

    /// <summary>Instructions of one byte.</summary>
    public PickleWriter Do(string instructions)
    {
        _program.AddRange(Encoding.Latin1.GetBytes(instructions));
        return this;
    }

    public PickleWriter Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Do("X").Raw(bytes.Length, 4).Do(Encoding.Latin1.GetString(bytes));
    }

    public PickleWriter Global(string module, string name) => Do($"c{module}\n{name}\n");

    public PickleWriter Number(long value) => Do("\u008a\u0008").Raw(value, 8);

    public PickleWriter Numbers(params long[] values)
    {
        Do("(");
        foreach (long value in values)
        {
            Number(value);
        }

        return Do("t");
    }

    public PickleWriter Raw(long value, int bytes)
    {
        Span<byte> all = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(all, value);
        _program.AddRange(all[..bytes]);
        return this;
    }

    /// <summary>A float tensor of storage 0.</summary>
    public PickleWriter Tensor(long storageLength, long offset, long[] sizes, long[] strides, string storage = "0", string type = "FloatStorage")
    {
        Global("torch._utils", "_rebuild_tensor_v2").Do("((").Text("storage").Global("torch", type).Text(storage).Text("cpu").Number(storageLength).Do("tQ");
        return Number(offset).Numbers(sizes).Numbers(strides).Do("\u0089").Global("collections", "OrderedDict").Do(")RtR");
    }
}
