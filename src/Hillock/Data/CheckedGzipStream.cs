using System.IO.Compression;

#if HILLOCK_CSV
using Hillock.Data;

// The package of tables compiles this file into itself, so that it needs nothing but public members of whatever version of the library it meets.
namespace Hillock.Csv;
#else
namespace Hillock.Data;
#endif

/// <summary>Decompresses gzip and, unlike <see cref="GZipStream"/>, refuses input that ends before its own end mark.</summary>
/// <remarks>
/// <see cref="GZipStream"/> of .NET 10 reports a truncated file as an early end of data: half a data set would be read
/// without a word. Here the input is followed by one more gzip member that holds a marker. Members may be concatenated
/// (RFC 1952, 2.2), so the marker comes out last exactly when everything before it was complete; the check sums of the
/// members are verified by the decoder.
/// </remarks>
internal sealed class CheckedGzipStream : ReadOnlyStream
{
    private static readonly byte[] Marker = "Hillock:complete"u8.ToArray();
    private static readonly byte[] MarkerMember = CompressMarker();

    private readonly string _source;
    private readonly GZipStream _gzip;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>Wraps a stream of gzip data.</summary>
    /// <param name="compressed">The gzip data from its first byte; disposed with this stream unless <paramref name="leaveOpen"/>.</param>
    /// <param name="source">The name for error messages.</param>
    /// <param name="leaveOpen">Whether <paramref name="compressed"/> stays open.</param>
    public CheckedGzipStream(Stream compressed, string source, bool leaveOpen = false)
    {
        _source = source;
        _gzip = new GZipStream(
            new ConcatenatedStream(compressed, new MemoryStream(MarkerMember)), CompressionMode.Decompress, leaveOpen);
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        // The last bytes read are held back: they are the marker if nothing follows.
        while (_end - _start <= Marker.Length && !_ended)
        {
            Fill();
        }

        int available = Math.Min(buffer.Length, _end - _start - Marker.Length);
        if (available <= 0)
        {
            return 0;
        }

        _buffer.AsSpan(_start, available).CopyTo(buffer);
        _start += available;
        return available;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        int read;
        try
        {
            read = _gzip.Read(_buffer.AsSpan(_end));
        }
        catch (InvalidDataException exception)
        {
            throw new DataFormatException(
                _source, null, "the gzip data is truncated or corrupt", "download or compress the file again", exception);
        }

        _end += read;
        _ended = read == 0;
        if (_ended && !_buffer.AsSpan(_start, _end - _start).SequenceEqual(Marker))
        {
            throw new DataFormatException(
                _source, null, "the gzip data is truncated, or other bytes follow it", "download or compress the file again");
        }
    }

    private static byte[] CompressMarker()
    {
        MemoryStream output = new();
        using (GZipStream gzip = new(output, CompressionLevel.Optimal))
        {
            gzip.Write(Marker);
        }

        return output.ToArray();
    }
}
