namespace Hillock.Charts;

/// <summary>The name of a row; parameters behind colons stand below it in smaller letters, so that a long name takes little room.</summary>
internal static class RowLabel
{
    private const double NameSize = 13, ParameterSize = 10;

    /// <summary>How wide the name is.</summary>
    public static double Width(string name)
    {
        (string head, string parameters) = Divide(name);
        return Math.Max(TextMetrics.Width(head, NameSize), TextMetrics.Width(parameters, ParameterSize));
    }

    /// <summary>Writes the name around a height, or with everything on one line that ends at that height.</summary>
    public static void Draw(MarkupBuilder svg, string name, double x, double y, bool bold = false)
    {
        (string head, string parameters) = Divide(name);
        double headAt = parameters.Length == 0 ? y + 4 : y - 1;
        svg.Text(
            "text", head, ("class", "ink"), ("x", x), ("y", headAt), ("font-size", NameSize), ("font-weight", bold ? 700 : null), ("fill", Palette.Ink));
        if (parameters.Length > 0)
        {
            svg.Text("text", parameters, ("class", "muted"), ("x", x), ("y", y + 11), ("font-size", ParameterSize), ("fill", Palette.Muted));
        }
    }

    private static (string Head, string Parameters) Divide(string name)
    {
        string[] parts = name.Split(':');
        return (parts[0], string.Join(" ", parts[1..]));
    }
}
