using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>
/// A loss of one prediction <c>x</c> and one target <c>t</c>, unreduced: a formula on <c>T</c>, in a readonly struct. <c>F.ElementwiseLoss</c> computes it, and
/// <c>ElementwiseLoss&lt;TLoss&gt;</c> is its module.
/// </summary>
/// <remarks>
/// Derivatives of any order follow from the definition. A definition gives NaN for a prediction or target that it does not allow: only
/// then are the elements looked at one by one to say which it was. Both sides of a <c>Select</c> are evaluated: clamp an argument before it overflows. Within
/// the library the generator gives each public implementer its function in <c>F</c>, its module and its row in <c>LossCatalog</c>, unless one of that name is
/// written by hand.
/// </remarks>
public interface IElementwiseLoss : IBinaryFunction
{
    /// <summary>Whether <see cref="Reduction.BatchMean"/> makes sense: the elements of a row are one distribution.</summary>
    static virtual bool HasBatchMean => false;

    /// <summary>Whether it compares a prediction with a number to predict, so that a regression can be trained with it.</summary>
    static virtual bool ComparesNumbers => false;

    /// <summary>
    /// What the target of every class but the right one is, whose target is 1, where classes can be learned with it from one prediction for each; NaN where
    /// they cannot.
    /// </summary>
    static virtual double OtherClass => double.NaN;

    /// <summary>What predictions must be, if <paramref name="x"/> is none; otherwise null. NaN may pass: it makes the loss NaN.</summary>
    string? ExpectedOfPrediction(double x) => null;

    /// <summary>What targets must be, if <paramref name="t"/> is none; otherwise null.</summary>
    string? ExpectedOfTarget(double t) => double.IsNaN(t) ? "numbers" : null;
}
