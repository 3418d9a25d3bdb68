using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Tests.RandomConfigurations;

internal static class ReductionKinds
{
    public static Dictionary<string, Func<Configuration, Tensor[], Tensor>> All { get; } = new()
    {
        ["sum"] = (c, x) => F.Sum(x[0], c.Numbers("axes"), c.Flag("keep")),
        ["mean"] = (c, x) => F.Mean(x[0], c.Numbers("axes"), c.Flag("keep")),
    };
}
