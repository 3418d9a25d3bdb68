using Hillock.Data;

namespace Hillock.Csv;

/// <summary>Which columns of a table become features and target, and how.</summary>
/// <remarks>A column is given by its name, or by its index: 0 is the first, −1 the last. A name goes before an index.</remarks>
public sealed record CsvTabularOptions
{
    internal const int UsualMaximumCategories = 1000;

    /// <summary>The target column; <see langword="null"/> for the last one.</summary>
    public string? Target { get; init; }

    /// <summary>Whether the target is a class or a real number.</summary>
    public CsvTargetKind TargetKind { get; init; }

    /// <summary>
    /// Whether feature cells may be missing; they become NaN, to be replaced after the split into training and held-out part. Rows without a target are left
    /// out then.
    /// </summary>
    public bool AllowMissing { get; init; }

    /// <summary>Columns to leave out.</summary>
    public IReadOnlyCollection<string> Ignore { get; init; } = [];

    /// <summary>Feature columns to treat as categories although they are numbers, or numbers with some text among them.</summary>
    public IReadOnlyCollection<string> Categorical { get; init; } = [];

    /// <summary>Feature columns to treat as numbers although they would be left out or divided: numbers of identity, dates as days.</summary>
    public IReadOnlyCollection<string> Numeric { get; init; } = [];

    /// <summary>How many different values a feature of categories may have, 1000 unless set; more than 65,536 different words are not kept.</summary>
    public int MaximumCategories { get; init; } = UsualMaximumCategories;

    /// <summary>The column whose rows of one value stay together in a cross-validation; it is no feature.</summary>
    public string? Group { get; init; }

    /// <summary>The column after which a cross-validation orders the rows, to predict the later from the earlier; it is no feature.</summary>
    public string? Time { get; init; }

    /// <summary>
    /// The table that this one is to follow, such as the training part when this file is for tests or predictions: the same columns, whatever their order,
    /// and classes
    /// numbered as there. The target may be missing then, and one row is enough.
    /// </summary>
    public TabularData? Like { get; init; }
}
