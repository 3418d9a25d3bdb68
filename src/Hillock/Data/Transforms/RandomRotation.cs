using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>A picture turned by a random angle. Source: torchvision's <c>RandomRotation</c>.</summary>
/// <remarks>
/// The angle is uniform, in degrees, counter-clockwise. A pixel of the result takes the place of the picture that its centre comes from; between the pixels of
/// the edge and the outside, bilinear pixels mix with the fill. Sines and cosines have the same bits on every machine, and quarter turns are exact.
/// </remarks>
public sealed class RandomRotation : IImageTransform
{
    private readonly (double Low, double High) _degrees;
    private readonly WarpMode _mode;
    private readonly bool _expand;
    private readonly (double X, double Y)? _center;
    private readonly double _fill;

    /// <summary>Makes the transform with angles from −degrees to degrees.</summary>
    /// <param name="degrees">The largest angle, 0 or more.</param>
    /// <param name="mode">How pixels are found.</param>
    /// <param name="expand">Whether the result is as large as the turned picture needs; otherwise it is as large as the picture.</param>
    /// <param name="center">What to turn about, in pixels from the upper left corner, x first; the middle if null. Not with <paramref name="expand"/>.</param>
    /// <param name="fill">What stands outside the picture.</param>
    /// <exception cref="ArgumentException">A centre is given together with <paramref name="expand"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <example>
    /// <code>
    /// Tensor picture = Tensor.From([1f, 2, 3, 4], [2, 2]);
    /// Console.WriteLine(new RandomRotation((90, 90)).Apply(picture, default).Flatten()); // float32 [4] [2, 4, 1, 3]
    /// </code>
    /// </example>
    public RandomRotation(
        double degrees, WarpMode mode = WarpMode.Nearest, bool expand = false, (double X, double Y)? center = null, double fill = 0)
        : this(Symmetric(degrees), mode, expand, center, fill)
    {
    }

    /// <summary>Makes the transform with angles of a range.</summary>
    /// <param name="degrees">The least and the largest angle.</param>
    /// <param name="mode">How pixels are found.</param>
    /// <param name="expand">Whether the result is as large as the turned picture needs; otherwise it is as large as the picture.</param>
    /// <param name="center">What to turn about, in pixels from the upper left corner, x first; the middle if null. Not with <paramref name="expand"/>.</param>
    /// <param name="fill">What stands outside the picture.</param>
    /// <exception cref="ArgumentException">A centre is given together with <paramref name="expand"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RandomRotation(
        (double Low, double High) degrees, WarpMode mode = WarpMode.Nearest, bool expand = false, (double X, double Y)? center = null, double fill = 0)
    {
        _degrees = Pictures.Range(degrees, -1e6, 1e6, nameof(RandomRotation), nameof(degrees));
        _mode = Pictures.Mode(mode, nameof(RandomRotation));
        _fill = Check.Finite(fill);
        if (center is { } point && (expand || !double.IsFinite(point.X) || !double.IsFinite(point.Y)))
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"RandomRotation expects a center of finite numbers, and none with expand, but got ({point.X}, {point.Y}); leave out one of both."),
                nameof(center));
        }

        (_expand, _center) = (expand, center);
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor picture, Philox random)
    {
        Pictures.Check(picture, nameof(RandomRotation));
        Pictures.CheckFill(_fill, picture.DataType, nameof(RandomRotation));
        int height = Pictures.Height(picture), width = Pictures.Width(picture);
        (double X, double Y) center = _center is { } point ? (point.X - (width / 2.0), point.Y - (height / 2.0)) : (0, 0);
        Warp warp = Warp.Inverse(-Draws.Uniform(random, 0, _degrees), (0, 0), 1, (0, 0), center);
        (int newHeight, int newWidth) = _expand ? Reach(warp, height, width) : (height, width);
        return warp.Apply(picture, newHeight, newWidth, _mode, _fill);
    }

    /// <summary>The whole pixels, of a plane that the picture divides in pixels, that the turned picture touches.</summary>
    private static (int Height, int Width) Reach(Warp warp, int height, int width)
    {
        // The inverse of a turn is its transpose; the picture's corners lie at (±width/2, ±height/2).
        double across = (Math.Abs(warp.A) * width) + (Math.Abs(warp.D) * height), along = (Math.Abs(warp.B) * width) + (Math.Abs(warp.E) * height);
        return (Pixels(along, height), Pixels(across, width));

        // Less what rounding may have added.
        static int Pixels(double reach, int length) =>
            (int)(Math.Ceiling(Cut((length + reach) / 2)) - Math.Floor(Cut((length - reach) / 2)));

        static double Cut(double place) => Math.Truncate(place * 1e4) / 1e4;
    }

    private static (double Low, double High) Symmetric(double degrees) => (-Check.NonNegative(degrees, nameof(degrees)), degrees);
}
