using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The gradient <c>dy·exp(x − y)</c>: the softmax.</summary>
internal sealed class LogSumExpNode : UnaryNode
{
    private readonly Shape _kept;
    private SavedTensor _x;
    private SavedTensor _y;

    internal LogSumExpNode(Tensor x, Tensor y, Axes axes)
        : base(x)
    {
        _kept = axes.Kept(x.Shape);
        _x = new(x);
        _y = new(y);
    }

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            Tensor share = F.Exp(F.Subtract(_x.Get(this), F.Reshape(_y.Get(this), _kept)));
            sink.Add(X, F.Multiply(share, F.Reshape(gradient, _kept)));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _y.Free();
    }
}

/// <summary>The gradient <c>dy·x/y</c>, 0 where the norm is 0.</summary>
internal sealed class NormNode : UnaryNode
{
    private readonly Shape _kept;
    private SavedTensor _x;
    private SavedTensor _y;

    internal NormNode(Tensor x, Tensor y, Axes axes)
        : base(x)
    {
        _kept = axes.Kept(x.Shape);
        _x = new(x);
        _y = new(y);
    }

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            Tensor norm = F.Reshape(_y.Get(this), _kept);
            Tensor safe = F.Where(F.Equal(norm, 0), double.PositiveInfinity, norm);
            sink.Add(X, F.Multiply(_x.Get(this), F.Divide(F.Reshape(gradient, _kept), safe)));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _y.Free();
    }
}
