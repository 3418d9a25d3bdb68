using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Tests.RandomConfigurations;

/// <summary>Products, joining, padding, gathering and scattering.</summary>
internal static class ProductKinds
{
    public static Dictionary<string, Func<Configuration, Tensor[], Tensor>> All { get; } = new()
    {
        ["matmul"] = (_, x) => F.MatMul(x[0], x[1]),
        ["linear"] = (_, x) => F.Linear(x[0], x[1], x.Length > 2 ? x[2] : null),
        ["view-chain"] = (c, x) => c.Options.GetProperty("steps").EnumerateArray().Aggregate(
            x[0], (y, step) => step[0].GetString() == "square" ? y * 0.5 * (y * 0.5) : ConfigurationInput.View(y, step)) * 1,
        ["stack"] = (c, x) => F.Stack(x, c.Whole("axis")),
        ["concat"] = (c, x) => F.Concat(x, c.Whole("axis")),
        ["pad"] = (c, x) => F.Pad(x[0], c.Whole("before"), c.Whole("after"), c.Whole("axis"), c.Number("value")),
        ["gather"] = (c, x) => F.Gather(x[0] * x[0], c.Whole("axis"), x[1]),
        ["scatter-add"] = (c, x) => F.ScatterAdd(x[0] * x[0], c.Whole("axis"), x[1], x[2]),
        ["index-select"] = (c, x) => F.IndexSelect(x[0] * x[0], c.Whole("axis"), x[1]),
        ["index-add"] = (c, x) => F.IndexAdd(x[0] * x[0], c.Whole("axis"), x[1], x[2]),
        ["embedding"] = (c, x) => F.Embedding(x[0], x[1] * x[1], c.Options.TryGetProperty("padding", out _) ? c.Whole("padding") : null),
        ["one-hot"] = (c, x) => F.OneHot(x[0], c.Whole("classes")),
    };

    /// <summary>Functions of several results.</summary>
    public static Dictionary<string, Func<Configuration, Tensor[], Tensor[]>> Several { get; } = new()
    {
        ["split"] = (c, x) => (x[0] * x[0]).Split(c.Whole("size"), c.Whole("axis")),
        ["chunk"] = (c, x) => (x[0] * x[0]).Chunk(c.Whole("size"), c.Whole("axis")),
    };
}
