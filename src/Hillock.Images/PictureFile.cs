using System.Globalization;
using Hillock.Data;

namespace Hillock.Images;

/// <summary>Takes the bytes of a picture from where they are, and puts them where they go.</summary>
internal static class PictureFile
{
    private const int Part = 1 << 16;

    /// <summary>Reads to the end, refusing more bytes than a picture of the allowed pixels can have.</summary>
    internal static ReadOnlyMemory<byte> ReadAll(Stream stream, string source, long maximumPixels)
    {
        // Four channels of sixteen bits, uncompressed, and room for what else files hold.
        long most = Math.Min(Array.MaxLength, checked((Math.Min(maximumPixels, int.MaxValue) * 8) + (16L << 20)));
        using MemoryStream all = new MemoryStream(stream.CanSeek ? (int)Math.Clamp(stream.Length - stream.Position, 0, most) : 0);
        byte[] part = new byte[Part];
        for (int count; (count = stream.Read(part)) > 0;)
        {
            if (all.Length + count > most)
            {
                throw new DataFormatException(
                    source, null, $"it has more than {most.ToString(CultureInfo.InvariantCulture)} bytes, which no picture of {Pixels(maximumPixels)} has",
                    "raise maximumPixels, or check that it is a picture");
            }

            all.Write(part, 0, count);
        }

        return all.GetBuffer().AsMemory(0, (int)all.Length);
    }

    /// <summary>Opens a file; a pipe, which would be waited for, and a folder are refused.</summary>
    internal static FileStream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"Cannot read {path}: it is a folder; name a picture, or use PictureFolder.");
        }

        if (File.Exists(path) && FileKinds.Of(RealPath.Of(path)) is FileKind.Pipe or FileKind.Socket)
        {
            throw new IOException($"Cannot read {path}: it is a pipe or a socket; name a file, or open it and give the stream.");
        }

        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
    }

    internal static string Pixels(long count) => count.ToString("N0", CultureInfo.InvariantCulture) + (count == 1 ? " pixel" : " pixels");
}
