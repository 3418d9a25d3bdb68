using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// Dropout for networks of SELU units: while training an element becomes <c>α′ = −λα ≈ −1.7581</c>, SELU's limit at −∞, with the probability <c>p</c>, and all
/// go through <c>a·z + b</c> with <c>a = ((1 − p)(1 + p·α′²))^(−1/2)</c> and <c>b = −a·p·α′</c>, so that a mean of 0 and a variance of 1 stay as they are. In
/// evaluation does nothing.
/// </summary>
/// <remarks>
/// With the probability 1 the input is multiplied by 0. An infinite element or NaN that falls is gone, where PyTorch makes it NaN. Which elements fall
/// depends on the seed, the module and the number of training passes before, as with <see cref="Dropout"/>. Source: Klambauer, Unterthiner, Mayr, Hochreiter,
/// "Self-normalizing neural networks" (2017).
/// </remarks>
/// <example>
/// <code>
/// Console.WriteLine(new AlphaDropout(0.1).Forward(Tensor.Ones([4, 3])).Shape); // [4, 3]
/// </code>
/// </example>
public sealed class AlphaDropout : SelfNormalizingDropout
{
    /// <summary>Makes the module.</summary>
    /// <param name="probability">The probability of an element to fall, from 0 to 1.</param>
    /// <param name="random">Where the random numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public AlphaDropout(double probability = 0.5, RandomSource? random = null)
        : base(probability, random)
    {
    }

    private protected override Tensor Drop(Tensor x) => Saturated(x, x.Shape);
}
