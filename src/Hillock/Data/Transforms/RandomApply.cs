using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>A transform that is applied with a probability. Source: torchvision's <c>RandomApply</c>.</summary>
public sealed class RandomApply : IImageTransform
{
    private readonly IImageTransform _transform;
    private readonly double _probability;

    /// <summary>Makes the transform.</summary>
    /// <param name="transform">What to apply; a <see cref="Compose"/> for several.</param>
    /// <param name="probability">How often, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public RandomApply(IImageTransform transform, double probability = 0.5)
    {
        ArgumentNullException.ThrowIfNull(transform);
        (_transform, _probability) = (transform, Pictures.Probability(probability, nameof(RandomApply)));
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor picture, Philox random)
    {
        Pictures.Check(picture, nameof(RandomApply));
        return Draws.Uniform(random, 0) < _probability ? _transform.Apply(picture, TransformKey.Part(random, 0)) : picture;
    }
}
