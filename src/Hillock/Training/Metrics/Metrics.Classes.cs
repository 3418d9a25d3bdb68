using Hillock.Tensors;

namespace Hillock.Training;

/// <content>Scores of predicted classes. <see cref="ConfusionMatrix"/> has them for each class, and for predictions in batches.</content>
public static partial class Metrics
{
    /// <summary>The F1 score, <c>2·right / (predicted + rows of the class)</c>, on average over the classes.</summary>
    /// <param name="logits">The logits, <c>[rows, classes]</c> or <c>[rows, classes, ...]</c>, or the predicted classes in the targets' shape.</param>
    /// <param name="targets">The classes, <c>[rows]</c> or <c>[rows, ...]</c>, whole numbers.</param>
    /// <param name="averaging">How the classes are averaged.</param>
    /// <param name="zeroDivision">The score of a class that neither occurs nor is predicted: from 0 to 1, or NaN to leave it out.</param>
    /// <returns>From 0 to 1; <paramref name="zeroDivision"/> without rows.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class; the message names its place and value.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="zeroDivision"/> is out of range.</exception>
    public static double F1(Tensor logits, Tensor targets, Averaging averaging = Averaging.Macro, double zeroDivision = 0) =>
        ConfusionMatrix.Of(logits, targets).Average(averaging, zeroDivision).F1;

    /// <summary>Matthews' correlation coefficient; see <see cref="ConfusionMatrix.MatthewsCorrelation"/>.</summary>
    /// <param name="logits">The logits, <c>[rows, classes]</c> or <c>[rows, classes, ...]</c>, or the predicted classes in the targets' shape.</param>
    /// <param name="targets">The classes, <c>[rows]</c> or <c>[rows, ...]</c>, whole numbers.</param>
    /// <returns>From −1 to 1; 0 where all targets, or all predictions, are of one class; NaN without rows.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class; the message names its place and value.</exception>
    public static double MatthewsCorrelation(Tensor logits, Tensor targets) => ConfusionMatrix.Of(logits, targets).MatthewsCorrelation;

    /// <summary>Cohen's kappa; see <see cref="ConfusionMatrix.CohensKappa"/>.</summary>
    /// <param name="logits">The logits, <c>[rows, classes]</c> or <c>[rows, classes, ...]</c>, or the predicted classes in the targets' shape.</param>
    /// <param name="targets">The classes, <c>[rows]</c> or <c>[rows, ...]</c>, whole numbers.</param>
    /// <param name="weights">How much a wrong class counts.</param>
    /// <returns>At most 1; NaN without rows, or where all targets and predictions are of one class.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class; the message names its place and value.</exception>
    public static double CohensKappa(Tensor logits, Tensor targets, KappaWeights weights = KappaWeights.None) =>
        ConfusionMatrix.Of(logits, targets).CohensKappa(weights);
}
