namespace Hillock.Data;

/// <summary>The words of a text, what stands between white space, and the ends of its lines. What follows the last line's end is no line.</summary>
internal sealed class WordReader(TextReader reader) : PieceReader(reader)
{
    private char[] _word = new char[64];
    private int _count;
    private bool _lineBegun, _endIsDue;

    public override ReadOnlySpan<char> Current => _word.AsSpan(0, _count);

    protected override bool ReadPiece()
    {
        (_count, IsEndOfLine) = (0, _endIsDue);
        if (_endIsDue)
        {
            _endIsDue = false;
            return true;
        }

        for (int unit = NextUnit(); unit >= 0; unit = NextUnit())
        {
            if (unit == '\n')
            {
                _lineBegun = false;
                (_endIsDue, IsEndOfLine) = (_count > 0, _count == 0);
                return true;
            }

            _lineBegun = true;
            if (!char.IsWhiteSpace((char)unit))
            {
                Append((char)unit);
            }
            else if (_count > 0)
            {
                return true;
            }
        }

        (_endIsDue, _lineBegun, IsEndOfLine) = (_lineBegun && _count > 0, false, _lineBegun && _count == 0);
        return IsEndOfLine || _count > 0;
    }

    private void Append(char unit)
    {
        if (_count == _word.Length)
        {
            Array.Resize(ref _word, 2 * _count);
        }

        _word[_count++] = unit;
    }
}
