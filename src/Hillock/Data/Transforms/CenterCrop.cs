using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>The middle of a picture; where the picture is smaller, zeros stand around it. Source: torchvision's <c>CenterCrop</c>.</summary>
/// <remarks>
/// The crop begins at <c>round((H − height)/2)</c>, halves to the even number; a picture that lacks an odd number of rows gets one more below than above, and so
/// with columns.
/// </remarks>
public sealed class CenterCrop : IImageTransform
{
    private readonly int _height, _width;

    /// <summary>Makes the transform.</summary>
    /// <param name="size">The height and width, or one number for both.</param>
    /// <exception cref="ArgumentException">A length is below 1, or there are three.</exception>
    public CenterCrop(PerAxis size) => (_height, _width) = Pictures.Size(size, nameof(CenterCrop));

    /// <inheritdoc/>
    public Tensor Apply(Tensor picture, Philox random)
    {
        Pictures.Check(picture, nameof(CenterCrop));
        return Along(Along(picture, -2, _height), -1, _width);
    }

    private static Tensor Along(Tensor picture, int axis, int length)
    {
        int own = picture.Shape[picture.Rank + axis];
        if (own < length)
        {
            int missing = length - own;
            return F.Pad(picture, missing / 2, missing - (missing / 2), axis);
        }

        int start = (int)Math.Round((own - length) / 2.0, MidpointRounding.ToEven);
        return picture.Slice(axis, start, start + length);
    }
}
