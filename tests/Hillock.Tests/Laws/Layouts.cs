using Hillock.Tensors;

namespace Hillock.Tests.Laws;

/// <summary>The same elements in other places and orders of memory.</summary>
internal static class Layouts
{
    /// <summary>The layouts by name.</summary>
    public static IReadOnlyDictionary<string, Func<Tensor, Tensor>> All { get; } = new Dictionary<string, Func<Tensor, Tensor>>
    {
        ["reversed axes"] = ReversedAxes,
        ["every second"] = EverySecond,
        ["offset"] = Offset,
        ["transposed gaps"] = x => ReversedAxes(EverySecond(x)),
    };

    /// <summary>A tensor whose elements along the first axis are the first ones, in memory once.</summary>
    public static Tensor Repeated(Tensor x) => x.Rank == 0 || x.Length == 0 ? x : x.Slice(0, 0, 1).Clone().Expand(x.Shape.Dimensions);

    private static Tensor ReversedAxes(Tensor x)
    {
        int[] reversed = [.. Enumerable.Range(0, x.Rank).Reverse()];
        return x.Permute(reversed).Clone().Permute(reversed);
    }

    private static Tensor EverySecond(Tensor x)
    {
        int[] dimensions = [.. x.Shape.Dimensions, 2];
        Tensor memory = Tensor.Ones(Shape.Create(dimensions), x.DataType);
        return memory.Select(x.Rank, 1).CopyFrom(x);
    }

    private static Tensor Offset(Tensor x)
    {
        Tensor memory = Tensor.Ones(x.Length + 7, x.DataType);
        return memory.Slice(0, 3, 3 + x.Length).Reshape(x.Shape).CopyFrom(x);
    }
}
