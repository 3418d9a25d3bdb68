using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>
/// A random part of a picture, of a random share of its area and a random ratio of its sides, in a given size. Source: torchvision's
/// <c>RandomResizedCrop</c>, after Szegedy and others, "Going deeper with convolutions" (2015).
/// </summary>
/// <remarks>
/// The share of the area <c>a</c> is uniform, the ratio of width to height <c>r</c> uniform in its logarithm: the part has <c>√(a·H·W·r)</c> columns and
/// <c>√(a·H·W/r)</c> rows, rounded to whole numbers, halves to the even one, and each place is equally probable. One that does not fit is drawn again, up to
/// ten times; then the largest part about the middle is taken whose ratio is within the range.
/// </remarks>
/// <example>
/// <code>
/// Tensor picture = Tensor.RandomUniform([3, 40, 60], new Philox(1));
/// Console.WriteLine(new RandomResizedCrop(32).Apply(picture, new Philox(2)).Shape); // [3, 32, 32]
/// </code>
/// </example>
public sealed class RandomResizedCrop : IImageTransform
{
    private const int Attempts = 10;

    private readonly Resize _resize;
    private readonly (double Low, double High) _scale, _ratio;

    /// <summary>Makes the transform.</summary>
    /// <param name="size">The height and width of the result, or one number for both.</param>
    /// <param name="scale">The share of the area, above 0 and up to 1; 0.08 to 1 when null.</param>
    /// <param name="ratio">Width over height, above 0; 3/4 to 4/3 when null.</param>
    /// <param name="mode">How pixels between those of the part are found.</param>
    /// <param name="antialias">Whether all pixels count where a bilinear or bicubic part shrinks.</param>
    /// <exception cref="ArgumentException">A length is below 1, or there are three.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A range does not ascend or leaves its bounds, or there is no such mode.</exception>
    public RandomResizedCrop(
        PerAxis size, (double Low, double High)? scale = null, (double Low, double High)? ratio = null, ResizeMode mode = ResizeMode.Bilinear,
        bool antialias = true)
    {
        (int height, int width) = Pictures.Size(size, nameof(RandomResizedCrop));
        _resize = new Resize((height, width), mode, antialias: antialias);
        _scale = Pictures.Range(scale ?? (0.08, 1), double.Epsilon, 1, nameof(RandomResizedCrop), nameof(scale));
        _ratio = Pictures.Range(ratio ?? (3.0 / 4, 4.0 / 3), 1e-6, 1e6, nameof(RandomResizedCrop), nameof(ratio));
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor picture, Philox random)
    {
        Pictures.Check(picture, nameof(RandomResizedCrop));
        (int top, int left, int height, int width) = Part(Pictures.Height(picture), Pictures.Width(picture), random);
        return _resize.Apply(picture.Slice(-2, top, top + height).Slice(-1, left, left + width), random);
    }

    /// <summary>Where the part lies.</summary>
    internal (int Top, int Left, int Height, int Width) Part(int height, int width, Philox random)
    {
        double area = (double)height * width;
        (double Low, double High) logarithms = (PortableMath.Log(_ratio.Low), PortableMath.Log(_ratio.High));
        for (int i = 0; i < Attempts; i++)
        {
            double part = area * Draws.Uniform(random, 4 * i, _scale), ratio = PortableMath.Exp(Draws.Uniform(random, (4 * i) + 1, logarithms));
            double columns = Math.Round(Math.Sqrt(part * ratio)), rows = Math.Round(Math.Sqrt(part / ratio));
            if (columns >= 1 && columns <= width && rows >= 1 && rows <= height)
            {
                int top = Draws.Below(random, (4 * i) + 2, height - (int)rows + 1), left = Draws.Below(random, (4 * i) + 3, width - (int)columns + 1);
                return (top, left, (int)rows, (int)columns);
            }
        }

        (int middleHeight, int middleWidth) = Middle(height, width);
        return ((height - middleHeight) / 2, (width - middleWidth) / 2, middleHeight, middleWidth);
    }

    private (int Height, int Width) Middle(int height, int width)
    {
        double own = (double)width / height;
        return own < _ratio.Low ? ((int)Math.Clamp(Math.Round(width / _ratio.Low), 1, height), width)
            : own > _ratio.High ? (height, (int)Math.Clamp(Math.Round(height * _ratio.High), 1, width))
            : (height, width);
    }
}
