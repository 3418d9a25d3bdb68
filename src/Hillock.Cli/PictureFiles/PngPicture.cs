using Hillock.Data.Transforms;
using Hillock.Images;
using Hillock.Tensors;

namespace Hillock.Cli.PictureFiles;

/// <summary>A small picture as PNG, for a page.</summary>
internal static class PngPicture
{
    /// <summary>The longest side that a page holds; larger pictures are made smaller.</summary>
    private const int LongestSide = 96;

    /// <summary>Pixels of 0 to 255, or of 0 to 1 where none is above 1.</summary>
    /// <param name="pixels">Channel after channel, row after row.</param>
    /// <param name="channels">3 for red, green and blue; of any other number the first is shown in grey.</param>
    /// <param name="height">The rows.</param>
    /// <param name="width">The columns.</param>
    /// <returns>An address with the picture in it.</returns>
    public static string DataAddress(ReadOnlySpan<float> pixels, int channels, int height, int width)
    {
        float factor = 1;
        foreach (float pixel in pixels)
        {
            factor = Math.Max(factor, pixel);
        }

        factor = factor > 1 ? 1 : 255;
        byte[] bytes = new byte[(channels == 3 ? 3 : 1) * height * width];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)Math.Clamp(MathF.Round(factor * pixels[i]), 0, 255);
        }

        return DataAddress(Tensor.From(bytes, [bytes.Length / (height * width), height, width]));
    }

    /// <summary>A picture of bytes, <c>[channels, height, width]</c>.</summary>
    /// <returns>An address with the picture in it, as large as a page has room for.</returns>
    public static string DataAddress(Tensor picture)
    {
        (int height, int width) = (picture.Shape[1], picture.Shape[2]);
        int longest = Math.Max(height, width);
        if (longest > LongestSide)
        {
            picture = new Resize((Math.Max(1, height * LongestSide / longest), Math.Max(1, width * LongestSide / longest))).Apply(picture, default);
        }

        using MemoryStream file = new();
        Picture.WritePng(file, picture);
        return $"data:image/png;base64,{Convert.ToBase64String(file.ToArray())}";
    }
}
