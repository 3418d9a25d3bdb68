using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// <see cref="AlphaDropout"/> of whole channels: all elements of a channel of an example, <c>[N, C, …]</c>, fall together.
/// </summary>
/// <remarks>Source: as of <see cref="AlphaDropout"/>.</remarks>
/// <example>
/// <code>
/// Console.WriteLine(new FeatureAlphaDropout().Forward(Tensor.Ones([4, 3, 8, 8])).Shape); // [4, 3, 8, 8]
/// </code>
/// </example>
public sealed class FeatureAlphaDropout : SelfNormalizingDropout
{
    /// <summary>Makes the module.</summary>
    /// <param name="probability">The probability of a channel to fall, from 0 to 1.</param>
    /// <param name="random">Where the random numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public FeatureAlphaDropout(double probability = 0.5, RandomSource? random = null)
        : base(probability, random)
    {
    }

    private protected override void Check(Tensor x)
    {
        if (x.Rank < 2)
        {
            throw new ArgumentException(
                $"FeatureAlphaDropout expects [batch, channels, ...] but got {x.Shape}; add an axis with Unsqueeze, or use AlphaDropout.", nameof(x));
        }
    }

    private protected override Tensor Drop(Tensor x) => Saturated(x, Channels(x, 2));
}
