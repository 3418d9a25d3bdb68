using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Hillock.Data;

/// <summary>Decodes a stream block by block; refuses what is not of its encoding with the place, and makes every line end <c>\n</c>.</summary>
internal sealed class StrictTextReader : TextReader
{
    private const int Block = 1 << 16, LongestMark = 4, Utf8CodePage = 65001;

    private static readonly UTF32Encoding BigEndianUtf32 = new(bigEndian: true, byteOrderMark: true);

    private readonly Stream _stream;
    private readonly string _source;
    private readonly IProgress<long>? _progress;
    private readonly bool _leaveOpen;
    private readonly byte[] _bytes = new byte[Block];
    private readonly char[] _characters = new char[Block];
    private readonly Encoding _given;
    private Decoder? _decoder; // null for UTF-8
    private string _encodingName = "UTF-8";
    private int _first, _last; // of the bytes that are not decoded
    private int _next, _end; // of the characters that are not given
    private long _consumed, _line = 1;
    private bool _begun, _streamEnded, _afterReturn;

    /// <summary>Takes a stream.</summary>
    public StrictTextReader(Stream stream, string source, Encoding? encoding, IProgress<long>? progress, bool leaveOpen) =>
        (_stream, _source, _given, _progress, _leaveOpen) = (stream, source, encoding ?? Encoding.UTF8, progress, leaveOpen);

    public override int Peek() => _next < _end || Fill() ? _characters[_next] : -1;

    public override int Read() => _next < _end || Fill() ? _characters[_next++] : -1;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (buffer.IsEmpty || (_next == _end && !Fill()))
        {
            return 0;
        }

        int count = Math.Min(buffer.Length, _end - _next);
        _characters.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_leaveOpen)
        {
            _stream.Dispose();
        }

        base.Dispose(disposing);
    }

    // Decodes until there is a character; false at the end.
    private bool Fill()
    {
        (_next, _end) = (0, 0);
        while (_end == 0)
        {
            if (_last - _first < LongestMark && !_streamEnded)
            {
                FillBytes();
            }

            if (!_begun)
            {
                Begin();
            }

            if (_first == _last && _streamEnded && (_decoder is null || Flush() == 0))
            {
                return _end > 0;
            }

            if (_first < _last)
            {
                _end = UnifyLineEnds(Decode());
            }
        }

        return true;
    }

    private void FillBytes()
    {
        _bytes.AsSpan(_first, _last - _first).CopyTo(_bytes);
        (_first, _last) = (0, _last - _first);
        int missing = LongestMark - _last, read = _stream.ReadAtLeast(_bytes.AsSpan(_last), missing, throwOnEndOfStream: false);
        _streamEnded = read < missing;
        _last += read;
        _progress?.Report(_consumed + _last);
    }

    // A byte-order mark decides; the longer one of UTF-32 begins as that of UTF-16 does.
    private void Begin()
    {
        _begun = true;
        ReadOnlySpan<byte> start = _bytes.AsSpan(_first, _last - _first);
        Encoding[] marked = [Encoding.UTF32, BigEndianUtf32, Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode];
        Encoding encoding = _given;
        foreach (Encoding candidate in marked)
        {
            if (start.StartsWith(candidate.Preamble))
            {
                encoding = candidate;
                _first += candidate.Preamble.Length;
                _consumed += candidate.Preamble.Length;
                break;
            }
        }

        if (encoding.CodePage != Utf8CodePage)
        {
            encoding = (Encoding)encoding.Clone();
            encoding.DecoderFallback = DecoderFallback.ExceptionFallback;
            _decoder = encoding.GetDecoder();
            _encodingName = encoding.WebName;
        }
    }

    private int Decode()
    {
        int used, written;
        if (_decoder is null)
        {
            OperationStatus status = Utf8.ToUtf16(
                _bytes.AsSpan(_first, _last - _first), _characters, out used, out written, replaceInvalidSequences: false, isFinalBlock: _streamEnded);
            if (written == 0 && status == OperationStatus.InvalidData)
            {
                throw Fault(_first + used, null);
            }
        }
        else
        {
            try
            {
                _decoder.Convert(_bytes, _first, _last - _first, _characters, 0, _characters.Length, flush: false, out used, out written, out _);
            }
            catch (DecoderFallbackException exception)
            {
                CountLines(exception.Index);
                throw Fault(_first + Math.Max(0, exception.Index), exception);
            }
        }

        _line += _characters.AsSpan(0, written).Count('\n');
        _first += used;
        _consumed += used;
        return written;
    }

    // What is left in the decoder at the end is half a character.
    private int Flush()
    {
        try
        {
            _decoder!.Convert([], 0, 0, _characters, 0, _characters.Length, flush: true, out _, out int written, out _);
            _end = written;
            return written;
        }
        catch (DecoderFallbackException exception)
        {
            throw Fault(_first, exception);
        }
    }

    // The lines before a fault in the midst of a block, whose characters the decoder did not give.
    private void CountLines(int bytes)
    {
        for (int i = 0; i < bytes; i++)
        {
            _line += _bytes[_first + i] == '\n' ? 1 : 0;
        }
    }

    private DataFormatException Fault(int index, DecoderFallbackException? cause)
    {
        byte? bad = cause?.BytesUnknown is [var first, ..] ? first : index < _last ? _bytes[index] : null;
        return new DataFormatException(
            _source, FormattableString.Invariant($"line {_line}, offset {_consumed + index - _first}"),
            $"{(bad is { } value ? $"the byte {value:X2}" : "the end")} is not {_encodingName}",
            "convert it, for instance by iconv -t UTF-8, or name its encoding", cause);
    }

    private int UnifyLineEnds(int count)
    {
        Span<char> characters = _characters.AsSpan(0, count);
        int kept = _afterReturn ? 0 : characters.IndexOf('\r');
        if (kept < 0)
        {
            return count;
        }

        for (int i = kept; i < count; i++)
        {
            char character = characters[i];
            if (!(character == '\n' && _afterReturn))
            {
                characters[kept++] = character == '\r' ? '\n' : character;
            }

            _afterReturn = character == '\r';
        }

        return kept;
    }
}
