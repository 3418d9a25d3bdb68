using Hillock.Tensors;

namespace Hillock.Functional;

internal sealed class GatherNode(Tensor x, int axis, Tensor index) : UnaryNode(x)
{
    private readonly Shape _shape = x.Shape;
    private SavedTensor _index = new(index);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.ScatterAdd(Tensor.Zeros(_shape, gradient.DataType), axis, _index.Get(this), gradient));
        }
    }

    internal override void Free() => _index.Free();
}

internal sealed class ScatterAddNode(Tensor x, Tensor source, int axis, Tensor index) : BinaryNode(x, source)
{
    private SavedTensor _index = new(index);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, gradient);
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, F.Gather(gradient, axis, _index.Get(this)));
        }
    }

    internal override void Free() => _index.Free();
}

/// <summary>Slices of a tensor; no gradient flows to those at the position <paramref name="skipped"/>.</summary>
internal sealed class IndexSelectNode(Tensor x, int axis, Tensor index, long skipped) : UnaryNode(x)
{
    private readonly Shape _shape = x.Shape;
    private SavedTensor _index = new(index);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.IndexSum(_shape, axis, _index.Get(this), gradient, skipped));
        }
    }

    internal override void Free() => _index.Free();
}

/// <summary>Sums of slices; those at the position <paramref name="skipped"/> are left out.</summary>
internal sealed class IndexSumNode(Tensor source, int axis, Tensor index, long skipped) : UnaryNode(source)
{
    private SavedTensor _index = new(index);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.IndexSelect(gradient, axis, _index.Get(this), zero: skipped, skipped));
        }
    }

    internal override void Free() => _index.Free();
}

internal sealed class IndexAddNode(Tensor x, Tensor source, int axis, Tensor index) : BinaryNode(x, source)
{
    private SavedTensor _index = new(index);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, gradient);
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, F.IndexSelect(gradient, axis, _index.Get(this)));
        }
    }

    internal override void Free() => _index.Free();
}
