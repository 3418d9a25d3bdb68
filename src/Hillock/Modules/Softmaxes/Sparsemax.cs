using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The nearest probabilities along an axis, many of them 0; see <see cref="F.Sparsemax"/>.</summary>
/// <param name="axis">The axis; negatives count from the last.</param>
/// <param name="beta">The inverse temperature.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is not finite.</exception>
public sealed class Sparsemax(int axis = -1, double beta = 1) : TemperedModule(axis, beta)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.Sparsemax(x, Axis, Beta);
}
