using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Puts the results of a <see cref="MaxPool3d"/> back to their places, among zeros; see <see cref="F.MaxUnpool3d"/>.</summary>
/// <example>
/// <code>
/// Tensor y = new MaxPool3d(2).Forward(Tensor.Ones([2, 3, 8, 8, 8]), out Tensor indices);
/// Console.WriteLine(new MaxUnpool3d(2).Forward(y, indices).Shape); // [2, 3, 8, 8, 8]
/// </code>
/// </example>
public sealed class MaxUnpool3d : MaxUnpoolLayer
{
    /// <summary>Makes the reversal of a pooling.</summary>
    /// <param name="kernelSize">The lengths of the pooling's windows.</param>
    /// <param name="stride">The pooling's stride; the lengths of a window when left out.</param>
    /// <param name="padding">The pooling's padding; 0 when left out.</param>
    /// <param name="dilation">The pooling's dilation; 1 when left out.</param>
    /// <exception cref="ArgumentException">An argument has numbers for another number of axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public MaxUnpool3d(PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default)
        : base(3, kernelSize, stride, padding, dilation)
    {
    }
}
