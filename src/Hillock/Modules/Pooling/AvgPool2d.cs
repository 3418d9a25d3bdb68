using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The averages of windows along two axes; see <see cref="F.AvgPool2d"/>.</summary>
/// <example>
/// <code>
/// Console.WriteLine(new AvgPool2d(2).Forward(Tensor.Ones([2, 3, 8, 8])).Shape); // [2, 3, 4, 4]
/// </code>
/// </example>
public sealed class AvgPool2d : AvgPoolLayer
{
    /// <summary>Makes a pooling.</summary>
    /// <param name="kernelSize">The lengths of a window.</param>
    /// <param name="stride">The distance in the input from a window to the next; the lengths of a window when left out.</param>
    /// <param name="padding">How much each side is padded, at most half of a window; 0 when left out. The padding is zeros.</param>
    /// <param name="ceilMode">Whether a last window may hang over the end, as long as it begins before it.</param>
    /// <param name="countIncludePad">Whether the divisor counts the padding too.</param>
    /// <param name="divisorOverride">The divisor of all windows, not 0; the number of their elements when left out.</param>
    /// <exception cref="ArgumentException">An argument has numbers for another number of axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public AvgPool2d(
        PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, bool ceilMode = false, bool countIncludePad = true,
        int? divisorOverride = null)
        : base(2, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride)
    {
    }
}
