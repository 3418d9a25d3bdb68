using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// A layer whose weight may be replaced by one that is computed: what <c>WeightNorm</c> and <c>SpectralNorm</c> are put around. Implemented by modules.
/// </summary>
public interface IWeightedLayer
{
    /// <summary>The layer's own weight: a parameter that it registered.</summary>
    Tensor Weight { get; }

    /// <summary>The axis of the weight that runs over the outputs.</summary>
    int OutputAxis => 0;

    /// <summary>Computes the layer's result with another weight in the place of its own; nothing else of it changes.</summary>
    /// <param name="x">The input.</param>
    /// <param name="weight">The weight, of the shape of <see cref="Weight"/>.</param>
    Tensor ForwardWith(Tensor x, Tensor weight);
}
