using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The backward of a derivative of <c>xᵖ</c>: the next one.</summary>
internal sealed class ConstantPowerNode(Tensor x, PowerExponent exponent) : UnaryNode(x)
{
    private SavedTensor _x = new(x);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.Multiply(gradient, F.PowerDerivative(_x.Get(this), exponent.Value, exponent.Order + 1)));
        }
    }

    internal override void Free() => _x.Free();
}

/// <summary>The backward of a derivative of <c>xʸ</c>, broadcast: the next one in either argument.</summary>
internal sealed class PowerNode(Tensor x, Tensor y, int orderX, int orderY) : BinaryNode(x, y)
{
    private SavedTensor _x = new(x);
    private SavedTensor _y = new(y);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor x = _x.Get(this);
        Tensor y = _y.Get(this);
        if (sink.Needs(X))
        {
            sink.Add(X, F.SumTo(F.Multiply(gradient, F.PowerDerivative(x, y, orderX + 1, orderY)), x.Shape));
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, F.SumTo(F.Multiply(gradient, F.PowerDerivative(x, y, orderX, orderY + 1)), y.Shape));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _y.Free();
    }
}
