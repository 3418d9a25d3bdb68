using System.Globalization;
using Hillock.Data;

namespace Hillock.Images;

/// <summary>A place in a file that is looked through; each step checks that the file is that long.</summary>
internal ref struct FileWalk(ReadOnlySpan<byte> file, string source, string kind)
{
    private readonly ReadOnlySpan<byte> _file = file;

    /// <summary>Bytes before the place.</summary>
    internal int Offset { get; private set; }

    /// <summary>The bytes from the place on.</summary>
    internal readonly ReadOnlySpan<byte> Rest => _file[Offset..];

    /// <summary>Goes past some bytes and gives them.</summary>
    internal ReadOnlySpan<byte> Take(long count)
    {
        if (count > _file.Length - Offset)
        {
            throw Fault($"the file ends early, after {Number(_file.Length)} bytes", "it was cut off: copy or download it again");
        }

        ReadOnlySpan<byte> taken = _file.Slice(Offset, (int)count);
        Offset += (int)count;
        return taken;
    }

    /// <summary>The picture is damaged at this place.</summary>
    internal readonly DataFormatException Fault(string problem, string remedy = "the file is damaged: copy or download it again, or save it anew") =>
        new DataFormatException(source, $"offset {Number(Offset)}", $"{kind}: {problem}", remedy);

    /// <summary>Refuses what has more pixels than allowed.</summary>
    internal readonly void CheckSize(long width, long height, long maximumPixels)
    {
        if (width < 1 || height < 1)
        {
            throw Fault($"the size is {Number(width)} × {Number(height)}, and at least 1 × 1 is expected");
        }

        if (width > maximumPixels / height)
        {
            throw Fault(
                $"the size is {Number(width)} × {Number(height)}, and at most {PictureFile.Pixels(maximumPixels)} are allowed",
                "raise maximumPixels if you trust the file, or scale it down");
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
