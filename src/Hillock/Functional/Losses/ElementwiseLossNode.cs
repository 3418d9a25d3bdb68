using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>A loss of predictions and targets, reduced: the gradient is one pass over both.</summary>
internal sealed class ElementwiseLossNode<TLoss>(TLoss loss, Tensor x, Tensor t, double scale, string name, bool mayBeSteep = true) : BinaryNode(x, t)
    where TLoss : struct, IBinaryFunction
{
    private SavedTensor _x = new(x);
    private SavedTensor _t = new(t);

    internal override string Name => name;

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor x = _x.Get(this);
        Tensor t = _t.Get(this);
        if (sink.Needs(X))
        {
            sink.Add(X, F.LossDerivative(loss, 1, 0, x, t, gradient, scale, mayBeSteep));
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, F.LossDerivative(loss, 0, 1, x, t, gradient, scale, mayBeSteep));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _t.Free();
    }
}
