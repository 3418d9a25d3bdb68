using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>Brightness, contrast, saturation and hue changed at random, in random order. Source: torchvision's <c>ColorJitter</c>.</summary>
/// <remarks>
/// With a factor <c>f</c>, uniform in its range, a picture becomes <c>f·x + (1 − f)·z</c>, kept between black and white: for brightness <c>z</c> is black, for
/// contrast the mean gray, for saturation each pixel's gray, <c>0.2989·red + 0.587·green + 0.114·blue</c>. The hue is turned by a share of the circle of hues;
/// saturation and value in the sense of HSV stay. Gray pictures have neither saturation nor hue to change. Bytes are cut off to whole numbers, as by Pillow.
/// </remarks>
public sealed class ColorJitter : IImageTransform
{
    private readonly (double Low, double High)? _brightness, _contrast, _saturation, _hue;

    /// <summary>
    /// Makes the transform with ranges around no change: factors from <c>max(0, 1 − b)</c> to <c>1 + b</c>, shifts from <c>−h</c> to <c>h</c>.
    /// </summary>
    /// <param name="brightness">The largest change of brightness, 0 or more; 0 leaves it as it is.</param>
    /// <param name="contrast">The largest change of contrast.</param>
    /// <param name="saturation">The largest change of saturation.</param>
    /// <param name="hue">The largest shift of the hue, 0 to 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public ColorJitter(double brightness = 0, double contrast = 0, double saturation = 0, double hue = 0)
        : this(
            Around(brightness, nameof(brightness)), Around(contrast, nameof(contrast)), Around(saturation, nameof(saturation)),
            hue == 0 ? null : (-hue, hue))
    {
    }

    /// <summary>Makes the transform with ranges of factors and shifts; null leaves a property as it is.</summary>
    /// <param name="brightness">The least and the largest factor, 0 or more.</param>
    /// <param name="contrast">The least and the largest factor, 0 or more.</param>
    /// <param name="saturation">The least and the largest factor, 0 or more.</param>
    /// <param name="hue">The least and the largest shift, −0.5 to 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <example>
    /// <code>
    /// ColorJitter brighter = new ColorJitter(brightness: (1.5, 1.5), contrast: null, saturation: null, hue: null);
    /// Console.WriteLine(brighter.Apply(Tensor.From([0f, 0.5f, 1], [1, 3]), default).Flatten()); // float32 [3] [   0, 0.75,    1]
    /// </code>
    /// </example>
    public ColorJitter(
        (double Low, double High)? brightness, (double Low, double High)? contrast, (double Low, double High)? saturation, (double Low, double High)? hue)
    {
        _brightness = Factors(brightness, nameof(brightness));
        _contrast = Factors(contrast, nameof(contrast));
        _saturation = Factors(saturation, nameof(saturation));
        _hue = hue is { } range ? Pictures.Range(range, -0.5, 0.5, nameof(ColorJitter), nameof(hue)) : null;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The picture has neither one nor three channels.</exception>
    public Tensor Apply(Tensor picture, Philox random)
    {
        Pictures.CheckChannels(picture, nameof(ColorJitter));
        Span<int> order = [0, 1, 2, 3];
        TransformKey.Part(random, 0).Shuffle(order);
        foreach (int change in order)
        {
            picture = change switch
            {
                0 => _brightness is { } range ? Colours.Brightness(picture, Draws.Uniform(random, 0, range)) : picture,
                1 => _contrast is { } range ? Colours.Contrast(picture, Draws.Uniform(random, 1, range)) : picture,
                2 => _saturation is { } range ? Colours.Saturation(picture, Draws.Uniform(random, 2, range)) : picture,
                _ => _hue is { } range ? Colours.Hue(picture, Draws.Uniform(random, 3, range)) : picture,
            };
        }

        return picture;
    }

    private static (double Low, double High)? Around(double change, string name) =>
        Check.NonNegative(change, name) == 0 ? null : (Math.Max(0, 1 - change), 1 + change);

    private static (double Low, double High)? Factors((double Low, double High)? range, string name) =>
        range is { } given ? Pictures.Range(given, 0, 1e6, nameof(ColorJitter), name) : null;
}
