using System.Globalization;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>What the transforms share: checks of their arguments, and the type they compute in.</summary>
internal static class Pictures
{
    /// <summary>Refuses what is no picture.</summary>
    internal static void Check(Tensor picture, string name)
    {
        ArgumentNullException.ThrowIfNull(picture);
        bool isType = picture.DataType == DataType.UInt8 || picture.DataType.IsFloatingPoint();
        if (picture.Rank is not (2 or 3) || picture.Length == 0 || !isType)
        {
            throw new ArgumentException(
                $"{name} expects a picture [C, H, W] or [H, W] with at least one pixel, of uint8 or a floating-point type, but got {picture.DataType.Name()} " +
                $"{picture.Shape}; {(isType ? "transform the pictures of a batch one by one, as ApplyToEach does" : "convert with To")}.", nameof(picture));
        }
    }

    /// <summary>Refuses pictures that are neither gray nor of red, green and blue.</summary>
    internal static int CheckChannels(Tensor picture, string name)
    {
        Check(picture, name);
        int channels = picture.Rank == 2 ? 1 : picture.Shape[0];
        return channels is 1 or 3 ? channels : throw new ArgumentException(
            $"{name} expects a picture of 1 channel (gray) or 3 (red, green, blue) but got {picture.Shape}; take off an alpha channel by Slice(0, 0, 3).",
            nameof(picture));
    }

    internal static int Height(Tensor picture) => picture.Shape[picture.Rank - 2];

    internal static int Width(Tensor picture) => picture.Shape[picture.Rank - 1];

    /// <summary>The largest value: that of white.</summary>
    internal static double White(Tensor picture) => picture.DataType == DataType.UInt8 ? 255 : 1;

    /// <summary>The picture in the type that is computed in: float64 for float64, otherwise float32.</summary>
    internal static Tensor Wide(Tensor picture) => picture.DataType == DataType.Float64 ? picture : picture.To(DataType.Float32);

    /// <summary>Back in the picture's type; bytes are kept in 0 to 255 and rounded to the nearest, halves up, or cut off.</summary>
    internal static Tensor Narrow(Tensor wide, DataType type, bool rounds) => type != DataType.UInt8
        ? wide.To(type)
        : F.Clamp(rounds ? wide + 0.5 : wide, 0, 255).To(DataType.UInt8);

    /// <summary>A size of one or two numbers as height and width.</summary>
    internal static (int Height, int Width) Size(PerAxis size, string transform, string name = "size")
    {
        int[] numbers = size.Numbers;
        if (numbers.Length is not (1 or 2) || numbers[0] < 1 || numbers[^1] < 1)
        {
            throw new ArgumentException(
                $"{transform} expects a {name} of one number or (height, width), each 1 or more, but got {(size.IsDefault ? "none" : size)}; give it as 32 or " +
                "(24, 32).", name);
        }

        return (numbers[0], numbers[^1]);
    }

    internal static double Probability(double value, string transform, string name = "probability") => value is >= 0 and <= 1 ? value
        : throw new ArgumentOutOfRangeException(
            name, value, string.Create(CultureInfo.InvariantCulture, $"{transform} expects a {name} from 0 to 1 but got {value}; 1 is always, 0 never."));

    /// <summary>A finite range that ascends, within bounds.</summary>
    internal static (double Low, double High) Range((double Low, double High) range, double least, double most, string transform, string name) =>
        range.Low >= least && range.Low <= range.High && range.High <= most && double.IsFinite(range.High) && double.IsFinite(range.Low) ? range
            : throw new ArgumentOutOfRangeException(
                name, range,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{transform} expects a {name} (low, high) with {least} <= low <= high <= {most}, finite numbers, but got ({range.Low}, {range.High}); " +
                    $"give the smaller one first."));

    /// <summary>A fill that the picture's type holds.</summary>
    internal static void CheckFill(double fill, DataType type, string transform)
    {
        if (type == DataType.UInt8 && !(fill is >= 0 and <= 255 && fill == Math.Floor(fill)))
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture, $"{transform} expects a fill that is a whole number from 0 to 255 for pictures of uint8 but got {fill}; give " +
                    $"such a one, or convert the pictures."), nameof(fill));
        }
    }
}
