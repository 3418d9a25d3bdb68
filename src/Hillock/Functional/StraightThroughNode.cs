using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Values of its own with the gradient of another tensor.</summary>
internal sealed class StraightThroughNode(Tensor x) : UnaryNode(x)
{
    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, gradient);
        }
    }
}
