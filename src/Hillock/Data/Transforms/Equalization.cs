using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>
/// Each channel with its levels spread so that about as many pixels have each: Pillow's <c>ImageOps.equalize</c>. Values of floating-point types count as the
/// nearest of 256 levels, which is what they become.
/// </summary>
/// <remarks>
/// With <c>n</c> pixels of which <c>m</c> have the highest level that occurs, and <c>s = ⌊(n − m)/255⌋</c>: level <c>i</c> becomes
/// <c>min(255, ⌊(⌊s/2⌋ + pixels below level i)/s⌋)</c>; where <c>s</c> is 0 nothing changes.
/// </remarks>
internal static class Equalization
{
    private const int Levels = 256;

    internal static Tensor Apply(Tensor picture)
    {
        Tensor levels = picture.DataType == DataType.UInt8 ? picture : Pictures.Narrow(Pictures.Wide(picture) * (Levels - 1), DataType.UInt8, rounds: true);
        byte[] pixels = levels.ToArray<byte>();
        int plane = Pictures.Height(picture) * Pictures.Width(picture);
        for (int i = 0; i < pixels.Length / plane; i++)
        {
            Spread(pixels.AsSpan(i * plane, plane));
        }

        Tensor result = Tensor.From(pixels, picture.Shape.Dimensions.ToArray());
        return picture.DataType == DataType.UInt8 ? result : (Pictures.Wide(result) / (Levels - 1)).To(picture.DataType);
    }

    private static void Spread(Span<byte> pixels)
    {
        int[] counts = new int[Levels];
        byte highest = 0;
        foreach (byte pixel in pixels)
        {
            counts[pixel]++;
            highest = Math.Max(highest, pixel);
        }

        int step = (pixels.Length - counts[highest]) / (Levels - 1);
        if (step == 0)
        {
            return;
        }

        byte[] becomes = new byte[Levels];
        long below = step / 2;
        for (int i = 0; i < Levels; i++)
        {
            becomes[i] = (byte)Math.Min(Levels - 1, below / step);
            below += counts[i];
        }

        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = becomes[pixels[i]];
        }
    }
}
