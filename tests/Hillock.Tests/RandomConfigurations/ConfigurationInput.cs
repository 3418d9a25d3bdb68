using System.Runtime.InteropServices;
using System.Text.Json;
using Hillock.Tensors;

namespace Hillock.Tests.RandomConfigurations;

/// <summary>An input of a configuration: elements of a type, how they lie in memory, and the views that lead from them to the argument.</summary>
internal sealed class ConfigurationInput(JsonElement item)
{
    public DataType Type { get; } = TypeOf(item);

    public int[] Shape { get; } = Whole(item.GetProperty("shape"));

    /// <summary>Whether the reference has gradients of it.</summary>
    public bool HasGradient { get; } = item.TryGetProperty("gradient", out _);

    /// <summary>The elements, in memory of the order, the distance and the offset that the configuration names.</summary>
    public Tensor Leaf()
    {
        Tensor elements = Elements();
        if (item.TryGetProperty("memory", out JsonElement memory))
        {
            int[] order = Whole(memory[0]);
            int gap = memory[1].GetInt32(), offset = memory[2].GetInt32();
            int[] inMemory = [.. order.Select(axis => Shape[axis]), gap];
            int[] back = [.. Enumerable.Range(0, order.Length).Select(axis => Array.IndexOf(order, axis))];
            int length = inMemory.Aggregate(1, (a, b) => a * b);
            Tensor place = Tensor.Full(offset + length, 1, Type).Slice(0, offset).Reshape(inMemory)[TensorIndex.Ellipsis, 0].Permute(back);
            elements = place.CopyFrom(elements);
        }

        return HasGradient ? elements.WithGradient() : elements;
    }

    /// <summary>The argument that the views make of the leaf.</summary>
    public Tensor Argument(Tensor leaf) =>
        item.TryGetProperty("via", out JsonElement via) ? via.EnumerateArray().Aggregate(leaf, View) : leaf;

    /// <summary>One view, as <c>["slice", axis, start, end, step]</c>.</summary>
    public static Tensor View(Tensor x, JsonElement step)
    {
        int Number(int i) => step[i].GetInt32();
        return step[0].GetString() switch
        {
            "permute" => x.Permute(Whole(step[1])),
            "expand" => x.Expand(Whole(step[1])),
            "slice" => x.Slice(Number(1), Number(2), Number(3), Number(4)),
            "select" => x.Select(Number(1), Number(2)),
            "unsqueeze" => x.Unsqueeze(Number(1)),
            "squeeze" => x.Squeeze(Number(1)),
            "reshape" => x.Reshape(Whole(step[1])),
            "flatten" => x.Flatten(Number(1), Number(2)),
            "transpose" => x.Transpose(Number(1), Number(2)),
            string name => throw new ArgumentException(name),
            null => throw new ArgumentException("A view has no name."),
        };
    }

    public static DataType TypeOf(JsonElement item) => item.GetProperty("type").GetString() switch
    {
        "float64" => DataType.Float64,
        "float32" => DataType.Float32,
        "float16" => DataType.Float16,
        "bfloat16" => DataType.BFloat16,
        "int64" => DataType.Int64,
        "int32" => DataType.Int32,
        "uint8" => DataType.UInt8,
        _ => DataType.Bool,
    };

    public static int[] Whole(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetInt32())];

    private Tensor Elements()
    {
        int length = Shape.Aggregate(1, (a, b) => a * b);
        byte[] bytes = item.TryGetProperty("data", out JsonElement data) ? data.GetBytesFromBase64() : new byte[length * Type.SizeInBytes()];
        return Type switch
        {
            DataType.Float64 => Of<double>(),
            DataType.Float32 => Of<float>(),
            DataType.Float16 => Of<Half>(),
            DataType.BFloat16 => Of<BFloat16>(),
            DataType.Int64 => Of<long>(),
            DataType.Int32 => Of<int>(),
            DataType.UInt8 => Of<byte>(),
            _ => Of<bool>(),
        };

        Tensor Of<T>()
            where T : unmanaged => Tensor.From(MemoryMarshal.Cast<byte, T>(bytes).ToArray(), Shape);
    }
}
