using Hillock.Charts;

namespace Hillock.Cli.Reports;

/// <summary>A picture as it is drawn for wide pages and, anew, for phones.</summary>
/// <param name="Wide">For pages of more than 720 pixels, or for all.</param>
/// <param name="Narrow">For narrower ones; null where the first is narrow enough.</param>
internal sealed record Picture(string Wide, string? Narrow)
{
    // Smaller letters than these are not read.
    private const double LeastScale = 0.75;

    /// <summary>What a page of 390 pixels leaves for a picture.</summary>
    public const double NarrowWidth = 358;

    /// <summary>Whether the narrow one is too wide to be shrunk to a phone, so that it is moved instead.</summary>
    public bool Scrolls { get; private init; }

    /// <summary>A picture that fits a phone as it is.</summary>
    public static Picture Of(Chart chart) => new(chart.ToInline(), null);

    /// <summary>A picture in two widths.</summary>
    public static Picture Of(Chart wide, Chart narrow) => new(wide.ToInline(), narrow.ToInline())
    {
        Scrolls = LeastScale * narrow.Size.Width > NarrowWidth,
    };
}
