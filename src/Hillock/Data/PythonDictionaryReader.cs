using System.Globalization;

namespace Hillock.Data;

/// <summary>Reads the one kind of Python literal an .npy header holds: a dictionary of strings, booleans and tuples of integers.</summary>
internal struct PythonDictionaryReader(string text)
{
    private int _position;

    public bool ReadStart() => TryReadMark('{');

    /// <summary>The closing brace, after which only white space may follow.</summary>
    public bool TryReadEnd()
    {
        if (!TryReadMark('}'))
        {
            return false;
        }

        return Skip() == text.Length;
    }

    public bool TryReadKey(out string? key) => TryReadString(out key) && TryReadMark(':');

    /// <summary>A comma, or nothing before the closing brace.</summary>
    public bool TryReadSeparator() => TryReadMark(',') || (Skip() < text.Length && text[_position] == '}');

    public bool TryReadString(out string? value)
    {
        value = null;
        if (Skip() == text.Length || text[_position] is not ('\'' or '"'))
        {
            return false;
        }

        int end = text.IndexOf(text[_position], _position + 1);
        if (end < 0)
        {
            return false;
        }

        value = text[(_position + 1)..end];
        _position = end + 1;
        return true;
    }

    public bool TryReadBoolean(out bool? value)
    {
        value = TryReadWord("True") ? true : TryReadWord("False") ? false : null;
        return value is not null;
    }

    public bool TryReadTuple(out List<long>? values)
    {
        values = [];
        if (!TryReadMark('('))
        {
            return false;
        }

        while (!TryReadMark(')'))
        {
            if (!TryReadInteger(out long value))
            {
                return false;
            }

            values.Add(value);
            if (!TryReadMark(',') && (Skip() == text.Length || text[_position] != ')'))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryReadInteger(out long value)
    {
        int start = Skip();
        if (_position < text.Length && text[_position] == '-')
        {
            _position++;
        }

        while (_position < text.Length && char.IsAsciiDigit(text[_position]))
        {
            _position++;
        }

        bool ok = long.TryParse(text.AsSpan(start, _position - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        TryReadWord("L"); // Python 2 wrote long integers as 3L
        return ok;
    }

    private bool TryReadWord(string word)
    {
        if (string.CompareOrdinal(text, Skip(), word, 0, word.Length) != 0)
        {
            return false;
        }

        _position += word.Length;
        return true;
    }

    private bool TryReadMark(char mark)
    {
        if (Skip() == text.Length || text[_position] != mark)
        {
            return false;
        }

        _position++;
        return true;
    }

    private int Skip()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
        {
            _position++;
        }

        return _position;
    }
}
