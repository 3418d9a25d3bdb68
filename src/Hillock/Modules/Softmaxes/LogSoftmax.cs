using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The logarithm of the softmax along an axis, <c>β·xᵢ − ln Σⱼ exp(β·xⱼ)</c>; see <see cref="F.LogSoftmax"/>.</summary>
/// <param name="axis">The axis; negatives count from the last.</param>
/// <param name="beta">The inverse temperature.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is not finite.</exception>
public sealed class LogSoftmax(int axis = -1, double beta = 1) : TemperedModule(axis, beta)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.LogSoftmax(x, Axis, Beta);
}
