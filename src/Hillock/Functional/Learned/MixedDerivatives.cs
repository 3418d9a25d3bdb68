using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Derivatives of functions of two numbers, the orders chosen when running; see <see cref="HigherDerivative"/> for why they are written out.</summary>
internal static class MixedDerivatives
{
    /// <summary>The highest sum of the two orders that <see cref="Evaluate"/> computes.</summary>
    internal const int Highest = 3;

    /// <summary>Computes <c>∂ⁱ⁺ʲf(x, p)/∂xⁱ∂pʲ</c> of every pair of elements, broadcast.</summary>
    internal static Tensor Evaluate<TFunction>(TFunction function, int orderX, int orderP, Tensor x, Tensor p)
        where TFunction : struct, IBinaryFunction => (orderX, orderP) switch
        {
            (0, 0) => Elementwise.Binary(function, x, p),
            (1, 0) => Elementwise.Binary(new PartialX<TFunction>(function), x, p),
            (0, 1) => Elementwise.Binary(new PartialY<TFunction>(function), x, p),
            (2, 0) => Elementwise.Binary(new PartialX<PartialX<TFunction>>(new(function)), x, p),
            (1, 1) => Elementwise.Binary(new PartialX<PartialY<TFunction>>(new(function)), x, p),
            (0, 2) => Elementwise.Binary(new PartialY<PartialY<TFunction>>(new(function)), x, p),
            (3, 0) => Elementwise.Binary(new PartialX<PartialX<PartialX<TFunction>>>(new(new(function))), x, p),
            (2, 1) => Elementwise.Binary(new PartialX<PartialX<PartialY<TFunction>>>(new(new(function))), x, p),
            (1, 2) => Elementwise.Binary(new PartialX<PartialY<PartialY<TFunction>>>(new(new(function))), x, p),
            _ => Elementwise.Binary(new PartialY<PartialY<PartialY<TFunction>>>(new(new(function))), x, p),
        };
}
