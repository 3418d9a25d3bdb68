using System.Globalization;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>Subtracts a mean from each channel and divides by a deviation: <c>y[c] = (x[c] − mean[c])/deviation[c]</c>. Source: torchvision's <c>Normalize</c>.</summary>
/// <remarks>For pictures of a floating-point type. Bytes are refused: they have no room for the result.</remarks>
public sealed class NormalizeChannels : IImageTransform
{
    private readonly double[] _mean, _deviation;

    /// <summary>Makes the transform.</summary>
    /// <param name="mean">The mean of each channel, or one for all.</param>
    /// <param name="deviation">The standard deviation of each channel, or one for all; not 0.</param>
    /// <exception cref="ArgumentException">There are none, not as many of one as of the other, a number is not finite, or a deviation is 0.</exception>
    /// <example>
    /// <code>
    /// NormalizeChannels normalize = new NormalizeChannels([0.5], [0.25]);
    /// Console.WriteLine(normalize.Apply(Tensor.From([0f, 0.5f, 1], [1, 3]), default).Flatten()); // float32 [3] [-2,  0,  2]
    /// </code>
    /// </example>
    public NormalizeChannels(ReadOnlySpan<double> mean, ReadOnlySpan<double> deviation)
    {
        (_mean, _deviation) = (mean.ToArray(), deviation.ToArray());
        if (_mean.Length == 0 || _mean.Length != _deviation.Length)
        {
            throw new ArgumentException(
                $"NormalizeChannels expects a mean and a deviation for each channel but got {_mean.Length} and {_deviation.Length}; give as many of both, or one " +
                "for all channels.", nameof(mean));
        }

        int bad = Array.FindIndex(_mean, value => !double.IsFinite(value));
        if (bad >= 0)
        {
            throw Unfit(nameof(mean), bad, _mean[bad], "finite number");
        }

        bad = Array.FindIndex(_deviation, value => !double.IsFinite(value) || value == 0);
        if (bad >= 0)
        {
            throw Unfit(nameof(deviation), bad, _deviation[bad], "finite number other than 0");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The picture is of whole numbers, or has another number of channels.</exception>
    public Tensor Apply(Tensor picture, Philox random)
    {
        Pictures.Check(picture, nameof(NormalizeChannels));
        int channels = picture.Rank == 2 ? 1 : picture.Shape[0];
        if (!picture.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"NormalizeChannels expects a picture of a floating-point type but got {picture.DataType.Name()}; convert it by To(DataType.Float32) / 255.",
                nameof(picture));
        }

        if (_mean.Length != 1 && _mean.Length != channels)
        {
            throw new ArgumentException(
                $"NormalizeChannels was made for {_mean.Length} channels but got a picture of {picture.Shape}; give one mean and deviation for each channel.",
                nameof(picture));
        }

        Tensor wide = Pictures.Wide(picture);
        Shape shape = [_mean.Length, 1, 1];
        Tensor y = (wide - Of(_mean)) / Of(_deviation);
        return y.To(picture.DataType);

        Tensor Of(double[] numbers)
        {
            Tensor tensor = Tensor.From(numbers, shape).To(wide.DataType);
            return picture.Rank == 2 ? tensor.Select(0, 0) : tensor;
        }
    }

    private static ArgumentException Unfit(string name, int index, double value, string expected) => new(
        string.Create(CultureInfo.InvariantCulture, $"NormalizeChannels expects each {name} to be a {expected} but number {index} is {value}; replace it."), name);
}
