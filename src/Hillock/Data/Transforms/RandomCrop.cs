using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>A part of a picture at a random place, each equally probable, after putting a border around it. Source: torchvision's <c>RandomCrop</c>.</summary>
public sealed class RandomCrop : IImageTransform
{
    private readonly int _height, _width, _above, _beside;
    private readonly bool _padIfNeeded;
    private readonly double _fill;
    private readonly PaddingMode _paddingMode;

    /// <summary>Makes the transform.</summary>
    /// <param name="size">The height and width of the part, or one number for both.</param>
    /// <param name="padding">How many pixels to put above and below, and on the left and on the right, or one number for both.</param>
    /// <param name="padIfNeeded">Whether a picture that is smaller gets, on both sides, as many more as it lacks; otherwise it is refused.</param>
    /// <param name="fill">What to put there, with <see cref="PaddingMode.Zeros"/>.</param>
    /// <param name="paddingMode">What to put there: the fill (<see cref="PaddingMode.Zeros"/>), or pixels of the picture.</param>
    /// <exception cref="ArgumentException">A length is below 1, or there are three.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A padding is negative, the fill is not finite, or there is no such mode.</exception>
    public RandomCrop(
        PerAxis size, PerAxis padding = default, bool padIfNeeded = false, double fill = 0, PaddingMode paddingMode = PaddingMode.Zeros)
    {
        (_height, _width) = Pictures.Size(size, nameof(RandomCrop));
        int[] sides = padding.Of(2, nameof(padding), 0);
        (_above, _beside) = (sides[0], sides[1]);
        _fill = Numbers.Check.Finite(fill);
        _padIfNeeded = padIfNeeded;
        _paddingMode = Enum.IsDefined(paddingMode) ? paddingMode : throw new ArgumentOutOfRangeException(
            nameof(paddingMode), paddingMode, $"RandomCrop expects a mode of PaddingMode but got {paddingMode}; choose one, such as Reflect.");
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The picture with its border is smaller than the part, or too small to be mirrored.</exception>
    public Tensor Apply(Tensor picture, Philox random)
    {
        Pictures.Check(picture, nameof(RandomCrop));
        Pictures.CheckFill(_fill, picture.DataType, nameof(RandomCrop));
        Tensor padded = Pad(Pad(picture, -2, _above), -1, _beside);
        if (_padIfNeeded)
        {
            padded = Pad(padded, -2, Math.Max(0, _height - Pictures.Height(padded)));
            padded = Pad(padded, -1, Math.Max(0, _width - Pictures.Width(padded)));
        }

        int down = Pictures.Height(padded) - _height, right = Pictures.Width(padded) - _width;
        if (down < 0 || right < 0)
        {
            throw new ArgumentException(
                $"RandomCrop expects a picture of at least {_height} by {_width} with its padding but got {picture.Shape}, {Pictures.Height(padded)} by " +
                $"{Pictures.Width(padded)} with its padding; set padIfNeeded, pad more, or crop less.", nameof(picture));
        }

        int top = Draws.Below(random, 0, down + 1), left = Draws.Below(random, 1, right + 1);
        return padded.Slice(-2, top, top + _height).Slice(-1, left, left + _width);
    }

    private Tensor Pad(Tensor picture, int axis, int count) => count == 0 ? picture : _paddingMode switch
    {
        PaddingMode.Reflect => F.ReflectionPad(picture, count, count, axis),
        PaddingMode.Replicate => F.ReplicationPad(picture, count, count, axis),
        PaddingMode.Circular => F.CircularPad(picture, count, count, axis),
        _ => F.Pad(picture, count, count, axis, _fill),
    };
}
