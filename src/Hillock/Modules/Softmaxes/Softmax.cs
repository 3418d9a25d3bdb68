using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The softmax along an axis, <c>exp(β·xᵢ)/Σⱼ exp(β·xⱼ)</c>; see <see cref="F.Softmax"/>.</summary>
/// <param name="axis">The axis; negatives count from the last.</param>
/// <param name="beta">The inverse temperature.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is not finite.</exception>
public sealed class Softmax(int axis = -1, double beta = 1) : TemperedModule(axis, beta)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.Softmax(x, Axis, Beta);
}
