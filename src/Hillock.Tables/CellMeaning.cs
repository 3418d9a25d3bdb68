using Hillock.Csv;

namespace Hillock.Tables;

/// <summary>What the stored values of a column stand for.</summary>
internal enum Meaning
{
    /// <summary>A signed whole number.</summary>
    Whole,

    /// <summary>A whole number without a sign, in 64 bits.</summary>
    Unsigned,

    /// <summary>A number with a fraction.</summary>
    Real,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>A whole number times a power of ten; in bytes, the highest first.</summary>
    Decimal,

    /// <summary>The same in bytes, the lowest first.</summary>
    LittleDecimal,

    /// <summary>Half a float, in two bytes.</summary>
    Half,

    /// <summary>Days since 1970.</summary>
    Days,

    /// <summary>A time since 1970 in some unit.</summary>
    Timestamp,

    /// <summary>Nanoseconds of a day and the number of a Julian day, as Impala writes them.</summary>
    Julian,

    /// <summary>A time of day in some unit.</summary>
    TimeOfDay,

    /// <summary>How long something lasts, in some unit.</summary>
    Duration,

    /// <summary>A text in UTF-8.</summary>
    Text,

    /// <summary>Sixteen bytes that name something.</summary>
    Uuid,
}

/// <summary>What the stored values of a column stand for, with what belongs to it.</summary>
/// <param name="Meaning">What they stand for.</param>
/// <param name="Scale">The digits behind the point of a decimal.</param>
/// <param name="PerSecond">How many units of time a second has.</param>
internal readonly record struct CellMeaning(Meaning Meaning, int Scale = 0, long PerSecond = 1)
{
    /// <summary>The kind of cells that come of it.</summary>
    public CsvCellKind Kind => Meaning switch
    {
        Meaning.Text or Meaning.Uuid or Meaning.Boolean => CsvCellKind.Text,
        Meaning.Days or Meaning.Timestamp or Meaning.Julian => CsvCellKind.Date,
        Meaning.TimeOfDay => CsvCellKind.TimeOfDay,
        Meaning.Duration => CsvCellKind.Duration,
        _ => CsvCellKind.Number,
    };

    /// <summary>What they are, in words.</summary>
    public string Content => Meaning switch
    {
        Meaning.Whole or Meaning.Unsigned => "whole numbers",
        Meaning.Real or Meaning.Half => "numbers",
        Meaning.Decimal or Meaning.LittleDecimal => "decimals",
        Meaning.Boolean => "booleans",
        Meaning.Days => "dates",
        Meaning.Timestamp or Meaning.Julian => "timestamps",
        Meaning.TimeOfDay => "times of day",
        Meaning.Duration => "durations",
        _ => "texts",
    };
}
