using Hillock.Tensors;

namespace Hillock.Functional;

internal sealed class ReshapeNode(Tensor x) : UnaryNode(x)
{
    private readonly Shape _shape = x.Shape;

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.Reshape(gradient, _shape));
        }
    }
}

internal sealed class PermuteNode(Tensor x, int[] order) : UnaryNode(x)
{
    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            Span<int> inverse = stackalloc int[order.Length];
            for (int i = 0; i < order.Length; i++)
            {
                inverse[order[i]] = i;
            }

            sink.Add(X, F.Permute(gradient, inverse));
        }
    }
}

internal sealed class SliceNode(Tensor x, int axis, int start, int count, int step) : UnaryNode(x)
{
    private readonly Shape _shape = x.Shape;

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            bool whole = count == _shape[axis];
            sink.Add(X, whole ? gradient : F.Unslice(gradient, _shape, axis, start, step));
        }
    }
}

internal sealed class UnsliceNode(Tensor x, int axis, int start, int step) : UnaryNode(x)
{
    private readonly int _count = x.Shape[axis];

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.Slice(gradient, axis, start, _count, step));
        }
    }
}

internal sealed class ExpandNode(Tensor x) : UnaryNode(x)
{
    private readonly Shape _shape = x.Shape;

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.SumTo(gradient, _shape));
        }
    }
}

internal sealed class ConvertNode(Tensor x) : UnaryNode(x)
{
    private readonly DataType _type = x.DataType;

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, gradient.To(_type));
        }
    }
}
