using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>A picture turned, moved, scaled and sheared at random about its middle. Source: torchvision's <c>RandomAffine</c>.</summary>
/// <remarks>
/// All numbers are uniform in their ranges: the angle in degrees (clockwise, as torchvision's affine maps are), the shift a whole number of pixels, the
/// scale, the
/// angles of the shear. See <see cref="RandomRotation"/> for what becomes of a pixel.
/// </remarks>
public sealed class RandomAffine : IImageTransform
{
    private readonly (double Low, double High) _degrees, _scale, _shearX, _shearY;
    private readonly (double X, double Y) _translate;
    private readonly WarpMode _mode;
    private readonly double _fill;

    /// <summary>Makes the transform.</summary>
    /// <param name="degrees">The least and the largest angle.</param>
    /// <param name="translate">The largest shift to either side, as a share of the width and of the height, 0 to 1.</param>
    /// <param name="scale">The least and the largest scale, above 0; null for 1.</param>
    /// <param name="shearX">The least and the largest angle by which columns lean, within ±89 degrees.</param>
    /// <param name="shearY">The least and the largest angle by which rows lean, within ±89 degrees.</param>
    /// <param name="mode">How pixels are found.</param>
    /// <param name="fill">What stands outside the picture.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RandomAffine(
        (double Low, double High) degrees, (double X, double Y) translate = default, (double Low, double High)? scale = null,
        (double Low, double High) shearX = default, (double Low, double High) shearY = default, WarpMode mode = WarpMode.Nearest, double fill = 0)
    {
        _degrees = Pictures.Range(degrees, -1e6, 1e6, nameof(RandomAffine), nameof(degrees));
        _translate = (Pictures.Probability(translate.X, nameof(RandomAffine), nameof(translate)),
            Pictures.Probability(translate.Y, nameof(RandomAffine), nameof(translate)));
        _scale = Pictures.Range(scale ?? (1, 1), 1e-6, 1e6, nameof(RandomAffine), nameof(scale));
        _shearX = Pictures.Range(shearX, -89, 89, nameof(RandomAffine), nameof(shearX));
        _shearY = Pictures.Range(shearY, -89, 89, nameof(RandomAffine), nameof(shearY));
        _mode = Pictures.Mode(mode, nameof(RandomAffine));
        _fill = Check.Finite(fill);
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor picture, Philox random)
    {
        Pictures.Check(picture, nameof(RandomAffine));
        Pictures.CheckFill(_fill, picture.DataType, nameof(RandomAffine));
        int height = Pictures.Height(picture), width = Pictures.Width(picture);
        double x = _translate.X * width, y = _translate.Y * height;
        Warp warp = Warp.Inverse(
            Draws.Uniform(random, 0, _degrees),
            (Math.Round(Draws.Uniform(random, 1, (-x, x))), Math.Round(Draws.Uniform(random, 2, (-y, y)))),
            Draws.Uniform(random, 3, _scale), (Draws.Uniform(random, 4, _shearX), Draws.Uniform(random, 5, _shearY)), (0, 0));
        return warp.Apply(picture, height, width, _mode, _fill);
    }
}
