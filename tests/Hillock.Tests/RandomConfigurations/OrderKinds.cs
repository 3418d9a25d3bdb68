using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Tests.RandomConfigurations;

/// <summary>Sorting, selection, counting, rearranging, contractions and distances of all pairs.</summary>
internal static class OrderKinds
{
    public static Dictionary<string, Func<Configuration, Tensor[], Tensor[]>> All { get; } = new()
    {
        ["sort"] = (c, x) => Both(F.Sort(x[0], c.Whole("axis"), c.Flag("descending"))),
        ["argsort"] = (c, x) => [F.ArgSort(x[0], c.Whole("axis"), c.Flag("descending"))],
        ["top-k"] = (c, x) => Both(F.TopK(x[0], c.Whole("k"), c.Whole("axis"), c.Flag("largest"))),
        ["median"] = (_, x) => [F.Median(x[0])],
        ["median-axis"] = (c, x) => Both(F.Median(x[0], c.Whole("axis"))),
        ["quantile"] = (c,
            x) =>
                [
                    F.Quantile(
                        x[0], c.Number("q"), c.Whole("axis"), c.Flag("keep"), Enum.Parse<QuantileInterpolation>(c.Text("interpolation")!, ignoreCase: true)),
                ],
        ["flip"] = (c, x) => [F.Flip(x[0], c.Numbers("axes"))],
        ["roll"] = (c, x) => [F.Roll(x[0], c.Whole("shift"), c.Whole("axis"))],
        ["roll-all"] = (c, x) => [F.Roll(x[0], c.Whole("shift"))],
        ["repeat"] = (c, x) => [F.Repeat(x[0], c.Numbers("repeats"))],
        ["repeat-interleave"] = (c, x) => [F.RepeatInterleave(x[0], c.Whole("times"), c.Whole("axis"))],
        ["tril"] = (c, x) => [F.Tril(x[0], c.Whole("diagonal"))],
        ["triu"] = (c, x) => [F.Triu(x[0], c.Whole("diagonal"))],
        ["bincount"] = (c, x) => [F.BinCount(x[0], x.Length > 1 ? x[1] : null, c.Whole("least"))],
        ["unique"] = (_, x) => F.Unique(x[0]) is var (values, inverse, counts) ? [values, inverse, counts] : [],
        ["histogram"] = (c, x) => Both(F.Histogram(x[0], c.Whole("bins"), (-2, 2))),
        ["einsum"] = (c, x) => [F.Einsum(c.Text("equation")!, x)],
        ["cdist"] = (c, x) => [F.CDist(x[0], x[1], ReductionKinds.Order(c))],
    };

    private static Tensor[] Both((Tensor First, Tensor Second) pair) => [pair.First, pair.Second];
}
