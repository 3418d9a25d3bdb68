using Hillock.Data;
using Hillock.Numbers;
using Hillock.Tensors;

namespace SparseCoding;

/// <summary>Square parts of pictures, as signals to code.</summary>
internal static class Patches
{
    // Of 1 for a patch that is half black and half white: less is background.
    private const double LeastContrast = 0.1;

    /// <summary>Draws patches at random places, each with its mean taken away and divided by its length; those without contrast are left out.</summary>
    /// <param name="images">The pictures, <c>[images, height, width]</c> of bytes.</param>
    /// <param name="side">The height and width of a patch.</param>
    /// <param name="count">How many patches.</param>
    /// <param name="seed">Chooses the places.</param>
    /// <returns><c>[patches, side·side]</c>; fewer than asked for where pictures are empty.</returns>
    public static Tensor Draw(NumericArray images, int side, int count, ulong seed)
    {
        if (images.Rank != 3 || images.ElementType != ElementType.UInt8 || images.Shape[1] < side || images.Shape[2] < side)
        {
            throw new ArgumentException($"The file must hold pictures of bytes, at least {side} pixels high and wide.");
        }

        (int number, int height, int width) = (images.Shape[0], images.Shape[1], images.Shape[2]);
        ReadOnlySpan<byte> pixels = images.Values<byte>();
        Philox random = new(seed);
        List<float> values = [];
        double[] patch = new double[side * side];
        for (ulong attempt = 0; values.Count < count * patch.Length && attempt < 20 * (ulong)count; attempt++)
        {
            int image = (int)random.Below(3 * attempt, (uint)number);
            int top = (int)random.Below((3 * attempt) + 1, (uint)(height - side + 1));
            int left = (int)random.Below((3 * attempt) + 2, (uint)(width - side + 1));
            for (int i = 0; i < patch.Length; i++)
            {
                patch[i] = pixels[(((image * height) + top + (i / side)) * width) + left + (i % side)] / 255.0;
            }

            double mean = patch.Average();
            double length = Math.Sqrt(patch.Sum(value => (value - mean) * (value - mean)));
            if (length > LeastContrast * side / 2)
            {
                values.AddRange(patch.Select(value => (float)((value - mean) / length)));
            }
        }

        return Tensor.From(values.ToArray(), [values.Count / patch.Length, patch.Length]);
    }
}
