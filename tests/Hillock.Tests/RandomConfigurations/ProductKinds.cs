using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Tests.RandomConfigurations;

internal static class ProductKinds
{
    public static Dictionary<string, Func<Configuration, Tensor[], Tensor>> All { get; } = new()
    {
        ["matmul"] = (_, x) => F.MatMul(x[0], x[1]),
    };
}
