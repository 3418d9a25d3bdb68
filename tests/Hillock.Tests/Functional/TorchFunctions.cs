using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Tests.Functional;

/// <summary>What the names of the cases in <c>torch/functions.json</c> mean in Hillock.</summary>
internal static class TorchFunctions
{
    private static readonly double[] Fractions = [0, 0.3, 0.5, 0.71, 1];
    private static readonly double[] MoreFractions = [0, 0.1, 0.25, 0.333, 0.5, 0.9, 1];
    private static readonly Tensor Places = Tensor.From(new long[] { 3, 1, 3, 0, 5 });

    /// <summary>Functions with gradients.</summary>
    public static Func<IReadOnlyList<Tensor>, Tensor> Differentiable(string name)
    {
        if (name.StartsWith("einsum ", StringComparison.Ordinal))
        {
            return x => F.Einsum(name["einsum ".Length..], [.. x.Select(one => one * one)]);
        }

        if (name.StartsWith("quantile ", StringComparison.Ordinal)
            && Enum.TryParse(name["quantile ".Length..], ignoreCase: true, out QuantileInterpolation interpolation))
        {
            return x => F.Quantile(x[0] * x[0], Fractions, 1, interpolation: interpolation);
        }

        return name switch
        {
            "sort" => x => F.Sort(x[0] * x[0]).Values,
            "sort descending first axis" => x => F.Sort(x[0] * x[0], 0, descending: true).Values,
            "sort middle axis" => x => (x[0] * x[0]).Sort(1).Values,
            "top-k" => x => F.TopK(x[0] * x[0], 2).Values,
            "top-k smallest first axis" => x => (x[0] * x[0]).TopK(2, -2, largest: false).Values,
            "median" => x => F.Median(x[0] * x[0]),
            "median tied" => x => F.Square(x[0].Median()),
            "median axis" => x => F.Median(x[0] * x[0], 0).Values,
            "quantile all" => x => F.Quantile(x[0] * x[0], 0.35),
            "quantile kept" => x => F.Quantile(x[0] * x[0], [0.2, 0.9], 0, keepDims: true),
            "flip" => x => F.Flip(x[0] * x[0], 0, -1),
            "flip middle" => x => (x[0] * x[0]).Flip(1),
            "roll" => x => F.Roll(x[0] * x[0], 5),
            "roll axes" => x => F.Roll(x[0] * x[0], [-1, 6], [0, 2]),
            "repeat" => x => F.Repeat(x[0] * x[0], 2, 1, 3),
            "repeat-interleave" => x => F.RepeatInterleave(x[0] * x[0], 3),
            "repeat-interleave axis" => x => F.RepeatInterleave(x[0] * x[0], 2, 0),
            "repeat-interleave counts" => x => F.RepeatInterleave(x[0] * x[0], Tensor.From(new[] { 2, 0, 3 }), 1),
            "lower triangle" => x => F.Tril(x[0] * x[0], 1),
            "upper triangle" => x => F.Triu(x[0] * x[0], -1),
            "bin count of weights" => x => F.BinCount(Places, x[0] * x[0], 6),
            "distances of batches" => x => F.CDist(x[0], x[1]),
            "distances inf" => x => F.CDist(x[0], x[1], double.PositiveInfinity),
            _ => x => F.CDist(x[0], x[1], double.Parse(name["distances ".Length..], System.Globalization.CultureInfo.InvariantCulture)),
        };
    }

    /// <summary>Functions without gradients, or at points that have none.</summary>
    public static Func<Tensor[], Tensor[]> Plain(string name) => name switch
    {
        "stable sort ascending" or "stable sort of ties" => x => Both(F.Sort(x[0], 1)),
        "stable sort descending" => x => Both(F.Sort(x[0], 1, descending: true)),
        "stable sort of ties descending" => x => Both(F.Sort(x[0], 0, descending: true)),
        "unique" or "unique with NaN" => x => All(F.Unique(x[0])),
        "unique axis 0" => x => All(F.Unique(x[0], 0)),
        "unique axis 1" or "unique axis of a cube" => x => All(F.Unique(x[0], 1)),
        "median of NaN" => x => [F.Median(x[0], 1).Values],
        "quantile of NaN" => x => [F.Quantile(x[0], [0.25, 0.5], 1)],
        "histogram bins" => x => Both(F.Histogram(x[0], 10)),
        "histogram range" => x => Both(F.Histogram(x[0], 8, (-2, 2))),
        "histogram density" => x => Both(F.Histogram(x[0], 7, density: true)),
        "histogram weights" => x => Both(F.Histogram(x[0], 9, weights: x[1])),
        "histogram weights density" => x => Both(F.Histogram(x[0], 6, (-1, 1.5), x[1], density: true)),
        "histogram edges" => x => Both(F.Histogram(x[0], Tensor.From(new double[] { -2, -1, -0.25, 0, 0, 1.5, 2 }))),
        "histogram edges density" => x => Both(F.Histogram(x[0], Tensor.From(new[] { -2, -1, -0.25, 0.3, 1.5, 2 }), density: true)),
        "histogram of one value" => x => Both(F.Histogram(x[0], 4)),
        "histogram of nothing" => x => Both(F.Histogram(x[0], 3)),
        "bin count" => x => [F.BinCount(x[0].To(DataType.Int64), minLength: 12)],
        "bin count of weights" => x => [F.BinCount(x[0].To(DataType.Int32), x[1])],
        _ => x => [F.Quantile(x[0], MoreFractions, Enum.Parse<QuantileInterpolation>(name["quantile of numpy ".Length..], ignoreCase: true))],
    };

    private static Tensor[] Both((Tensor A, Tensor B) pair) => [pair.A, pair.B];

    private static Tensor[] All((Tensor A, Tensor B, Tensor C) triple) => [triple.A, triple.B, triple.C];
}
