using System.Text;
using Hillock.Data;

namespace Hillock.Csv;

/// <summary>The text of a file as UTF-8: its encoding is found out, and other encodings are turned into UTF-8 while reading.</summary>
internal static class CsvText
{
    private const int LookedAt = 4096;

    /// <summary>A stream of UTF-8, and the encoding that the text has.</summary>
    public static (Stream Content, Encoding Encoding) Open(Stream content, string source, Encoding? encoding)
    {
        byte[] start = new byte[LookedAt];
        int length = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        Array.Resize(ref start, length);
        ForeignFile.Refuse(start, source);
        Encoding found = encoding ?? Detect(start);
        Stream joined = new ConcatenatedStream(new MemoryStream(start), content, leaveOpen: true);
        return (found.CodePage == Encoding.UTF8.CodePage ? joined : Encoding.CreateTranscodingStream(joined, found, new UTF8Encoding(false)), found);
    }

    // UTF-16 of European languages without a mark is full of zero bytes at every other place.
    private static Encoding Detect(ReadOnlySpan<byte> start)
    {
        if (start is [0xFF, 0xFE, 0, 0, ..])
        {
            return Encoding.UTF32;
        }

        if (start is [0, 0, 0xFE, 0xFF, ..])
        {
            return new UTF32Encoding(bigEndian: true, byteOrderMark: true);
        }

        if (start is [0xFF, 0xFE, ..])
        {
            return Encoding.Unicode;
        }

        if (start is [0xFE, 0xFF, ..])
        {
            return Encoding.BigEndianUnicode;
        }

        int even = 0, odd = 0;
        for (int i = 0; i + 1 < start.Length; i += 2)
        {
            even += start[i] == 0 ? 1 : 0;
            odd += start[i + 1] == 0 ? 1 : 0;
        }

        int pairs = start.Length / 2;
        return pairs > 0 && even == 0 && odd > 0.7 * pairs ? Encoding.Unicode
            : pairs > 0 && odd == 0 && even > 0.7 * pairs ? Encoding.BigEndianUnicode
            : Encoding.UTF8;
    }
}
