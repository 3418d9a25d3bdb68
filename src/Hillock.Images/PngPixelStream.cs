namespace Hillock.Images;

/// <summary>The packed pixels of a PNG file, whose parts stand in several chunks, one after the other and without a copy.</summary>
/// <param name="file">The file.</param>
/// <param name="parts">Where they are.</param>
internal sealed class PngPixelStream(ReadOnlyMemory<byte> file, IReadOnlyList<(int Start, int Length)> parts) : ReadOnlyStream
{
    private int _part, _read;

    public override int Read(Span<byte> buffer)
    {
        while (_part < parts.Count && _read == parts[_part].Length)
        {
            (_part, _read) = (_part + 1, 0);
        }

        if (_part == parts.Count)
        {
            return 0;
        }

        int count = Math.Min(buffer.Length, parts[_part].Length - _read);
        file.Span.Slice(parts[_part].Start + _read, count).CopyTo(buffer);
        _read += count;
        return count;
    }
}
