using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Weighted sums along an axis; the gradient is made of such sums too.</summary>
internal sealed class ResampleNode(Tensor x, int axis, AxisTaps taps) : UnaryNode(x)
{
    internal override string Name => nameof(F.Interpolate);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.Resample(gradient, axis, taps.Transposed));
        }
    }
}

/// <summary>Windows of planes; each one's gradient is a <see cref="FoldNode"/>'s result.</summary>
internal sealed class UnfoldNode(Tensor x, WindowGeometry geometry) : UnaryNode(x)
{
    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.FoldWindows(gradient, geometry));
        }
    }
}

/// <summary>Sums of windows; each one's gradient is an <see cref="UnfoldNode"/>'s result.</summary>
internal sealed class FoldNode(Tensor x, WindowGeometry geometry) : UnaryNode(x)
{
    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, F.UnfoldWindows(gradient, geometry));
        }
    }
}
