namespace Hillock.Csv;

/// <summary>What a column is used for.</summary>
public enum CsvColumnRole
{
    /// <summary>To predict from.</summary>
    Feature,

    /// <summary>To be predicted.</summary>
    Target,

    /// <summary>To keep rows together in a cross-validation.</summary>
    Group,

    /// <summary>To order rows in a cross-validation.</summary>
    Time,

    /// <summary>Nothing.</summary>
    LeftOut,
}
