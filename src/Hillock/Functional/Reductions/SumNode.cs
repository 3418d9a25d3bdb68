using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>A sum, or a mean with its divisor.</summary>
internal sealed class SumNode : UnaryNode
{
    private readonly Shape _shape;
    private readonly Shape _kept;
    private readonly double _divisor;

    internal SumNode(Tensor x, Axes axes, double divisor)
        : base(x)
    {
        _shape = x.Shape;
        _kept = axes.Count == x.Rank ? Shape.Scalar : axes.Kept(x.Shape);
        _divisor = divisor;
    }

    internal override string Name => _divisor == 1 ? "Sum" : "Mean";

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            // No element to pass a share to: dividing by their number, 0, would only leave a NaN for the gradient of the gradient.
            Tensor scaled = _divisor == 1 || _shape.Length == 0 ? gradient : F.Divide(gradient, _divisor);
            sink.Add(X, F.Expand(F.Reshape(scaled, _kept), _shape));
        }
    }
}
