using Hillock.Tensors;

namespace Hillock.Functional;

internal sealed class RunningSumNode(Tensor x, int axis, bool reverse) : UnaryNode(x)
{
    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.RunningSum(gradient, axis, !reverse));
        }
    }
}
