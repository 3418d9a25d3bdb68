namespace Hillock.Csv.Cells;

/// <summary>How the numbers of a column are written.</summary>
/// <param name="Decimal">The decimal mark.</param>
/// <param name="Thousands">What stands between groups of digits, beside spaces and apostrophes.</param>
/// <param name="Unit">The currency, per cent sign or unit that stands at the numbers; empty for none.</param>
internal readonly record struct NumberFormat(char Decimal, char Thousands, string Unit)
{
    /// <summary>Whether the numbers count as they are, in whatever units.</summary>
    public bool TakesAnyUnit { get; init; }

    /// <summary>A decimal point.</summary>
    public static NumberFormat Point { get; } = new('.', ',', "");

    /// <summary>A decimal comma.</summary>
    public static NumberFormat Comma { get; } = new(',', '.', "");
}
