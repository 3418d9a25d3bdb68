using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Tests.RandomConfigurations;

internal static class ElementwiseKinds
{
    public static Dictionary<string, Func<Configuration, Tensor[], Tensor>> All { get; } = new()
    {
        ["add"] = (_, x) => F.Add(x[0], x[1]),
        ["subtract"] = (_, x) => F.Subtract(x[0], x[1]),
        ["multiply"] = (_, x) => F.Multiply(x[0], x[1]),
        ["divide"] = (_, x) => F.Divide(x[0], x[1]),
    };
}
