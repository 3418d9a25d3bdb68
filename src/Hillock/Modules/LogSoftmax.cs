using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The logarithm of the softmax along an axis, <c>β·xᵢ − ln Σⱼ exp(β·xⱼ)</c>; see <see cref="F.LogSoftmax"/>.</summary>
/// <param name="axis">The axis; negatives count from the last.</param>
/// <param name="beta">The inverse temperature.</param>
public sealed class LogSoftmax(int axis = -1, double beta = 1) : Module
{
    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant($"dim={axis}") + (beta == 1 ? "" : $", beta={Format(beta)}");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.LogSoftmax(x, axis, beta);
}
