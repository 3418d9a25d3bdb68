namespace Hillock.Losses;

/// <summary>What becomes of the losses of single elements or rows.</summary>
public enum Reduction
{
    /// <summary>Their mean: by the number of elements, or by the sum of the class weights used. Of none it is what <see cref="EmptyMean"/> says.</summary>
    Mean,

    /// <summary>Their sum; 0 of none.</summary>
    Sum,

    /// <summary>All of them, unreduced.</summary>
    None,

    /// <summary>Their sum divided by the length of the first axis: the mean over a batch of a divergence of whole distributions.</summary>
    BatchMean,
}
