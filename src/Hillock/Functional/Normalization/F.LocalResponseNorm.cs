using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>
    /// Local response normalisation <c>x/(k + α/n·Σx²)^β</c>, with the sum over <c>n</c> neighbouring channels, of which those beyond the ends count as 0.
    /// </summary>
    /// <param name="x">The input, <c>[batch, channels, …]</c>, of a floating-point type.</param>
    /// <param name="size">The number <c>n</c> of channels in a sum: <c>⌊n/2⌋</c> before the own one, the others from it on.</param>
    /// <param name="alpha">The factor <c>α</c> of the mean square.</param>
    /// <param name="beta">The exponent <c>β</c>.</param>
    /// <param name="k">What is added to the mean square.</param>
    /// <returns>A tensor of the shape and type of <paramref name="x"/>, with gradients of any order.</returns>
    /// <remarks>Source: Krizhevsky, Sutskever, Hinton, "ImageNet classification with deep convolutional neural networks" (2012).</remarks>
    /// <exception cref="ArgumentException">The input has no channels axis, or is not of a floating-point type.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From(new float[,] { { 1, 2, 3 } });
    /// Console.WriteLine(F.LocalResponseNorm(x, 2, alpha: 4, beta: 1, k: 0)[0, 1]); // float32 [] 0.2
    /// </code>
    /// </example>
    public static Tensor LocalResponseNorm(Tensor x, int size, double alpha = 1e-4, double beta = 0.75, double k = 1)
    {
        const string Name = nameof(LocalResponseNorm);
        CheckChannels(x, 0, Name);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        DataType type = Widening.Wider(x.DataType, DataType.Float32);
        Tensor wide = x.To(type);
        int channels = x.Shape[1];

        // Windows beyond all channels add nothing.
        int before = Math.Min(size / 2, channels), after = Math.Min((size - 1) / 2, channels);
        Tensor padded = Pad(Square(wide), before, after, 1);
        Tensor sum = padded.Slice(1, 0, channels);
        for (int i = 1; i <= before + after; i++)
        {
            sum = Add(sum, padded.Slice(1, i, i + channels));
        }

        return Divide(wide, Pow(Add(Multiply(sum, alpha / size), k), beta)).To(x.DataType);
    }
}
