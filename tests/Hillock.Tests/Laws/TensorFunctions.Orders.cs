using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Tests.Laws;

internal static partial class TensorFunctions
{
    private static Dictionary<string, TensorFunction> Orders() => new()
    {
        ["Sort(x).Values"] = Copied(x => F.Sort(x[0]).Values),
        ["Sort(x).Indices"] = Copied(x => F.Sort(x[0]).Indices),
        ["Sort(x, descending).Values"] = Copied(x => F.Sort(x[0], descending: true).Values),
        ["Sort(x, descending).Indices"] = Copied(x => F.Sort(x[0], descending: true).Indices),
        ["ArgSort(x)"] = Copied(x => F.ArgSort(x[0])),
        ["TopK(x, 3).Values"] = Copied(x => F.TopK(x[0], 3).Values),
        ["TopK(x, 3).Indices"] = Copied(x => F.TopK(x[0], 3).Indices),
        ["TopK(x, 2, smallest).Values"] = Copied(x => F.TopK(x[0], 2, largest: false).Values),
        ["TopK(x, 2, smallest).Indices"] = Copied(x => F.TopK(x[0], 2, largest: false).Indices),
        ["Median(x)"] = Copied(x => F.Median(x[0])),
        ["Median(x, 1).Values"] = Copied(x => F.Median(x[0], 1).Values),
        ["Median(x, 1).Indices"] = Copied(x => F.Median(x[0], 1).Indices),
        ["Quantile(x, 0.75)"] = Statistic(x => F.Quantile(x[0], 0.75)),
        ["Quantile(x, [0, 0.25, 1])"] = Statistic(x => F.Quantile(x[0], [0, 0.25, 1])),
        ["Quantile(x, 0.3125, 1)"] = Statistic(x => F.Quantile(x[0], 0.3125, 1)),
        ["Quantile(x, 0.3125, 1, lower)"] = Statistic(x => F.Quantile(x[0], 0.3125, 1, interpolation: QuantileInterpolation.Lower)),
        ["Quantile(x, 0.3125, 1, midpoint)"] = Statistic(x => F.Quantile(x[0], 0.3125, 1, interpolation: QuantileInterpolation.Midpoint)),
        ["Quantile(x, [0, 0.25, 1], 1)"] = Statistic(x => F.Quantile(x[0], [0, 0.25, 1], 1)),
        ["Unique(x).Values"] = Copied(x => F.Unique(x[0]).Values),
        ["Unique(x).Inverse"] = Copied(x => F.Unique(x[0]).Inverse),
        ["Unique(x).Counts"] = Copied(x => F.Unique(x[0]).Counts),
        ["Unique(x, 0).Values"] = Copied(x => F.Unique(x[0], 0).Values),
        ["Histogram(x, 4, (0, 1)).Counts"] = Copied(x => F.Histogram(x[0], 4, (0, 1)).Counts),
        ["Histogram(x, 4, (0, 1)).Edges"] = Copied(x => F.Histogram(x[0], 4, (0, 1)).Edges),
        ["Histogram(x, edges, weights).Counts"] = Of(x => F.Histogram(x[0], x[1], x[2]).Counts),
        ["BinCount(index)"] = Copied(x => F.BinCount(x[0])),
        ["BinCount(index, x)"] = Of(x => F.BinCount(x[0], x[1])),
    };

    private static Dictionary<string, TensorFunction> Places() => new()
    {
        ["Flip(x, 0, 2)"] = Copied(x => F.Flip(x[0], 0, 2)),
        ["Roll(x, 2)"] = Copied(x => F.Roll(x[0], 2)),
        ["Roll(x, -1, 1)"] = Copied(x => F.Roll(x[0], -1, 1)),
        ["Roll(x, [1, 2], [0, 1])"] = Copied(x => F.Roll(x[0], [1, 2], [0, 1])),
        ["Repeat(x, 2, 1, 2)"] = Copied(x => F.Repeat(x[0], 2, 1, 2)),
        ["RepeatInterleave(x, 2)"] = Copied(x => F.RepeatInterleave(x[0], 2)),
        ["RepeatInterleave(x, 2, 1)"] = Copied(x => F.RepeatInterleave(x[0], 2, 1)),
        ["RepeatInterleave(x, index)"] = Copied(x => F.RepeatInterleave(x[0], x[1])),
        ["RepeatInterleave(x, index, 1)"] = Copied(x => F.RepeatInterleave(x[0], x[1], 1)),
        ["Tril(x)"] = Copied(x => F.Tril(x[0])),
        ["Tril(x, 1)"] = Copied(x => F.Tril(x[0], 1)),
        ["Triu(x)"] = Copied(x => F.Triu(x[0])),
        ["Triu(x, -1)"] = Copied(x => F.Triu(x[0], -1)),
        ["Einsum(ij,jk->ik)"] = Product(x => F.Einsum("ij,jk->ik", x[0], x[1])),
        ["Einsum(ii->)"] = Product(x => F.Einsum("ii->", x[0])),
        ["Einsum(bi,bj,bk->bij)"] = Product(x => F.Einsum("bi,bj,bk->bij", x[0], x[1], x[2])),
    };
}
