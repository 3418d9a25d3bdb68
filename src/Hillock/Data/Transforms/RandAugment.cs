using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>
/// A few changes, each drawn from a list, of one strength. Sources: Cubuk and others, "RandAugment: practical automated data augmentation with a reduced
/// search space"
/// (2020); torchvision's <c>RandAugment</c>.
/// </summary>
/// <remarks>
/// The list, each change equally probable: none; shears and shifts along both axes, a turn; brightness, saturation, contrast, sharpness (factors
/// <c>1 ± 0.9·s</c>); posterize, solarize, stretched contrast, equalised levels. The strength is <c>s = magnitude/(bins − 1)</c>: shears by the tangent
/// <c>0.3·s</c>, shifts by <c>150/331·s</c> of the width or height, turns by <c>30·s</c> degrees, <c>8 − round(4·s)</c> bits, a threshold of <c>1 − s</c> of
/// white; a sign is drawn where there is one.
/// </remarks>
public sealed class RandAugment : IImageTransform
{
    private readonly int _changes;
    private readonly double _strength, _fill;
    private readonly WarpMode _mode;

    /// <summary>Makes the transform.</summary>
    /// <param name="changes">How many changes are made, one after the other; 0 or more.</param>
    /// <param name="magnitude">The strength, from 0 to below <paramref name="bins"/>.</param>
    /// <param name="bins">How many strengths there are, at least 2.</param>
    /// <param name="mode">How pixels are found in shears, shifts and turns.</param>
    /// <param name="fill">What stands outside the picture then.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RandAugment(int changes = 2, int magnitude = 9, int bins = 31, WarpMode mode = WarpMode.Nearest, double fill = 0)
    {
        _changes = changes == 0 ? 0 : Pictures.Count(changes, nameof(RandAugment), nameof(changes));
        if (bins < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(bins), bins, $"RandAugment expects 2 bins or more but got {bins}; 31 is usual.");
        }

        if (magnitude < 0 || magnitude >= bins)
        {
            throw new ArgumentOutOfRangeException(
                nameof(magnitude), magnitude, $"RandAugment expects a magnitude from 0 to {bins - 1} with {bins} bins but got {magnitude}; take one of these.");
        }

        (_strength, _fill, _mode) = ((double)magnitude / (bins - 1), Check.Finite(fill), Pictures.Mode(mode, nameof(RandAugment)));
    }

    /// <summary>The number of changes in the list.</summary>
    internal static int Kinds => 14;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The picture has neither one nor three channels, or the fill does not fit its type.</exception>
    public Tensor Apply(Tensor picture, Philox random)
    {
        Pictures.CheckChannels(picture, nameof(RandAugment));
        Pictures.CheckFill(_fill, picture.DataType, nameof(RandAugment));
        for (int i = 0; i < _changes; i++)
        {
            double sign = Draws.Uniform(random, (2 * i) + 1) < 0.5 ? -1 : 1;
            picture = Change(picture, Draws.Below(random, 2 * i, Kinds), sign);
        }

        return picture;
    }

    /// <summary>One change of the list.</summary>
    internal Tensor Change(Tensor picture, int kind, double sign)
    {
        double lean = sign * 0.3 * _strength, shift = sign * 150 / 331 * _strength, factor = 1 + (sign * 0.9 * _strength);
        int height = Pictures.Height(picture), width = Pictures.Width(picture);
        return kind switch
        {
            // Shears leave the upper left corner where it is, as Pillow's do.
            1 => Under(new Warp(1, lean, lean * height / 2.0, 0, 1, 0)),
            2 => Under(new Warp(1, 0, 0, lean, 1, lean * width / 2.0)),
            3 => Under(new Warp(1, 0, -(int)(shift * width), 0, 1, 0)),
            4 => Under(new Warp(1, 0, 0, 0, 1, -(int)(shift * height))),
            5 => Under(Warp.Inverse(-sign * 30 * _strength, (0, 0), 1, (0, 0), (0, 0))),
            6 => Colours.Brightness(picture, factor),
            7 => Colours.Saturation(picture, factor),
            8 => Colours.Contrast(picture, factor),
            9 => Colours.Sharpness(picture, factor),
            10 => Colours.Posterize(picture, 8 - (int)Math.Round(4 * _strength)),
            11 => Colours.Solarize(picture, Pictures.White(picture) * (1 - _strength)),
            12 => Colours.AutoContrast(picture),
            13 => Equalization.Apply(picture),
            _ => picture,
        };

        Tensor Under(Warp warp) => warp.Apply(picture, height, width, _mode, _fill);
    }
}
