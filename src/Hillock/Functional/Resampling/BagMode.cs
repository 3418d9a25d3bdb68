namespace Hillock.Functional;

/// <summary>What becomes of the rows of a bag; see <see cref="F.EmbeddingBag"/>.</summary>
public enum BagMode
{
    /// <summary>Their mean; 0 of none.</summary>
    Mean,

    /// <summary>Their sum; 0 of none.</summary>
    Sum,

    /// <summary>The largest of each column, the first of equal ones, and NaN if there is one; 0 of none.</summary>
    Max,
}
