using System.Globalization;

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
            OtherClass = 0,
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
        new(nameof(F.NegativeLogLikelihood), "Negative log-likelihood of classes", "−w_y·x_y",
            "The negative log-likelihood of log-probabilities x and classes y: −w_y·x_y.",
            "The mean divides by the sum of the weights of the targets not ignored.", "",
            static (inputs, values) => F.NegativeLogLikelihood(
                inputs.Predictions, inputs.Targets, inputs.Reduction, inputs.Weight, Whole(values[0], IgnoreIndex), inputs.EmptyMean))
        {
            Aliases = ["nll"],
            TakesWeight = true,
            TakesClasses = true,
            Parameters = [IgnoreIndex],
        },
        new(nameof(F.CrossEntropy), "Cross-entropy of classes", "−w_y·ln softmax(x)_y",
            "The cross-entropy of logits x and classes y: −w_y·ln softmax(x)_y; or of logits and probabilities p: −Σ w·p·ln softmax(x).",
            "The mean divides by the sum of the weights of the targets not ignored; with probabilities by the number of rows.", "",
            static (inputs, values) => F.CrossEntropy(
                inputs.Predictions, inputs.Targets, inputs.Reduction, inputs.Weight, Whole(values[0], IgnoreIndex), values[1], inputs.EmptyMean))
        {
            TakesWeight = true,
            TakesClasses = true,
            LearnsClassNumbers = true,
            Parameters = [IgnoreIndex, new("labelSmoothing", "The share of each target that is spread over all classes, from 0 to 1.", 0)],
        },
        new(nameof(F.MultiMargin), "Hinge of several classes", "Σ w_y·max(0, margin − x_y + x_i)ᵖ/C",
            "The hinge of several classes: Σ w_y·max(0, margin − x_y + x_i)ᵖ/C over the classes i other than y.",
            "The gradient at the hinge is 0.", "Crammer, Singer, \"On the algorithmic implementation of multiclass kernel-based vector machines\" (2001).",
            static (inputs, values) => F.MultiMargin(
                inputs.Predictions, inputs.Targets, inputs.Reduction, inputs.Weight, (int)Whole(values[0], Power), values[1], inputs.EmptyMean))
        {
            TakesWeight = true,
            TakesClasses = true,
            LearnsClassNumbers = true,
            Parameters = [Power, new("margin", "By how much the target's score must be higher.", 1)],
        },
        new(nameof(F.MultiLabelMargin), "Hinge of several labels", "Σ max(0, 1 − x_j + x_i)/C",
            "The hinge of several labels: Σ max(0, 1 − x_j + x_i)/C over the labels j and the classes i that are none.",
            "The gradient at the hinge is 0. Labels end at the first −1.", "",
            static (inputs, _) => F.MultiLabelMargin(inputs.Predictions, inputs.Targets, inputs.Reduction, inputs.EmptyMean))
        {
            Aliases = ["multilabel-margin"],
            TakesClasses = true,
        },
        new(nameof(F.MultiLabelSoftMargin), "Binary cross-entropy of several labels", "−Σ w·(t·ln σ(x) + (1 − t)·ln σ(−x))/C",
            "The binary cross-entropy of several labels: the mean over the classes of −w·(t·ln σ(x) + (1 − t)·ln σ(−x)).",
            "The mean divides by the number of classes, whatever the weights.", "",
            static (inputs, _) => F.MultiLabelSoftMargin(inputs.Predictions, inputs.Targets, inputs.Reduction, inputs.Weight, inputs.EmptyMean))
        {
            Aliases = ["multilabel-soft-margin"],
            TakesWeight = true,
            OtherClass = 0,
        },
    ];

    private static LossParameter Power => new("p", "The power: 1 or 2.", 1);

    private static LossParameter IgnoreIndex => new("ignoreIndex", "Rows with this target count for nothing.", -100);

    private static long Whole(double value, LossParameter parameter) => double.IsInteger(value) && Math.Abs(value) <= int.MaxValue
        ? (long)value
        : throw new ArgumentOutOfRangeException(
            nameof(value), value, string.Create(CultureInfo.InvariantCulture, $"{parameter.Name} must be a whole number but is {value}."));
}
