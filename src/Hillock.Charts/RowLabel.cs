using System.Text.RegularExpressions;

namespace Hillock.Charts;

/// <summary>The name of a row or a line; where it is long, the parameters behind its colons stand below it in smaller letters.</summary>
internal static partial class RowLabel
{
    private const double NameSize = 13, ParameterSize = 10, LongName = 110;

    /// <summary>Whether parameters stand below the name.</summary>
    public static bool IsDivided(string name) => Divide(name).Parameters.Length > 0;

    /// <summary>How wide the name is.</summary>
    public static double Width(string name, double size = NameSize)
    {
        (string head, string parameters) = Divide(name);
        return Math.Max(TextMetrics.Width(head, size), TextMetrics.Width(parameters, ParameterSize));
    }

    /// <summary>Writes a title: the name, and below it the parameters, each on a line of its own where one line is too narrow for all.</summary>
    /// <returns>The height of what stands below the first line of parameters.</returns>
    public static double DrawTitle(MarkupBuilder svg, string name, double y, double width)
    {
        if (Width(name) <= width)
        {
            Draw(svg, name, 0, y, bold: true);
            return 0;
        }

        string[] parts = Colon().Split(name);
        Draw(svg, parts[0], 0, y - 5, bold: true);
        for (int i = 1; i < parts.Length; i++)
        {
            svg.Text(
                "text", parts[i], ("class", "muted"), ("x", 0), ("y", y + 11 * i), ("font-size", ParameterSize), ("fill", Palette.Muted));
        }

        return 11 * (parts.Length - 2);
    }

    /// <summary>Writes the name around a height.</summary>
    public static void Draw(MarkupBuilder svg, string name, double x, double y, bool bold = false, double size = NameSize)
    {
        (string head, string parameters) = Divide(name);
        double headAt = parameters.Length == 0 ? y + 4 : y - 1;
        svg.Text(
            "text", head, ("class", "ink"), ("x", x), ("y", headAt), ("font-size", size), ("font-weight", bold ? 700 : null), ("fill", Palette.Ink));
        if (parameters.Length > 0)
        {
            svg.Text("text", parameters, ("class", "muted"), ("x", x), ("y", y + 11), ("font-size", ParameterSize), ("fill", Palette.Muted));
        }
    }

    private static (string Head, string Parameters) Divide(string name)
    {
        string[] parts = TextMetrics.Width(name, NameSize) > LongName ? Colon().Split(name) : [name];
        return (parts[0], string.Join(" ", parts[1..]));
    }

    // Of elu:alpha=0.5, not of a name that happens to have a colon.
    [GeneratedRegex(@":(?=[\w-]+=)")]
    private static partial Regex Colon();
}
