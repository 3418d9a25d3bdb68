using System.Text;

namespace Hillock.Charts;

/// <summary>
/// Colours that people with any colour vision can tell apart, each with at least 3 : 1 of contrast to its background, for
/// light and for dark pages. Past eight the colours repeat with dashed lines; every series has a marker of its own besides.
/// </summary>
/// <remarks>Derived from M. Okabe and K. Ito, "Color Universal Design" (2008), with its yellow and sky blue darkened for white paper.</remarks>
public static class Palette
{
    internal const string Background = "#ffffff", Ink = "#1b1f24", Muted = "#57606a", Grid = "#e4e7eb", Axis = "#8c959f";
    private const string DarkBackground = "#0f1419", DarkInk = "#e6e9ed", DarkMuted = "#9aa4af", DarkGrid = "#28303a", DarkAxis = "#5b6672";

    private static readonly string[] Light = ["#0072b2", "#d55e00", "#008f68", "#b8478f", "#8a6d00", "#6f4cc4", "#2b95c9", "#4d4d4d"];
    private static readonly string[] Dark = ["#5ab4f0", "#ff9a4d", "#3fd0a4", "#f08cc8", "#e6c84a", "#b6a0ff", "#86dcff", "#c8ccd0"];
    private static readonly string?[] Dashes = [null, "7 4", "2 3", "9 3 2 3"];

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
    public static string DarkRules()
    {
        StringBuilder rules = new("@media screen and (prefers-color-scheme: dark) {\n");
        rules.Append($"  .chart .back {{ fill: {DarkBackground}; }}\n");
        rules.Append($"  .chart .ink {{ fill: {DarkInk}; }}\n  .chart .muted {{ fill: {DarkMuted}; }}\n");
        rules.Append($"  .chart .grid {{ stroke: {DarkGrid}; }}\n  .chart .axis {{ stroke: {DarkAxis}; }}\n  .chart .halo {{ stroke: {DarkBackground}; }}\n");
        for (var i = 0; i < Dark.Length; i++)
            rules.Append($"  .chart .s{i} {{ stroke: {Dark[i]}; }} .chart .f{i} {{ fill: {Dark[i]}; }}\n");
        return rules.Append("}\n").ToString();
    }

    /// <summary>The class that carries the dark fill colour of a series.</summary>
    internal static string FillClass(int index) => FormattableString.Invariant($"f{index % Light.Length}");
}
