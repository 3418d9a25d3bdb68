using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The mean squared error <c>mean((x − t)²)</c>.</summary>
    /// <param name="predictions">The predictions <c>x</c>, of a floating-point type.</param>
    /// <param name="targets">The targets <c>t</c>, of the predictions' shape and type: nothing is broadcast.</param>
    /// <param name="reduction">What becomes of the single squares.</param>
    /// <returns>One number, or with <see cref="Reduction.None"/> a tensor of the predictions' shape.</returns>
    /// <exception cref="ArgumentException">The shapes or types differ, or the type is not of floating point.</exception>
    public static Tensor MeanSquaredError(Tensor predictions, Tensor targets, Reduction reduction = Reduction.Mean) =>
        ElementwiseLoss(default(SquaredError), predictions, targets, reduction, nameof(MeanSquaredError));
}
