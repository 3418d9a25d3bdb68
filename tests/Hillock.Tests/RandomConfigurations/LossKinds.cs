using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Tests.RandomConfigurations;

internal static class LossKinds
{
    public static Dictionary<string, Func<Configuration, Tensor[], Tensor>> All { get; } = new()
    {
        ["mean-squared-error"] = (c, x) => F.MeanSquaredError(x[0], x[1], c.Reduction),
    };
}
