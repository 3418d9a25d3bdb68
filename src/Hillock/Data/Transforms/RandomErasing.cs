using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>
/// Fills a random rectangle of a picture with a number or with noise. Sources: Zhong and others, "Random erasing data augmentation" (2017); torchvision.
/// </summary>
/// <remarks>
/// The area is uniform in its range, the logarithm of height to width too; height and width are <c>√(area·ratio)</c> and <c>√(area/ratio)</c>, rounded, and
/// the place
/// is one of all equally probable. Up to ten rectangles are drawn until one is lower and narrower than the picture; if none is, the picture stays.
/// </remarks>
public sealed class RandomErasing : IImageTransform
{
    private const int Tries = 10;

    private readonly double _probability;
    private readonly (double Low, double High) _scale, _ratio;
    private readonly double? _value;

    /// <summary>Makes the transform.</summary>
    /// <param name="probability">How often something is erased, 0 to 1.</param>
    /// <param name="scale">The least and the largest share of the picture's area, 0 to 1; null for (0.02, 0.33).</param>
    /// <param name="ratio">The least and the largest height to width, above 0; null for (0.3, 3.3).</param>
    /// <param name="value">What to put there; null for normal random numbers, in pictures of a floating-point type.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RandomErasing(double probability = 0.5, (double Low, double High)? scale = null, (double Low, double High)? ratio = null, double? value = 0)
    {
        _probability = Pictures.Probability(probability, nameof(RandomErasing));
        _scale = Pictures.Range(scale ?? (0.02, 0.33), 0, 1, nameof(RandomErasing), nameof(scale));
        _ratio = Pictures.Range(ratio ?? (0.3, 3.3), 1e-6, 1e6, nameof(RandomErasing), nameof(ratio));
        _value = value is { } number ? Check.Finite(number, nameof(value)) : null;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The value does not fit the picture's type.</exception>
    public Tensor Apply(Tensor picture, Philox random)
    {
        Pictures.Check(picture, nameof(RandomErasing));
        Pictures.CheckFill(_value ?? 0.5, picture.DataType, nameof(RandomErasing));
        if (Draws.Uniform(random, 0) >= _probability)
        {
            return picture;
        }

        int height = Pictures.Height(picture), width = Pictures.Width(picture);
        (double, double) logarithms = (PortableMath.Log(_ratio.Low), PortableMath.Log(_ratio.High));
        for (int i = 0; i < Tries; i++)
        {
            int place = 1 + (4 * i);
            double area = (double)height * width * Draws.Uniform(random, place, _scale);
            double ratio = PortableMath.Exp(Draws.Uniform(random, place + 1, logarithms));
            double rows = Math.Round(Math.Sqrt(area * ratio)), columns = Math.Round(Math.Sqrt(area / ratio));
            if (rows < height && columns < width)
            {
                int top = Draws.Below(random, place + 2, height - (int)rows + 1), left = Draws.Below(random, place + 3, width - (int)columns + 1);
                Tensor inside = Pictures.Rectangle(height, width, top, top + (int)rows, left, left + (int)columns);
                return F.Where(inside, Filling(picture, random), picture);
            }
        }

        return picture;
    }

    private Tensor Filling(Tensor picture, Philox random) => _value is { } value
        ? Tensor.Scalar(value, picture.DataType)
        : Tensor.RandomNormal(picture.Shape, TransformKey.Part(random, 0), dataType: picture.DataType);
}
