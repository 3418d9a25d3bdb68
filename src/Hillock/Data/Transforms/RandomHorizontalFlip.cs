using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>Swaps left and right with a probability: <c>y[c, i, j] = x[c, i, W − 1 − j]</c>. Source: torchvision's <c>RandomHorizontalFlip</c>.</summary>
public sealed class RandomHorizontalFlip : IImageTransform
{
    private readonly double _probability;

    /// <summary>Makes the transform.</summary>
    /// <param name="probability">How often a picture is flipped, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public RandomHorizontalFlip(double probability = 0.5) =>
        _probability = Pictures.Probability(probability, nameof(RandomHorizontalFlip));

    /// <inheritdoc/>
    public Tensor Apply(Tensor picture, Philox random)
    {
        Pictures.Check(picture, nameof(RandomHorizontalFlip));
        return Draws.Uniform(random, 0) < _probability ? F.Flip(picture, -1) : picture;
    }
}
