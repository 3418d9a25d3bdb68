using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The gated linear unit with a swish for a gate: <c>a·bσ(b)</c> with the two halves of an axis; see <see cref="F.SwiGlu"/>.</summary>
/// <remarks>Put a <c>Linear</c> of twice the features before it: its first half of outputs passes, its second gates.</remarks>
/// <param name="axis">The axis to halve; negatives count from the last.</param>
public sealed class SwiGlu(int axis = -1) : Module
{
    internal int Axis => axis;

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant($"dim={axis}");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.SwiGlu(x, axis);
}
