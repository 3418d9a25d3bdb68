namespace Hillock.Csv;

/// <summary>How the cells of a column are understood: plain numbers, numbers as people write them, or dates.</summary>
/// <param name="Number">How numbers are written; null for plain ones.</param>
/// <param name="Date">How dates are written; null for none.</param>
internal sealed record ColumnFormat(NumberFormat? Number, DateFormat? Date)
{
    /// <summary>Whether limits such as &lt;0.5 stand among the numbers.</summary>
    public bool HasLimits { get; init; }

    /// <summary>Whether the mark that was read as a decimal one may divide thousands: nothing in the first rows tells.</summary>
    public bool MayBeThousands { get; init; }

    /// <summary>Plain numbers, and text.</summary>
    public static ColumnFormat Plain { get; } = new(null, null);
}
