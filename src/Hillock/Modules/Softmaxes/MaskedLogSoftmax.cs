using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The logarithm of the softmax along an axis over the elements that a mask picks; see <see cref="F.MaskedLogSoftmax"/>.</summary>
/// <param name="axis">The axis; negatives count from the last.</param>
/// <param name="beta">The inverse temperature.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is not finite.</exception>
public sealed class MaskedLogSoftmax(int axis = -1, double beta = 1) : TemperedModule(axis, beta)
{
    /// <summary>Computes the module's result.</summary>
    /// <param name="x">The logits.</param>
    /// <param name="mask">Where true, an element takes part; of type Bool, and broadcast to the logits.</param>
    public Tensor Forward(Tensor x, Tensor mask) => F.MaskedLogSoftmax(x, mask, Axis, Beta);
}
