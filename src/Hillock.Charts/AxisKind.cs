namespace Hillock.Charts;

/// <summary>How an axis runs.</summary>
public enum AxisKind
{
    /// <summary>Equal steps.</summary>
    Linear,

    /// <summary>Whole numbers.</summary>
    Whole,

    /// <summary>Equal factors; values below 0 are left out, and 0 has a line of its own below the axis.</summary>
    Logarithmic,

    /// <summary>Names at 0, 1, 2 and so on.</summary>
    Categories,
}
