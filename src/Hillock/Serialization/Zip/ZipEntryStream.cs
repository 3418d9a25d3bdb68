using System.IO.Compression;
using Hillock.Data;

namespace Hillock.Serialization.Zip;

/// <summary>The content of a member: never more bytes than the archive says, and its check sum compared once the last one is read.</summary>
internal sealed class ZipEntryStream : ReadOnlyStream
{
    private readonly Stream _content;
    private readonly ZipEntry _entry;
    private readonly string _source;
    private long _position;
    private uint _crc;

    public ZipEntryStream(Stream archive, ZipEntry entry, string source)
    {
        WindowStream window = new(archive, entry.DataOffset, entry.StoredSize);
        _content = entry.IsDeflated ? new DeflateStream(window, CompressionMode.Decompress) : window;
        _entry = entry;
        _source = source;
        if (entry.Size == 0)
        {
            CheckEnd();
        }
    }

    public override long Length => _entry.Size;

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        buffer = buffer[..(int)Math.Min(buffer.Length, _entry.Size - _position)];
        if (buffer.IsEmpty)
        {
            return 0;
        }

        int read = ReadContent(buffer);
        if (read == 0)
        {
            throw Damaged($"ends after {_position} of {_entry.Size} bytes");
        }

        _crc = Crc32.Append(_crc, buffer[..read]);
        _position += read;
        if (_position == _entry.Size)
        {
            CheckEnd();
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadContent(Span<byte> buffer)
    {
        try
        {
            return _content.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw Damaged("does not decompress", exception);
        }
    }

    private void CheckEnd()
    {
        Span<byte> more = stackalloc byte[1];
        if (_entry.IsDeflated && ReadContent(more) != 0)
        {
            throw Damaged($"decompresses to more than the {_entry.Size} bytes that the archive says");
        }

        if (_crc != _entry.Crc)
        {
            throw new DataFormatException(
                _source, $"member {ZipReader.Shown(_entry.Name)}", $"its check sum is {_crc:x8}, but the archive says {_entry.Crc:x8}",
                "the file is damaged: download or save it again (if PyTorch wrote it without check sums, with torch.serialization.set_crc32_options(True))");
        }
    }

    private DataFormatException Damaged(string problem, Exception? cause = null) =>
        new(_source, $"member {ZipReader.Shown(_entry.Name)}", $"it {problem}", "the file is damaged: download or save it again", cause);

    /// <summary>A part of the archive, read through a position of its own.</summary>
    private sealed class WindowStream(Stream archive, long start, long length) : ReadOnlyStream
    {
        private long _position;

        public override long Length => length;

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            archive.Position = start + _position;
            int read = archive.Read(buffer[..(int)Math.Min(buffer.Length, length - _position)]);
            _position += read;
            return read;
        }
    }
}
