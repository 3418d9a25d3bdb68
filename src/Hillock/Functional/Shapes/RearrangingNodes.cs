using Hillock.Tensors;

namespace Hillock.Functional;

internal sealed class FlipNode(Tensor x, int[] axes) : UnaryNode(x)
{
    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.FlipAxes(gradient, axes));
        }
    }
}

internal sealed class RollNode(Tensor x, int[] starts) : UnaryNode(x)
{
    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            int[] back = new int[starts.Length];
            for (int i = 0; i < back.Length; i++)
            {
                back[i] = starts[i] == 0 ? 0 : gradient.Shape[i] - starts[i];
            }

            sink.Add(X, F.RollTo(gradient, back));
        }
    }
}

internal sealed class TriangleNode(Tensor x, int diagonal, bool lower) : UnaryNode(x)
{
    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.Triangle(gradient, diagonal, lower, Name));
        }
    }
}
