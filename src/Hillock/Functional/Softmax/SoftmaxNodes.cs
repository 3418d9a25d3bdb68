using Hillock.Tensors;

namespace Hillock.Functional;

internal sealed class SoftmaxNode(Tensor x, Tensor y, int axis, double beta) : UnaryNode(x)
{
    private SavedTensor _y = new(y);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.SoftmaxBackward(_y.Get(this), gradient, axis, beta));
        }
    }

    internal override void Free() => _y.Free();
}

internal sealed class LogSoftmaxNode(Tensor x, Tensor y, int axis, double beta) : UnaryNode(x)
{
    private SavedTensor _y = new(y);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.LogSoftmaxBackward(_y.Get(this), gradient, axis, beta));
        }
    }

    internal override void Free() => _y.Free();
}

/// <summary>The backward of <c>dx = β·y·(dy − Σ dy·y)</c>.</summary>
internal sealed class SoftmaxBackwardNode(Tensor y, Tensor dy, int axis, double beta) : BinaryNode(y, dy)
{
    private SavedTensor _y = new(y);
    private SavedTensor _dy = new(dy);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor y = _y.Get(this);
        Tensor dy = _dy.Get(this);
        if (sink.Needs(X))
        {
            Tensor dot = Along(F.Multiply(dy, y));
            Tensor other = Along(F.Multiply(gradient, y));
            sink.Add(X, F.Multiply(F.Subtract(F.Multiply(gradient, F.Subtract(dy, dot)), F.Multiply(dy, other)), beta));
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, F.SoftmaxBackward(y, gradient, axis, beta));
        }
    }

    internal override void Free()
    {
        _y.Free();
        _dy.Free();
    }

    private Tensor Along(Tensor x) => x.Rank == 0 ? x : F.Sum(x, axis, keepDims: true);
}

/// <summary>The backward of <c>dx = β·(dy − exp(y)·Σ dy)</c>.</summary>
internal sealed class LogSoftmaxBackwardNode(Tensor y, Tensor dy, int axis, double beta) : BinaryNode(y, dy)
{
    private SavedTensor _y = new(y);
    private SavedTensor _dy = new(dy);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor probability = F.Exp(_y.Get(this));
        Tensor weighted = F.Multiply(gradient, probability);
        if (sink.Needs(X))
        {
            sink.Add(X, F.Multiply(F.Multiply(weighted, Along(_dy.Get(this))), -beta));
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, F.Multiply(F.Subtract(gradient, Along(weighted)), beta));
        }
    }

    internal override void Free()
    {
        _y.Free();
        _dy.Free();
    }

    private Tensor Along(Tensor x) => x.Rank == 0 ? x : F.Sum(x, axis, keepDims: true);
}
