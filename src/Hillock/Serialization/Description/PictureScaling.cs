using Hillock.Tensors;

namespace Hillock.Serialization.Description;

/// <summary>
/// How the pixels of pictures, bytes from 0 to 255, are shifted and scaled for a network, channel by channel: it takes <c>(pixel − mean) / deviation</c>.
/// </summary>
/// <param name="Mean">What is subtracted in each channel.</param>
/// <param name="Deviation">What the rest is divided by in each channel, above 0.</param>
public sealed record PictureScaling(IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation)
{
    /// <summary>Scales pictures.</summary>
    /// <param name="pictures">Bytes, <c>[pictures, channels, height, width]</c>.</param>
    /// <returns>Float32 of the same shape, each number computed in float64 and rounded once.</returns>
    /// <exception cref="ArgumentException">These are no bytes, have another shape, or other channels than there are means.</exception>
    /// <example>
    /// <code>
    /// var scaling = new PictureScaling([100], [50]);
    /// Tensor pictures = Tensor.From(new byte[] { 0, 100, 150, 250 }, [1, 1, 2, 2]);
    /// Console.WriteLine(scaling.Apply(pictures).Flatten()); // float32 [4] [-2,  0,  1,  3]
    /// </code>
    /// </example>
    public Tensor Apply(Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.DataType != DataType.UInt8 || pictures.Rank != 4 || pictures.Shape[1] != Mean.Count || Deviation.Count != Mean.Count)
        {
            throw new ArgumentException(
                $"PictureScaling.Apply expects bytes of [pictures, {Mean.Count}, height, width] and as many deviations as means but got " +
                $"{pictures.DataType.Name()} {pictures.Shape} and {Deviation.Count} deviations; read pictures with these channels.", nameof(pictures));
        }

        Tensor whole = pictures.Contiguous(), scaled = Tensor.Empty(pictures.Shape);
        Apply(whole.Reach<byte>(), scaled.Reach<float>(), pictures.Shape[2] * pictures.Shape[3]);
        GC.KeepAlive(whole);
        GC.KeepAlive(scaled);
        return scaled;
    }

    /// <summary>Scales pixels, plane after plane.</summary>
    internal void Apply(ReadOnlySpan<byte> pixels, Span<float> scaled, int plane)
    {
        float[][] tables = [.. Mean.Zip(Deviation, static (mean, deviation) => Table(mean, deviation))];
        for (int i = 0; i < pixels.Length; i++)
        {
            scaled[i] = tables[i / plane % tables.Length][pixels[i]];
        }
    }

    private static float[] Table(double mean, double deviation) => [.. Enumerable.Range(0, 256).Select(pixel => (float)((pixel - mean) / deviation))];
}
