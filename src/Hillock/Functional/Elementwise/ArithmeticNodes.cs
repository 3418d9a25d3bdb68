using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The gradient passes unchanged: a copy, or a number added.</summary>
internal sealed class PassNode(Tensor x) : UnaryNode(x)
{
    internal override string Name => "Copy";

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, gradient);
        }
    }
}

internal sealed class NegateNode(Tensor x) : UnaryNode(x)
{
    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.Negate(gradient));
        }
    }
}

internal sealed class ScaleNode(Tensor x, double factor) : UnaryNode(x)
{
    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.Multiply(gradient, factor));
        }
    }
}

internal sealed class DivideByNode(Tensor x, double divisor) : UnaryNode(x)
{
    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.Divide(gradient, divisor));
        }
    }
}

internal sealed class AddNode : BinaryNode
{
    private readonly Shape _x;
    private readonly Shape _y;

    // How many additions of single numbers, one after the other, lead here.
    private readonly int _length;

    internal AddNode(Tensor x, Tensor y)
        : base(x, y)
    {
        _x = x.Shape;
        _y = y.Shape;
        if (x.Length == 1 && y.Length == 1)
        {
            _length = 1 + Math.Max((X as AddNode)?._length ?? 0, (Y as AddNode)?._length ?? 0);
            SummedGraphs.Look(_length, X, Y);
        }
    }

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.SumTo(gradient, _x));
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, F.SumTo(gradient, _y));
        }
    }
}

internal sealed class SubtractNode(Tensor x, Tensor y) : BinaryNode(x, y)
{
    private readonly Shape _x = x.Shape;
    private readonly Shape _y = y.Shape;

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.SumTo(gradient, _x));
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, F.Negate(F.SumTo(gradient, _y)));
        }
    }
}

internal sealed class MultiplyNode : BinaryNode
{
    private readonly Shape _xShape;
    private readonly Shape _yShape;
    private SavedTensor _x;
    private SavedTensor _y;

    internal MultiplyNode(Tensor x, Tensor y)
        : base(x, y)
    {
        _xShape = x.Shape;
        _yShape = y.Shape;
        _x = Y is null ? default : new SavedTensor(x);
        _y = X is null ? default : new SavedTensor(y);
    }

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.SumTo(F.Multiply(gradient, _y.Get(this)), _xShape));
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, F.SumTo(F.Multiply(gradient, _x.Get(this)), _yShape));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _y.Free();
    }
}

internal sealed class DivideNode : BinaryNode
{
    private readonly Shape _xShape;
    private readonly Shape _yShape;
    private SavedTensor _x;
    private SavedTensor _y;

    internal DivideNode(Tensor x, Tensor y)
        : base(x, y)
    {
        _xShape = x.Shape;
        _yShape = y.Shape;
        _x = Y is null ? default : new SavedTensor(x);
        _y = new SavedTensor(y);
    }

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor y = _y.Get(this);
        if (sink.Needs(X))
        {
            sink.Add(X, F.SumTo(F.Divide(gradient, y), _xShape));
        }

        if (sink.Needs(Y))
        {
            // Not gradient/y times x/y, which is ∞·0 for a small y and x = 0.
            sink.Add(Y, F.Negate(F.SumTo(F.Divide(F.Multiply(gradient, F.Divide(_x.Get(this), y)), y), _yShape)));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _y.Free();
    }
}
