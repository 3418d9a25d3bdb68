using Hillock.Numbers;
using Hillock.Numbers.Functions;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// Goes back through <c>y = f(x)</c>: by the slope that the forward pass kept, or by <c>f′</c> at the saved argument where there is none or the
/// gradient is to be differentiated itself.
/// </summary>
internal sealed class UnaryFunctionNode<TFunction>(TFunction function, Tensor x, Tensor? slope) : UnaryNode(x)
    where TFunction : struct, IUnaryFunction
{
    private SavedTensor _x = new(x);
    private Tensor? _slope = slope;

    internal override string Name => typeof(TFunction).Name;

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            Tensor saved = _x.Get(this);
            sink.Add(X, _slope is not null && !F.Tracks(saved, gradient)
                ? Elementwise.Binary(default(MultiplyFunction), gradient, _slope)
                : F.ApplyBackward(function, 1, saved, gradient));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _slope?.Release();
        _slope = null;
    }
}
