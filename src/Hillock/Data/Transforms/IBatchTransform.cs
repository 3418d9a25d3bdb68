using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>Makes a batch of a batch, such as mixtures of its pictures: a pure function of the batch and of random numbers that a key names.</summary>
/// <remarks>
/// The same batch and key give the same bits on any machine; <see cref="TransformKey"/> makes the key of a seed, an epoch and the batch's number.
/// The batch is not changed.
/// </remarks>
public interface IBatchTransform
{
    /// <summary>The transformed batch.</summary>
    /// <param name="inputs">The pictures, <c>[N, C, H, W]</c>.</param>
    /// <param name="targets">The classes <c>[N]</c> as whole numbers, or their probabilities <c>[N, K]</c>.</param>
    /// <param name="random">The key.</param>
    /// <returns>Pictures of the same shape, and probabilities <c>[N, K]</c> as <c>F.CrossEntropy</c> takes them.</returns>
    (Tensor Inputs, Tensor Targets) Apply(Tensor inputs, Tensor targets, Philox random);
}
