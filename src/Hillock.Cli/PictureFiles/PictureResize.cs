using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Cli.PictureFiles;

/// <summary>
/// Brings pictures to a size, without keeping their proportions: an axis that becomes shorter has the mean of what falls into each pixel, as of PyTorch's
/// <c>interpolate(mode="area")</c>; one that becomes longer is interpolated linearly, ends on ends (<c>align_corners=False</c>).
/// </summary>
internal static class PictureResize
{
    /// <summary>A picture at a size.</summary>
    /// <param name="picture">Bytes, <c>[channels, height, width]</c>.</param>
    /// <param name="height">The rows.</param>
    /// <param name="width">The columns.</param>
    /// <returns>Bytes, rounded to the nearest, halves to the even.</returns>
    public static Tensor To(Tensor picture, int height, int width)
    {
        (int channels, int rows, int columns) = (picture.Shape[0], picture.Shape[1], picture.Shape[2]);
        if ((rows, columns) == (height, width))
        {
            return picture;
        }

        using GradientScope off = Gradients.Disabled();
        Tensor numbers = picture.To(DataType.Float32).Reshape([1, channels, rows, columns]);
        if (rows > height || columns > width)
        {
            numbers = F.AdaptiveAvgPool2d(numbers, (Math.Min(rows, height), Math.Min(columns, width)));
        }

        if (rows < height || columns < width)
        {
            numbers = F.Interpolate(numbers, size: (height, width), mode: InterpolationMode.Bilinear);
        }

        float[] values = numbers.ToArray<float>();
        return Tensor.From(Array.ConvertAll(values, static value => (byte)Math.Clamp(MathF.Round(value), 0, 255)), [channels, height, width]);
    }
}
