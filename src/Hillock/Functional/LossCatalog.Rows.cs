namespace Hillock.Functional;

public static partial class LossCatalog
{
    private static LossInfo[] OtherRows() =>
    [
        new(nameof(F.BinaryCrossEntropyWithLogits), "Binary cross-entropy of logits", "(1 − t)·softplus(x) + p·t·softplus(−x)",
            "The binary cross-entropy of logits: (1 − t)·softplus(x) + p·t·softplus(−x).",
            "Keeps the loss eˣ of an easy negative; infinite logits give the limits.", "",
            static (inputs, _) => F.BinaryCrossEntropyWithLogits(
                inputs.Predictions, inputs.Targets, inputs.Reduction, inputs.Weight, inputs.PositiveWeight, inputs.EmptyMean))
        {
            Aliases = ["bce-with-logits"],
            TakesWeight = true,
            TakesPositiveWeight = true,
        },
        new(nameof(F.GaussianNegativeLogLikelihood), "Negative log-likelihood of a normal distribution", "½(ln v + (x − t)²/v)",
            "The negative log-likelihood of a normal distribution with mean x and variance v: ½(ln v + (x − t)²/v).",
            "A variance below epsilon counts as epsilon, but has the gradient as if it did not.", "",
            static (inputs, values) => F.GaussianNegativeLogLikelihood(
                inputs.Predictions, inputs.Targets, inputs.Variance!, inputs.Reduction, values[0] != 0, values[1], inputs.EmptyMean))
        {
            Aliases = ["gaussian-nll"],
            NeedsVariance = true,
            Parameters = [new("full", "Whether to add the constant ½·ln 2π.", 0, IsFlag: true), new("epsilon", "The least variance, above 0.", 1e-6)],
        },
    ];
}
