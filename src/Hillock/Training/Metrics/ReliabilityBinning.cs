namespace Hillock.Training;

/// <summary>How the probabilities from 0 to 1 are divided into bins.</summary>
public enum ReliabilityBinning
{
    /// <summary>Bins of equal width. Of a confident network nearly all rows fall into the last one.</summary>
    EqualWidth,

    /// <summary>
    /// Bins of about as many rows each: a bin ends at the probability that the share of the rows up to it has. Equal probabilities stay in one bin, so that
    /// with many of them there are fewer bins.
    /// </summary>
    EqualMass,
}
