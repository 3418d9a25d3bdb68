using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

internal sealed class ActivationNode<TFunction>(TFunction function, Tensor x) : UnaryNode(x)
    where TFunction : struct, IUnaryFunction
{
    private SavedTensor _x = new(x);

    internal override string Name => typeof(TFunction).Name;

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.ActivationBackward(function, 1, _x.Get(this), gradient));
        }
    }

    internal override void Free() => _x.Free();
}
