using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>
/// A loss of one prediction <c>x</c> and one target <c>t</c>, unreduced. The generator gives each public implementer its function in
/// <c>F</c> and its row in <c>LossCatalog</c>, unless <c>F</c> has one of that name written by hand.
/// </summary>
/// <remarks>
/// Derivatives of any order follow from the definition. A definition gives NaN for a prediction or target that it does not allow: only
/// then are the elements looked at one by one to say which it was.
/// </remarks>
public interface IElementwiseLoss : IBinaryFunction
{
    /// <summary>Whether <see cref="Reduction.BatchMean"/> makes sense: the elements of a row are one distribution.</summary>
    static virtual bool HasBatchMean => false;

    /// <summary>What predictions must be, if <paramref name="x"/> is none; otherwise null. NaN may pass: it makes the loss NaN.</summary>
    string? ExpectedOfPrediction(double x) => null;

    /// <summary>What targets must be, if <paramref name="t"/> is none; otherwise null.</summary>
    string? ExpectedOfTarget(double t) => double.IsNaN(t) ? "numbers" : null;
}
