using System.Globalization;
using System.Text;

namespace Hillock.Charts.CommandLine;

/// <summary>
/// Text from files and command lines as a terminal may be given it: control characters, which move its cursor or change its title, and format characters,
/// which are not seen or turn the direction of letters, are written as <c>\u009b</c>.
/// </summary>
internal static class Legible
{
    private const int LastOfFourDigits = 0xFFFF;

    /// <summary>The text with such characters written out, line breaks and tabs too.</summary>
    public static string Text(string text) => Text(text, keepLineBreaks: false);

    /// <summary>The same, but with line breaks as they are.</summary>
    public static string Lines(string text) => Text(text, keepLineBreaks: true);

    private static string Text(string text, bool keepLineBreaks)
    {
        StringBuilder? written = null;
        for (int i = 0, length; i < text.Length; i += length)
        {
            bool isWhole = Rune.TryGetRuneAt(text, i, out Rune rune);
            length = isWhole ? rune.Utf16SequenceLength : 1;
            if (isWhole && (!IsHidden(rune) || (keepLineBreaks && text[i] == '\n')))
            {
                written?.Append(text, i, length);
                continue;
            }

            written ??= new StringBuilder(text, 0, i, text.Length + 6);
            written.Append(Escape(isWhole ? rune.Value : text[i]));
        }

        return written?.ToString() ?? text;
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Escape(int value) => value switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        > LastOfFourDigits => string.Create(CultureInfo.InvariantCulture, $@"\U{value:x8}"),
        _ => string.Create(CultureInfo.InvariantCulture, $@"\u{value:x4}"),
    };
}
