using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>
/// Fills squares about random pixels, as far as they lie in the picture. Source: DeVries and Taylor, "Improved regularization of convolutional neural networks
/// with cutout" (2017).
/// </summary>
/// <remarks>
/// A square of length <c>n</c> about row <c>i</c> has the rows <c>i − ⌊n/2⌋</c> to <c>i − ⌊n/2⌋ + n − 1</c>, and so with columns; each pixel is equally often
/// its middle.
/// </remarks>
public sealed class Cutout : IImageTransform
{
    private readonly int _length, _holes;
    private readonly double _fill;

    /// <summary>Makes the transform.</summary>
    /// <param name="length">The length of the squares' edges in pixels, at least 1.</param>
    /// <param name="holes">How many squares, at least 1; they may overlap.</param>
    /// <param name="fill">What to put there.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public Cutout(int length, int holes = 1, double fill = 0)
    {
        (_length, _holes) = (Pictures.Count(length, nameof(Cutout), nameof(length)), Pictures.Count(holes, nameof(Cutout), nameof(holes)));
        _fill = Check.Finite(fill);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The fill does not fit the picture's type.</exception>
    public Tensor Apply(Tensor picture, Philox random)
    {
        Pictures.Check(picture, nameof(Cutout));
        Pictures.CheckFill(_fill, picture.DataType, nameof(Cutout));
        int height = Pictures.Height(picture), width = Pictures.Width(picture);
        for (int i = 0; i < _holes; i++)
        {
            long top = Draws.Below(random, 2 * i, height) - (_length / 2), left = Draws.Below(random, (2 * i) + 1, width) - (_length / 2);
            Tensor inside = Pictures.Rectangle(
                height, width, (int)Math.Max(0, top), (int)Math.Min(height, top + _length), (int)Math.Max(0, left), (int)Math.Min(width, left + _length));
            picture = F.Where(inside, Tensor.Scalar(_fill, picture.DataType), picture);
        }

        return picture;
    }
}
