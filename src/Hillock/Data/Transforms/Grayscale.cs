using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>
/// The gray of a picture: <c>0.2989·red + 0.587·green + 0.114·blue</c>, cut off to a whole number for bytes. Source: torchvision's <c>Grayscale</c>, on
/// tensors.
/// </summary>
public sealed class Grayscale : IImageTransform
{
    private readonly int _channels;

    /// <summary>Makes the transform.</summary>
    /// <param name="channels">1, or 3 for three equal channels.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is neither.</exception>
    /// <example>
    /// <code>
    /// Tensor white = Tensor.Full([3, 2, 2], 255, DataType.UInt8);
    /// Console.WriteLine(new Grayscale().Apply(white, default).Flatten()); // uint8 [4] [254, 254, 254, 254]
    /// </code>
    /// </example>
    public Grayscale(int channels = 1) => _channels = channels is 1 or 3 ? channels : throw new ArgumentOutOfRangeException(
        nameof(channels), channels, $"Grayscale expects 1 or 3 channels but got {channels}; 3 are equal ones, for networks that take colours.");

    /// <inheritdoc/>
    /// <returns><c>[channels, H, W]</c>; of <c>[H, W]</c> and one channel <c>[H, W]</c>.</returns>
    /// <exception cref="ArgumentException">The picture has neither one nor three channels.</exception>
    public Tensor Apply(Tensor picture, Philox random)
    {
        Pictures.CheckChannels(picture, nameof(Grayscale));
        bool isGray = picture.Rank == 2 || picture.Shape[0] == 1;
        Tensor gray = isGray ? picture : Pictures.Narrow(Colours.Gray(picture), picture.DataType, rounds: false);
        return _channels == 1 ? gray : gray.Expand(3, Pictures.Height(picture), Pictures.Width(picture));
    }
}
