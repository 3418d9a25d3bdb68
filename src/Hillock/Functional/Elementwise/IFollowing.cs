using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>What comes after an operation and could be done to its result while that is computed.</summary>
internal interface IFollowing
{
    /// <summary>
    /// Hands over as many of the next steps as fit a result; who takes them must do them. Asked once, by an operation that records no gradient.
    /// </summary>
    /// <param name="shape">The shape of the result.</param>
    /// <param name="type">Its type, float32 or float64.</param>
    /// <param name="byChannel">Whether the operation knows the channel of each block, axis 1 of the result.</param>
    /// <returns>The steps in their order, or null if there are none.</returns>
    BlockStep[]? Take(Shape shape, DataType type, bool byChannel);
}
