namespace Hillock.Training.SparseCoding;

/// <summary>How codes are computed, and with it which penalty keeps them sparse.</summary>
public enum SparseCodingMethod
{
    /// <summary>
    /// Soft thresholding with extrapolation, for the penalty <c>λ‖z‖₁</c>: its objective is at most <c>2L‖z₀ − z*‖²/(k + 1)²</c> above the least after
    /// <c>k</c> iterations, but need not fall in every one. Source: Beck and Teboulle, "A fast iterative shrinkage-thresholding algorithm for linear inverse
    /// problems" (2009).
    /// </summary>
    Fista,

    /// <summary>
    /// Soft thresholding, for the penalty <c>λ‖z‖₁</c>: the objective never rises, and is at most <c>L‖z₀ − z*‖²/(2k)</c> above the least after <c>k</c>
    /// iterations.
    /// </summary>
    Ista,

    /// <summary>
    /// Hard thresholding, for the penalty <c>λ·(number of elements that are not 0)</c>: the objective never rises, and the codes come to rest at a fixed point,
    /// which depends on where they start. Source: Blumensath and Davies, "Iterative thresholding for sparse approximations" (2008).
    /// </summary>
    HardThresholding,
}
