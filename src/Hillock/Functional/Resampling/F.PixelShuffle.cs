using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>
    /// Channels laid out as pixels: <c>y[c, h·r + i, w·r + j] = x[c·r² + i·r + j, h, w]</c>.
    /// </summary>
    /// <param name="x">The input, <c>[…, C·r², H, W]</c>, of any type.</param>
    /// <param name="upscaleFactor">The factor <c>r</c>.</param>
    /// <returns><c>[…, C, H·r, W·r]</c>.</returns>
    /// <remarks>
    /// Source: Shi et al., "Real-time single image and video super-resolution using an efficient sub-pixel convolutional neural network" (2016).
    /// </remarks>
    /// <exception cref="ArgumentException">There are fewer than three axes, or <c>r²</c> does not divide the channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(F.PixelShuffle(Tensor.Arange(4).Reshape(4, 1, 1), 2).Flatten()); // int64 [4] [0, 1, 2, 3]
    /// </code>
    /// </example>
    public static Tensor PixelShuffle(Tensor x, int upscaleFactor)
    {
        CheckPixels(nameof(PixelShuffle), x, upscaleFactor, nameof(upscaleFactor));
        int channels = x.Shape[-3], height = x.Shape[-2], width = x.Shape[-1];
        long square = (long)upscaleFactor * upscaleFactor;
        if (channels % square != 0)
        {
            throw new ArgumentException(
                $"PixelShuffle expects a number of channels that upscaleFactor² = {square} divides but got {channels} in {x.Shape}; make {square} channels " +
                "for each of the result.", nameof(x));
        }

        int lines = TensorSize.Fitting(
            TensorSize.Product(height, upscaleFactor), nameof(PixelShuffle), $"a height of {height} times {upscaleFactor}, together an axis",
            "take a smaller factor", nameof(upscaleFactor));
        int columns = TensorSize.Fitting(
            TensorSize.Product(width, upscaleFactor), nameof(PixelShuffle), $"a width of {width} times {upscaleFactor}, together an axis",
            "take a smaller factor", nameof(upscaleFactor));

        // […, C, r, r, H, W] to […, C, H, r, W, r].
        int[] front = x.Shape.Dimensions[..^3].ToArray();
        Tensor parts = Reshape(x, Shape.Create([.. front, (int)(channels / square), upscaleFactor, upscaleFactor, height, width]));
        int n = front.Length;
        Tensor pixels = Permute(parts, [.. Enumerable.Range(0, n + 1), n + 3, n + 1, n + 4, n + 2]);
        return Reshape(pixels, Shape.Create([.. front, (int)(channels / square), lines, columns]));
    }

    /// <summary>
    /// Pixels laid out as channels, which undoes <see cref="PixelShuffle"/>: <c>y[c·r² + i·r + j, h, w] = x[c, h·r + i, w·r + j]</c>.
    /// </summary>
    /// <param name="x">The input, <c>[…, C, H·r, W·r]</c>, of any type.</param>
    /// <param name="downscaleFactor">The factor <c>r</c>.</param>
    /// <returns><c>[…, C·r², H, W]</c>.</returns>
    /// <exception cref="ArgumentException">There are fewer than three axes, or <c>r</c> does not divide height and width.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(F.PixelUnshuffle(Tensor.Arange(16).Reshape(1, 4, 4), 2)[1].Flatten()); // int64 [4] [ 1,  3,  9, 11]
    /// </code>
    /// </example>
    public static Tensor PixelUnshuffle(Tensor x, int downscaleFactor)
    {
        CheckPixels(nameof(PixelUnshuffle), x, downscaleFactor, nameof(downscaleFactor));
        int channels = x.Shape[-3], height = x.Shape[-2], width = x.Shape[-1];
        if (height % downscaleFactor != 0 || width % downscaleFactor != 0)
        {
            throw new ArgumentException(
                $"PixelUnshuffle expects a height and a width that downscaleFactor = {downscaleFactor} divides but got {x.Shape}; pad or crop them.",
                nameof(x));
        }

        int all = TensorSize.Fitting(
            TensorSize.Product(channels, downscaleFactor, downscaleFactor), nameof(PixelUnshuffle),
            $"channels, {channels} times {downscaleFactor}²,", "take a smaller factor", nameof(downscaleFactor));

        // […, C, H, r, W, r] to […, C, r, r, H, W].
        int[] front = x.Shape.Dimensions[..^3].ToArray();
        Tensor parts = Reshape(
            x, Shape.Create([.. front, channels, height / downscaleFactor, downscaleFactor, width / downscaleFactor, downscaleFactor]));
        int n = front.Length;
        Tensor planes = Permute(parts, [.. Enumerable.Range(0, n + 1), n + 2, n + 4, n + 1, n + 3]);
        return Reshape(
            planes, Shape.Create([.. front, all, height / downscaleFactor, width / downscaleFactor]));
    }

    private static void CheckPixels(string function, Tensor x, int factor, string name)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1, name);
        if (x.Rank < 3)
        {
            throw new ArgumentException($"{function} expects x of [..., channels, height, width] but got {x.Shape}; add axes with Unsqueeze.", nameof(x));
        }
    }
}
