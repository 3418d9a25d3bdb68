namespace Hillock.Data;

/// <summary>What a network is given of a column of categories.</summary>
public enum CategoryEncoding
{
    /// <summary>A column of 0 and 1 for each category (<see cref="OneHotEncoding"/>).</summary>
    OneHot,

    /// <summary>How the target's mean differs from the others' in the rows of the category (<see cref="TargetEncoding"/>), where a column has many.</summary>
    Target,
}
