namespace Hillock.Data;

/// <summary>Divides a text into pieces, one after the other, in no more memory than the longest takes.</summary>
/// <param name="reader">The text.</param>
internal abstract class PieceReader(TextReader reader)
{
    private readonly char[] _buffer = new char[1 << 14];
    private int _next, _end;

    /// <summary>The piece that was read; valid until the next one.</summary>
    public abstract ReadOnlySpan<char> Current { get; }

    /// <summary>Whether the piece is the end of a line.</summary>
    public bool IsEndOfLine { get; protected set; }

    /// <summary>How many pieces were read.</summary>
    public long Number { get; private set; }

    /// <summary>Reads a piece; false at the end.</summary>
    /// <exception cref="FormatException">The text is no Unicode.</exception>
    public bool Read()
    {
        bool isThere = ReadPiece();
        Number += isThere ? 1 : 0;
        return isThere;
    }

    /// <summary>Reads a piece.</summary>
    protected abstract bool ReadPiece();

    /// <summary>The next unit of UTF-16; −1 at the end.</summary>
    protected int NextUnit()
    {
        if (_next == _end)
        {
            (_next, _end) = (0, reader.Read(_buffer));
            if (_end == 0)
            {
                return -1;
            }
        }

        return _buffer[_next++];
    }
}
