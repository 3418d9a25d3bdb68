using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The backward of <c>dx = dy·f⁽ⁿ⁾(x)</c>.</summary>
internal sealed class UnaryFunctionBackwardNode<TFunction>(TFunction function, int order, Tensor x, Tensor dy) : BinaryNode(x, dy)
    where TFunction : struct, IUnaryFunction
{
    private SavedTensor _x = new(x);
    private SavedTensor _dy = new(dy);

    internal override string Name => $"{typeof(TFunction).Name}, derivative {order}";

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor x = _x.Get(this);
        if (sink.Needs(X))
        {
            Tensor dy = _dy.Get(this);
            sink.Add(X, Widening.IsNarrow(x.DataType)
                ? Widening.Apply(DataType.Float32, x, gradient, dy, (a, b, c) => F.ApplyBackward(function, order + 1, a, F.Multiply(b, c)))
                : F.ApplyBackward(function, order + 1, x, gradient * dy));
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, F.ApplyBackward(function, order, x, gradient));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _dy.Free();
    }
}
