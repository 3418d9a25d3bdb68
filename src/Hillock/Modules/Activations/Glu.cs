using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The gated linear unit: <c>a·σ(b)</c> with the two halves of an axis; see <see cref="F.Glu"/>.</summary>
/// <param name="axis">The axis to halve; negatives count from the last.</param>
public sealed class Glu(int axis = -1) : Module
{
    internal int Axis => axis;

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant($"dim={axis}");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.Glu(x, axis);
}
