using System.Text;
using Hillock.Csv;
using Hillock.Data;

namespace Hillock.Cli.Comparisons;

/// <summary>One <c>--encoding</c> for two files that need not have the same one.</summary>
internal static class FileEncoding
{
    private const int Block = 1 << 16;

    /// <summary>The options without the encoding where the file shows another one: text beyond ASCII that is valid UTF-8, or the mark of UTF-16.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The options.</param>
    public static CsvReadOptions For(string path, CsvReadOptions options) =>
        options.Encoding is { } given && given.CodePage != Encoding.UTF8.CodePage && File.Exists(path) && ShowsItsOwn(path)
            ? options with { Encoding = null } : options;

    private static bool ShowsItsOwn(string path)
    {
        // A pipe can be read only once.
        using (FileStream file = File.OpenRead(path))
        {
            if (!file.CanSeek)
            {
                return false;
            }
        }

        using Stream content = DataFile.OpenRead(path);
        Decoder decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetDecoder();
        byte[] bytes = new byte[Block];
        char[] characters = new char[Block + 1];
        bool isFirst = true, isBeyondAscii = false;
        try
        {
            for (int length; (length = content.ReadAtLeast(bytes, Block, throwOnEndOfStream: false)) > 0; isFirst = false)
            {
                if (isFirst && bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
                {
                    return true;
                }

                isBeyondAscii |= !Ascii.IsValid(bytes.AsSpan(0, length));
                decoder.GetChars(bytes.AsSpan(0, length), characters, flush: length < Block);
            }

            return isBeyondAscii;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
