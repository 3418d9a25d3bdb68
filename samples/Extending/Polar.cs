using Hillock.Functional;
using Hillock.Tensors;

namespace Extending;

/// <summary>
/// An operation with a backward of its own: from radius and angle to <c>x = r·cos θ</c> and <c>y = r·sin θ</c>, which spares the backward sine and cosine.
/// </summary>
/// <remarks><c>dr = (dx·x + dy·y)/r</c>, <c>dθ = dy·x − dx·y</c>; so <c>r = 0</c> has a gradient of NaN.</remarks>
public sealed class Polar : CustomFunction
{
    /// <summary>The coordinates of points.</summary>
    /// <param name="radius">The radii.</param>
    /// <param name="angle">The angles, of the same shape.</param>
    public static (Tensor X, Tensor Y) Apply(Tensor radius, Tensor angle)
    {
        IReadOnlyList<Tensor> results = F.Custom(new Polar(), radius, angle);
        return (results[0], results[1]);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Forward(CustomContext context, IReadOnlyList<Tensor> inputs)
    {
        Tensor x = inputs[0] * F.Cos(inputs[1]), y = inputs[0] * F.Sin(inputs[1]);
        context.Save(inputs[0], x, y);
        return [x, y];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor?> Backward(CustomContext context, IReadOnlyList<Tensor> gradients)
    {
        (Tensor radius, Tensor x, Tensor y) = (context.Saved[0], context.Saved[1], context.Saved[2]);
        (Tensor dx, Tensor dy) = (gradients[0], gradients[1]);
        return [((dx * x) + (dy * y)) / radius, (dy * x) - (dx * y)];
    }
}
