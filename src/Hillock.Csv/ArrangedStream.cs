namespace Hillock.Csv;

/// <summary>
/// Text with lines at the beginning emptied, with one divider in place of the spaces between cells, or without the bars around rows. Lines stay lines, so that
/// their numbers are those of the file.
/// </summary>
internal sealed class ArrangedStream(Stream text, CsvArrangement how) : ReadOnlyStream
{
    private readonly byte[] _read = new byte[1 << 15];
    private byte[] _arranged = new byte[1 << 16];
    private int _next, _end;
    private int _toSkip = how.SkippedLines;
    private int _spaces; // held until what follows them is known
    private bool _atLineStart = true, _atCellStart = true, _inQuotes, _afterQuote, _afterReturn, _hasOuterBar, _barHeld;
    private int _place, _gap; // in a line of columns of fixed widths
    private bool _began;

    public override int Read(Span<byte> buffer)
    {
        while (_next == _end && !buffer.IsEmpty)
        {
            int read = text.Read(_read);
            (_next, _end) = (0, 0);
            if (read == 0)
            {
                DivideTheRest();
                if (_end == 0)
                {
                    return 0;
                }
            }

            foreach (byte b in _read.AsSpan(0, read))
            {
                Take(b);
            }
        }

        int count = Math.Min(buffer.Length, _end - _next);
        _arranged.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        return count;
    }

    private void Take(byte b)
    {
        if (_toSkip > 0)
        {
            SkipOver(b);
            return;
        }

        if (how.Gaps.Length > 0)
        {
            TakePlace(b);
            return;
        }

        if (b is (byte)'\n' or (byte)'\r' && !_inQuotes)
        {
            (_spaces, _barHeld, _atLineStart, _atCellStart, _hasOuterBar) = (0, false, true, true, false);
            Put(b);
            return;
        }

        if (_inQuotes || !IsHeld(b))
        {
            Release();
            TakeQuote(b);
            (_atLineStart, _atCellStart) = (false, false);
            Put(b);
        }
    }

    // A cell may reach into a gap, of which a space is to be left; a line without one gets a cell too many, which is refused.
    private void TakePlace(byte b)
    {
        if (b is (byte)'\n' or (byte)'\r')
        {
            DivideTheRest();
            Put(b);
            return;
        }

        bool isMark = !_began && b == 0xEF; // of the byte order
        _began = true;
        if (isMark || (b & 0xC0) == 0x80)
        {
            Put(b); // within a character
            return;
        }

        if (_gap < how.Gaps.Length && _place >= how.Gaps[_gap].Start && (b == ' ' || _place == how.Gaps[_gap].End))
        {
            Put((byte)CsvArrangement.Divider);
            if (b != ' ')
            {
                Put((byte)CsvArrangement.Divider);
            }

            _gap++;
        }

        _place++;
        Put(b);
    }

    // A line that ends early lacks its last cells.
    private void DivideTheRest()
    {
        for (; _place > 0 && _gap < how.Gaps.Length; _gap++)
        {
            Put((byte)CsvArrangement.Divider);
        }

        (_place, _gap) = (0, 0);
    }

    // Lines end in \n, in \r\n or, on old machines, in \r.
    private void SkipOver(byte b)
    {
        if (_afterReturn && b != '\n')
        {
            (_afterReturn, _toSkip) = (false, _toSkip - 1);
            Take(b);
            return;
        }

        _afterReturn = b == '\r';
        if (b is (byte)'\n' or (byte)'\r')
        {
            Put(b);
            _toSkip -= b == '\n' ? 1 : 0;
        }
    }

    // Whether a byte may come to nothing, which what follows decides.
    private bool IsHeld(byte b)
    {
        if (how.LeastSpaces > 0 && b is (byte)' ' or (byte)'\t')
        {
            _spaces = Math.Min(how.LeastSpaces, _spaces + (b == ' ' ? 1 : how.LeastSpaces));
            return true;
        }

        if (!how.HasOuterBars || b is not ((byte)' ' or (byte)'|'))
        {
            return false;
        }

        if (b == ' ')
        {
            return _atLineStart || _barHeld;
        }

        if (_atLineStart)
        {
            (_atLineStart, _hasOuterBar) = (false, true);
            return true;
        }

        if (_hasOuterBar)
        {
            Release();
            (_barHeld, _atCellStart) = (true, true);
        }

        return _hasOuterBar;
    }

    private void Release()
    {
        if (_barHeld)
        {
            Put((byte)'|');
        }
        else if (_spaces > 0 && !_atLineStart)
        {
            _atCellStart |= _spaces == how.LeastSpaces;
            Put(_spaces == how.LeastSpaces ? (byte)CsvArrangement.Divider : (byte)' ');
        }

        (_barHeld, _spaces) = (false, 0);
    }

    private void TakeQuote(byte b)
    {
        if (b == how.Quote && how.Quote != '\0')
        {
            bool toggles = _inQuotes || _atCellStart || _afterQuote;
            _afterQuote = toggles && _inQuotes;
            _inQuotes = toggles ? !_inQuotes : _inQuotes;
        }
        else
        {
            _afterQuote = false;
        }
    }

    private void Put(byte b)
    {
        if (_end == _arranged.Length)
        {
            Array.Resize(ref _arranged, 2 * _end);
        }

        _arranged[_end++] = b;
    }
}
