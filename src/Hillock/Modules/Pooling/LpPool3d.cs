using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The norms of windows along three axes; see <see cref="F.LpPool3d"/>.</summary>
/// <example>
/// <code>
/// Console.WriteLine(new LpPool3d(2, kernelSize: 2).Forward(Tensor.Ones([2, 3, 8, 8, 8])).Shape); // [2, 3, 4, 4, 4]
/// </code>
/// </example>
public sealed class LpPool3d : LpPoolLayer
{
    /// <summary>Makes a pooling.</summary>
    /// <param name="normType">The exponent, positive: 1 gives sums, 2 the Euclidean norm.</param>
    /// <param name="kernelSize">The lengths of a window.</param>
    /// <param name="stride">The distance in the input from a window to the next; the lengths of a window when left out.</param>
    /// <param name="ceilMode">Whether a last window may hang over the end, as long as it begins before it.</param>
    /// <exception cref="ArgumentException">An argument has numbers for another number of axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public LpPool3d(double normType, PerAxis kernelSize, PerAxis stride = default, bool ceilMode = false)
        : base(3, normType, kernelSize, stride, ceilMode)
    {
    }
}
