using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The backward of <c>z = ∂ⁱ⁺ʲf(x, p)/∂xⁱ∂pʲ</c>, broadcast.</summary>
internal sealed class LearnableNode<TFunction>(TFunction function, int orderX, int orderP, Tensor x, Tensor p) : BinaryNode(x, p)
    where TFunction : struct, IBinaryFunction
{
    private SavedTensor _x = new(x);
    private SavedTensor _p = new(p);

    internal override string Name => typeof(TFunction).Name;

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor x = _x.Get(this);
        Tensor p = _p.Get(this);
        if (sink.Needs(X))
        {
            sink.Add(X, F.SumTo(gradient * F.MixedDerivative(function, orderX + 1, orderP, x, p), x.Shape));
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, F.SumTo(gradient * F.MixedDerivative(function, orderX, orderP + 1, x, p), p.Shape));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _p.Free();
    }
}
