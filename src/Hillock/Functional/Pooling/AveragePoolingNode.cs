using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Averages of windows or their gradient, whose backward is the other.</summary>
internal sealed class AveragePoolingNode(Tensor x, PoolingPlan plan, PoolingDivisors divisors, bool backward) : UnaryNode(x)
{
    internal override string Name => "AvgPool";

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, AveragePoolingOperation.Apply(gradient, plan, divisors, !backward));
        }
    }
}
