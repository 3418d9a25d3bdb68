using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>Changes of colours by torchvision's formulas; of bytes, results are cut off to whole numbers as by Pillow.</summary>
internal static class Colours
{
    /// <summary>Weights of red, green and blue in gray: ITU-R BT.601.</summary>
    private const double Red = 0.2989, Green = 0.587, Blue = 0.114;

    /// <summary>The gray of colours, of one channel, in the wide type; of bytes a whole number.</summary>
    internal static Tensor Gray(Tensor picture)
    {
        Tensor x = Pictures.Wide(picture);
        if (picture.Rank == 2 || picture.Shape[0] == 1)
        {
            return x;
        }

        Tensor gray = (x.Slice(0, 0, 1) * Red) + (x.Slice(0, 1, 2) * Green) + (x.Slice(0, 2, 3) * Blue);
        return picture.DataType == DataType.UInt8 ? Pictures.Wide(gray.To(DataType.UInt8)) : gray;
    }

    /// <summary>Black and the picture: <c>f·x</c>.</summary>
    internal static Tensor Brightness(Tensor picture, double factor) => Bounded(Pictures.Wide(picture) * factor, picture);

    /// <summary>The mean gray and the picture: <c>f·x + (1 − f)·mean</c>.</summary>
    internal static Tensor Contrast(Tensor picture, double factor)
    {
        Tensor mean = F.Mean(Gray(picture));
        if (picture.DataType == DataType.UInt8)
        {
            // As Pillow: the nearest whole number.
            mean = Pictures.Wide(Pictures.Narrow(mean, DataType.UInt8, rounds: true));
        }

        return Bounded((Pictures.Wide(picture) * factor) + (mean * (1 - factor)), picture);
    }

    /// <summary>The gray picture and the picture: <c>f·x + (1 − f)·gray</c>.</summary>
    internal static Tensor Saturation(Tensor picture, double factor) => picture.Rank == 2 || picture.Shape[0] == 1
        ? picture
        : Bounded((Pictures.Wide(picture) * factor) + (Gray(picture) * (1 - factor)), picture);

    /// <summary>Colours turned around the circle of hues by a share of it; value and saturation stay.</summary>
    internal static Tensor Hue(Tensor picture, double shift)
    {
        if (picture.Rank == 2 || picture.Shape[0] == 1 || shift == 0)
        {
            return picture;
        }

        Tensor x = Pictures.Wide(picture);
        Tensor largest = F.Max(x, 0, keepDims: true), range = largest - F.Min(x, 0, keepDims: true);
        Tensor divisor = F.Where(F.Equal(range, 0), 1, range);
        Tensor r = x.Slice(0, 0, 1), g = x.Slice(0, 1, 2), b = x.Slice(0, 2, 3);

        // The hue in sixths of the circle, counted from red.
        Tensor hue = F.Where(
            F.Equal(largest, r), (g - b) / divisor, F.Where(F.Equal(largest, g), ((b - r) / divisor) + 2, ((r - g) / divisor) + 4));

        // Each channel is the value less the range times a trapezium of the hue, shifted by 5, 3 and 1 sixths.
        Tensor[] channels = new Tensor[3];
        for (int c = 0; c < 3; c++)
        {
            // One circle more, so that no place is negative.
            Tensor place = hue + ((6 * shift) + 11 - (2 * c));
            place = place - (6 * Whole(place / 6));
            channels[c] = largest - (range * F.Clamp(F.Minimum(place, 4 - place), 0, 1));
        }

        return Bounded(F.Concat(channels, 0), picture);
    }

    /// <summary>A smoothed picture and the picture; the border stays: <c>f·x + (1 − f)·smooth</c> with weights 1, and 5 in the middle, of 13.</summary>
    internal static Tensor Sharpness(Tensor picture, double factor)
    {
        int height = Pictures.Height(picture), width = Pictures.Width(picture);
        if (height < 3 || width < 3)
        {
            return picture;
        }

        Tensor x = Pictures.Wide(picture);
        Tensor sum = x.Slice(-2, 1, height - 1).Slice(-1, 1, width - 1) * 4;
        for (int i = 0; i < 9; i++)
        {
            sum = sum + x.Slice(-2, i / 3, height - 2 + (i / 3)).Slice(-1, i % 3, width - 2 + (i % 3));
        }

        Tensor smooth = sum / 13;
        smooth = picture.DataType == DataType.UInt8 ? Pictures.Wide(Pictures.Narrow(smooth, DataType.UInt8, rounds: true)) : smooth;
        Tensor other = F.Where(Pictures.Rectangle(height, width, 1, height - 1, 1, width - 1), F.Pad(F.Pad(smooth, 1, 1, -2), 1, 1, -1), x);
        return Bounded((x * factor) + (other * (1 - factor)), picture);
    }

    /// <summary>Each channel stretched to reach from black to white; a channel of one value stays.</summary>
    internal static Tensor AutoContrast(Tensor picture)
    {
        Tensor x = Pictures.Wide(picture);
        Tensor low = F.Min(x, [-2, -1], keepDims: true), range = F.Max(x, [-2, -1], keepDims: true) - low;
        return Bounded(F.Where(F.Equal(range, 0), x, (x - low) * (Pictures.White(picture) / F.Where(F.Equal(range, 0), 1, range))), picture);
    }

    /// <summary>Values at or above a threshold turned over: <c>white − x</c>.</summary>
    internal static Tensor Solarize(Tensor picture, double threshold)
    {
        Tensor x = Pictures.Wide(picture);
        return Pictures.Narrow(F.Where(x >= threshold, Pictures.White(picture) - x, x), picture.DataType, rounds: false);
    }

    /// <summary>Values cut off to so many bits: <c>⌊2ᵇ·x⌋/2ᵇ</c>, white as the value below it; of bytes the upper bits.</summary>
    internal static Tensor Posterize(Tensor picture, int bits)
    {
        double levels = 1 << bits;
        if (picture.DataType == DataType.UInt8)
        {
            double step = 256 / levels;
            return Pictures.Narrow(Whole(Pictures.Wide(picture) / step) * step, picture.DataType, rounds: false);
        }

        return (F.Clamp(Whole(Pictures.Wide(picture) * levels), 0, levels - 1) / levels).To(picture.DataType);
    }

    /// <summary>The whole part of numbers of 0 or more, a constant for gradients.</summary>
    private static Tensor Whole(Tensor x) => x.Detach().To(DataType.Int64).To(x.DataType);

    private static Tensor Bounded(Tensor x, Tensor picture) =>
        Pictures.Narrow(F.Clamp(x, 0, Pictures.White(picture)), picture.DataType, rounds: false);
}
