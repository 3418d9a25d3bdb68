namespace Hillock.Charts;

/// <summary>The frame of a picture.</summary>
internal static class SvgDocument
{
    private const string Fonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Helvetica, Arial, sans-serif";

    /// <summary>Opens a file of its own: with a background and the colours for dark pages.</summary>
    public static void Open(MarkupBuilder svg, double width, double height, string title)
    {
        const double Margin = 20;
        svg.Open(
            "svg", ("xmlns", "http://www.w3.org/2000/svg"), ("class", "chart"), ("width", width + 2 * Margin), ("height", height + 2 * Margin),
            ("viewBox", $"{MarkupBuilder.Number(-Margin)} {MarkupBuilder.Number(-Margin)} {MarkupBuilder.Number(width + 2 * Margin)} {MarkupBuilder.Number(height + 2 * Margin)}"),
            ("role", "img"), ("font-family", Fonts));
        svg.Text("title", title);
        svg.Text("style", "\n" + Palette.DarkRules());
        svg.Element("rect", ("class", "back"), ("x", -Margin), ("y", -Margin), ("width", width + 2 * Margin), ("height", height + 2 * Margin), ("fill", Palette.Background));
    }

    /// <summary>Opens a picture within a page, which brings the background, the font and the style rules.</summary>
    public static void OpenInline(MarkupBuilder svg, double width, double height, string title)
    {
        svg.Open(
            "svg", ("xmlns", "http://www.w3.org/2000/svg"), ("class", "chart"), ("width", width), ("height", height),
            ("viewBox", $"0 0 {MarkupBuilder.Number(width)} {MarkupBuilder.Number(height)}"), ("role", "img"), ("aria-label", title));
    }
}
