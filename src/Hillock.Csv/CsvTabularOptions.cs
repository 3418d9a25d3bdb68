namespace Hillock.Csv;

/// <summary>Which columns of a table become features and target, and how.</summary>
/// <remarks>A column is given by its name, or by its index: 0 is the first, −1 the last. A name goes before an index.</remarks>
public sealed record CsvTabularOptions
{
    /// <summary>The target column; <see langword="null"/> for the last one.</summary>
    public string? Target { get; init; }

    /// <summary>Whether the target is a class or a real number.</summary>
    public CsvTargetKind TargetKind { get; init; }

    /// <summary>Whether feature cells may be missing; they become NaN, to be replaced after the split into training and held-out part.</summary>
    public bool AllowMissing { get; init; }

    /// <summary>Columns to leave out.</summary>
    public IReadOnlyCollection<string> Ignore { get; init; } = [];

    /// <summary>Feature columns to treat as categories although they are numbers, or numbers with some text among them.</summary>
    public IReadOnlyCollection<string> Categorical { get; init; } = [];
}
