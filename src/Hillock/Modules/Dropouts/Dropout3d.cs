namespace Hillock.Modules;

/// <summary>
/// While training sets each channel of each example, <c>[N, C, D, H, W]</c> or <c>[C, D, H, W]</c> without a batch, to 0 with a probability, and multiplies
/// the others by <c>1/(1 − probability)</c>; in evaluation does nothing. For maps whose neighbouring elements say nearly the same.
/// </summary>
/// <remarks>
/// What falls is multiplied by 0, and which channels fall depends on the seed, the module and the number of training passes before, as with
/// <see cref="Dropout"/>. Source: Tompson, Goroshin, Jain, LeCun, Bregler, "Efficient object localization using convolutional networks" (2015).
/// </remarks>
/// <example>
/// <code>
/// Console.WriteLine(new Dropout3d().Forward(Tensor.Ones([4, 3, 2, 8, 8])).Shape); // [4, 3, 2, 8, 8]
/// </code>
/// </example>
public sealed class Dropout3d : ChannelDropout
{
    /// <summary>Makes the module.</summary>
    /// <param name="probability">The probability of a channel to become 0, from 0 to 1.</param>
    /// <param name="random">Where the random numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public Dropout3d(double probability = 0.5, RandomSource? random = null)
        : base(3, probability, random)
    {
    }
}
