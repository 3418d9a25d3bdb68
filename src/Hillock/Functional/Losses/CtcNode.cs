using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// Losses of connectionist temporal classification. Their gradient was computed along with them; a gradient that is itself to be differentiated is
/// made of tensor operations instead.
/// </summary>
internal sealed class CtcNode(Tensor x, Tensor dx, double[] losses, CtcSettings settings) : UnaryNode(x)
{
    private SavedTensor _x = new(x);
    private SavedTensor _dx = new(dx);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (!sink.Needs(X))
        {
            return;
        }

        Tensor each = gradient.Unsqueeze(1);
        if (!GradientMode.Enabled)
        {
            sink.Add(X, F.Multiply(_dx.Get(this), each));
            return;
        }

        Tensor x = _x.Get(this);
        Tensor dx = CtcRecursion.Gradient(x.To(DataType.Float64), losses, settings);
        sink.Add(X, F.Multiply(dx, each.To(DataType.Float64)).To(x.DataType));
    }

    internal override void Free()
    {
        _x.Free();
        _dx.Free();
    }
}
