using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>Swaps upper and lower with a probability: <c>y[c, i, j] = x[c, H − 1 − i, j]</c>. Source: torchvision's <c>RandomVerticalFlip</c>.</summary>
public sealed class RandomVerticalFlip : IImageTransform
{
    private readonly double _probability;

    /// <summary>Makes the transform.</summary>
    /// <param name="probability">How often a picture is flipped, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public RandomVerticalFlip(double probability = 0.5) =>
        _probability = Pictures.Probability(probability, nameof(RandomVerticalFlip));

    /// <inheritdoc/>
    public Tensor Apply(Tensor picture, Philox random)
    {
        Pictures.Check(picture, nameof(RandomVerticalFlip));
        return Draws.Uniform(random, 0) < _probability ? F.Flip(picture, -2) : picture;
    }
}
