using Hillock.Data;
using Hillock.Images;
using Hillock.Tensors;

namespace Hillock.Tests.Images;

/// <summary>The pictures of <c>tools/oracle/pictures.py</c>, and what PIL reads in them.</summary>
internal static class PictureSamples
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Data", "images");

    public static string[] Names { get; } =
        [.. PictureFolder.List(Folder).Select(path => Path.GetFileName(path))];

    public static string PathOf(string name) => Path.Combine(Folder, name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    public static (int[] Shape, byte[] Pixels) Expected(string name)
    {
        NumericArray array = NpyFile.Read(PathOf(name + ".npy"));
        return ([.. array.Shape], Array.ConvertAll(array.ToDouble(), value => (byte)value));
    }

    public static byte[] Pixels(Tensor picture)
    {
        byte[] pixels = picture.AsReadOnlySpan<byte>().ToArray();
        GC.KeepAlive(picture);
        return pixels;
    }
}
