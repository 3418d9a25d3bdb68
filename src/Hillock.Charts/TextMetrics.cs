namespace Hillock.Charts;

/// <summary>Estimates how wide text is, because a file without scripts cannot measure it.</summary>
internal static class TextMetrics
{
    /// <summary>The width in pixels in a sans-serif font; a little too large rather than too small.</summary>
    public static double Width(string text, double fontSize)
    {
        var width = 0.0;
        foreach (var c in text)
            width += c switch
            {
                'i' or 'j' or 'l' or 't' or 'f' or 'I' or '.' or ',' or ':' or '\'' or '′' or '|' => 0.32,
                'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.92,
                ' ' or '-' or '(' or ')' or 'r' => 0.4,
                >= 'A' and <= 'Z' => 0.7,
                _ => 0.58,
            };
        return width * fontSize;
    }
}
