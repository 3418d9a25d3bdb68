using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The gradient <c>dy·p·xᵖ⁻¹</c>.</summary>
internal sealed class RealPowerNode(Tensor x, double exponent) : UnaryNode(x)
{
    private SavedTensor _x = new(x);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.Multiply(gradient, F.Multiply(F.Pow(_x.Get(this), exponent - 1), exponent)));
        }
    }

    internal override void Free() => _x.Free();
}

/// <summary>The gradients <c>dz·y·xʸ⁻¹</c> and <c>dz·xʸ·ln x</c>, the latter 0 where <c>x = 0</c> and <c>y ≥ 0</c>.</summary>
internal sealed class PowerNode(Tensor x, Tensor y, Tensor z) : BinaryNode(x, y)
{
    private SavedTensor _x = new(x);
    private SavedTensor _y = new(y);
    private SavedTensor _z = new(z);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor x = _x.Get(this);
        Tensor y = _y.Get(this);
        if (sink.Needs(X))
        {
            Tensor slope = F.Where(F.Equal(y, 0), 0, F.Multiply(y, F.Pow(x, F.Subtract(y, 1))));
            sink.Add(X, F.SumTo(F.Multiply(gradient, slope), x.Shape));
        }

        if (sink.Needs(Y))
        {
            Tensor z = _z.Get(this);
            Tensor positive = F.Where(F.Equal(x, 0), 1, x);
            sink.Add(Y, F.SumTo(F.Multiply(gradient, F.Multiply(z, F.Log(positive))), y.Shape));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _y.Free();
        _z.Free();
    }
}
