using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>A tensor that others stand around, from <paramref name="starts"/> on along each axis.</summary>
internal sealed class PadNode(Tensor x, int[] starts) : UnaryNode(x)
{
    private readonly Shape _shape = x.Shape;

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            for (int axis = 0; axis < _shape.Rank; axis++)
            {
                gradient = _shape[axis] == gradient.Shape[axis] ? gradient : F.Slice(gradient, axis, starts[axis], _shape[axis], 1);
            }

            sink.Add(X, gradient);
        }
    }
}
