#if HILLOCK_CSV

// The package of tables compiles this file into itself, so that it needs nothing but public members of whatever version of the library it meets.
namespace Hillock.Csv;
#else
namespace Hillock.Data;
#endif

/// <summary>Two streams read one after the other, such as bytes already looked at and the rest they came from.</summary>
internal sealed class ConcatenatedStream : ReadOnlyStream
{
    private readonly Stream _first;
    private readonly Stream _second;
    private readonly bool _leaveOpen;
    private bool _firstEnded;

    public ConcatenatedStream(Stream first, Stream second, bool leaveOpen = false)
    {
        _leaveOpen = leaveOpen;
        _first = first;
        _second = second;
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (!_firstEnded)
        {
            int read = _first.Read(buffer);
            if (read > 0)
            {
                return read;
            }

            _firstEnded = true;
        }

        return _second.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_leaveOpen)
        {
            _first.Dispose();
            _second.Dispose();
        }

        base.Dispose(disposing);
    }
}
