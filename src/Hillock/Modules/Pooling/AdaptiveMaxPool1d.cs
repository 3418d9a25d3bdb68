using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// The largest elements of windows along one axis that make a result of a given size; see <see cref="F.AdaptiveMaxPool1d(Tensor, PerAxis)"/>.
/// </summary>
/// <example>
/// <code>
/// Console.WriteLine(new AdaptiveMaxPool1d(3).Forward(Tensor.Ones([2, 3, 8])).Shape); // [2, 3, 3]
/// </code>
/// </example>
public sealed class AdaptiveMaxPool1d : AdaptiveMaxPoolLayer
{
    /// <summary>Makes a pooling.</summary>
    /// <param name="outputSize">The lengths of the result; −1 stands for the length of the input.</param>
    /// <exception cref="ArgumentException">An argument has numbers for another number of axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public AdaptiveMaxPool1d(PerAxis outputSize)
        : base(1, outputSize)
    {
    }
}
