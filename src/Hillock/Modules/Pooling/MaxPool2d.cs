using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The largest elements of windows along two axes; see <see cref="F.MaxPool2d(Tensor, PerAxis, PerAxis, PerAxis, PerAxis, bool)"/>.</summary>
/// <example>
/// <code>
/// Console.WriteLine(new MaxPool2d(2).Forward(Tensor.Ones([2, 3, 8, 8])).Shape); // [2, 3, 4, 4]
/// </code>
/// </example>
public sealed class MaxPool2d : MaxPoolLayer
{
    /// <summary>Makes a pooling.</summary>
    /// <param name="kernelSize">The lengths of a window.</param>
    /// <param name="stride">The distance in the input from a window to the next; the lengths of a window when left out.</param>
    /// <param name="padding">How much each side is padded, at most half of a window; 0 when left out. The padding is never the largest.</param>
    /// <param name="dilation">The distance in the input from an element of a window to the next; 1 when left out.</param>
    /// <param name="ceilMode">Whether a last window may hang over the end, as long as it begins before it.</param>
    /// <exception cref="ArgumentException">An argument has numbers for another number of axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public MaxPool2d(
        PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default, bool ceilMode = false)
        : base(2, kernelSize, stride, padding, dilation, ceilMode)
    {
    }
}
