using System.Text;

namespace Hillock.Charts;

/// <summary>
/// Nine colours that people with any colour vision can tell apart, each with at least 3 : 1 of contrast to its background, for
/// light and for dark pages. Past nine the colours repeat with dashed lines; every series has a marker of its own besides.
/// </summary>
/// <remarks>
/// The first two are blue and vermilion of M. Okabe and K. Ito, "Color Universal Design" (2008). The others were found by a search for the greatest least
/// difference, by CIEDE2000 (Sharma, Wu and Dalal, 2005), of any two of the nine, as they are and as G. Machado, M. Oliveira and L. Fernandes, "A
/// Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), simulate protanopia, deuteranopia and tritanopia. It is at least 14; a test
/// measures it.
/// </remarks>
public static class Palette
{
    internal const string Background = "#ffffff", Ink = "#1b1f24", Muted = "#57606a", Grid = "#e4e7eb", Axis = "#8c959f", Highlight = "#e9f3fa";

    /// <summary>The background of a dark page.</summary>
    internal const string DarkBackground = "#0f1419";

    private const string DarkInk = "#e6e9ed", DarkMuted = "#9aa4af", DarkGrid = "#28303a", DarkAxis = "#5b6672", DarkHighlight = "#13283a";

    /// <summary>After how many series the colours repeat.</summary>
    internal const int Count = 9;

    private static readonly string[] Light = ["#0072b2", "#d55e00", "#02a59b", "#761263", "#8686ff", "#850005", "#828f68", "#2700cf", "#4f443f"];
    private static readonly string[] Dark = ["#5ab4f0", "#ff9a4d", "#1cf7f5", "#8078a1", "#2f75ff", "#c75a6d", "#c4d5ab", "#b2a0a3", "#8a7f10"];
    private static readonly string?[] Dashes = [null, "7 4", "2 3", "9 3 2 3"];

    /// <summary>The colour of a series on a dark page.</summary>
    internal static string DarkSeries(int index) => Dark[index % Dark.Length];

    /// <summary>The colour of a series on white.</summary>
    internal static string Series(int index) => Light[index % Light.Length];

    /// <summary>The dashes of a series' line; <see langword="null"/> for a solid one.</summary>
    internal static string? Dash(int index) => Dashes[index / Light.Length % Dashes.Length];

    /// <summary>A style whose dashes differ from its neighbours', for lines without markers.</summary>
    /// <param name="index">The line's number, from 0.</param>
    public static int WithDash(int index) => index % Light.Length + Light.Length * (index % Dashes.Length);

    /// <summary>The class that carries the dark colour of a series.</summary>
    internal static string SeriesClass(int index) => FormattableString.Invariant($"s{index % Light.Length}");

    /// <summary>Style rules that recolour pictures on dark pages; everything else stands in attributes, which every viewer understands.</summary>
    public static string DarkRules() => "@media screen and (prefers-color-scheme: dark) {\n"
        + ColourRules(DarkBackground, DarkInk, DarkMuted, DarkGrid, DarkAxis, DarkHighlight, Dark) + "}\n";

    /// <summary>The style rules of a page with pictures by <see cref="Chart.ToInline"/>: their colours, and other ones on dark pages.</summary>
    public static string Rules() => ".chart { stroke-linejoin: round; }\n" + ColourRules(Background, Ink, Muted, Grid, Axis, Highlight, Light) + DarkRules();

    private static string ColourRules(string back, string ink, string muted, string grid, string axis, string highlight, string[] series)
    {
        StringBuilder rules = new();
        rules.Append($"  .chart .back {{ fill: {back}; }}\n");
        rules.Append($"  .chart .ink {{ fill: {ink}; }}\n  .chart .muted {{ fill: {muted}; }}\n");
        rules.Append($"  .chart .grid {{ stroke: {grid}; }}\n  .chart .axis {{ stroke: {axis}; }}\n  .chart .halo {{ stroke: {back}; }}\n");
        rules.Append($"  .chart .highlight {{ fill: {highlight}; }}\n  .chart .fold {{ fill: {ink}; }}\n");
        rules.Append($"  .chart .mark {{ stroke: {muted}; }}\n  .chart .ring {{ stroke: {ink}; }}\n");
        rules.Append($"  .chart .halo-text {{ stroke: {back}; }}\n");
        for (int i = 0; i < series.Length; i++)
        {
            rules.Append($"  .chart .s{i} {{ stroke: {series[i]}; }} .chart .f{i} {{ fill: {series[i]}; }}\n");
        }

        return rules.ToString();
    }

    /// <summary>The class that carries the dark fill colour of a series.</summary>
    internal static string FillClass(int index) => FormattableString.Invariant($"f{index % Light.Length}");
}
