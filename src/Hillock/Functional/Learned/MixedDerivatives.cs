using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Derivatives of functions of two numbers, the orders chosen when running.</summary>
internal static class MixedDerivatives
{
    /// <summary>Computes <c>∂ⁱ⁺ʲf(x, p)/∂xⁱ∂pʲ</c> of every pair of elements, broadcast.</summary>
    internal static Tensor Evaluate<TFunction>(TFunction function, int orderX, int orderP, Tensor x, Tensor p)
        where TFunction : struct, IBinaryFunction
    {
        Tensor? result = null;
        Partials.Visit(function, orderX, orderP, new Visitor(x, p, ref result));
        return result!;
    }

    private readonly ref struct Visitor(Tensor x, Tensor p, ref Tensor? result) : IPartialVisitor
    {
        private readonly ref Tensor? _result = ref result;

        public void Visit<TPartial>(TPartial partial)
            where TPartial : struct, IBinaryFunction => _result = Elementwise.Binary(partial, x, p);

        public void VisitHigher<TPartial>(TPartial partial)
            where TPartial : struct, IBinaryFunction => _result = Elementwise.Binary(partial, x, p);
    }
}
