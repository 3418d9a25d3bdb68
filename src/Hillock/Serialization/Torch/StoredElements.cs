using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Serialization.Torch;

/// <summary>Elements of a storage as a tensor of one axis.</summary>
internal static class StoredElements
{
    /// <summary>Reads elements, which the stream must have.</summary>
    public static Tensor Read(Stream stream, StoredType type, DataType target, int length) => type.Name switch
    {
        "int16" => Converted<short, int>(stream, length, static value => value),
        "int8" => Converted<sbyte, int>(stream, length, static value => value),
        "uint16" => Converted<ushort, int>(stream, length, static value => value),
        "uint32" => Converted<uint, long>(stream, length, static value => value),
        "bool" => Converted<byte, bool>(stream, length, static value => value != 0),
        _ => target.SizeInBytes() switch
        {
            8 => Plain<long>(stream, target, length),
            4 => Plain<int>(stream, target, length),
            2 => Plain<short>(stream, target, length),
            _ => Plain<byte>(stream, target, length),
        },
    };

    private static Tensor Plain<T>(Stream stream, DataType target, int length)
        where T : unmanaged
    {
        Tensor result = Tensor.Empty([length], target);
        Span<T> elements = result.ReachUnchecked<T>();
        BinaryArrays.Fill(stream, elements);
        if (!BitConverter.IsLittleEndian)
        {
            BinaryArrays.ReverseEndianness(elements);
        }

        GC.KeepAlive(result);
        return result;
    }

    private static Tensor Converted<TStored, T>(Stream stream, int length, Converter<TStored, T> convert)
        where TStored : unmanaged
        where T : unmanaged
    {
        TStored[] stored = new TStored[length];
        BinaryArrays.Fill<TStored>(stream, stored);
        if (!BitConverter.IsLittleEndian)
        {
            BinaryArrays.ReverseEndianness<TStored>(stored);
        }

        return Tensor.From(Array.ConvertAll(stored, convert));
    }
}
