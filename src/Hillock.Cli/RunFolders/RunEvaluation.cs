using Hillock.Functional;
using Hillock.Serialization.Description;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Cli.RunFolders;

/// <summary>Measures outputs against targets.</summary>
internal static class RunEvaluation
{
    private const int MostClassesOfAMatrix = 200;

    /// <summary>Measures the outputs of some rows.</summary>
    /// <param name="description">The model.</param>
    /// <param name="name">Where the rows are from.</param>
    /// <param name="outputs">The network's outputs.</param>
    /// <param name="targets">What they should be: classes, scaled numbers, or the characters that follow.</param>
    public static EvaluationReport Of(ModelDescription description, string name, Tensor outputs, Tensor targets) => description.Output switch
    {
        ModelOutput.Classes => OfClasses(description, name, outputs, targets),
        ModelOutput.Numbers => OfNumbers(description, name, outputs, targets),
        _ => OfTokens(name, TokenLoss.Rows(outputs), targets.Reshape([targets.Length])),
    };

    private static EvaluationReport OfClasses(ModelDescription description, string name, Tensor logits, Tensor targets)
    {
        ConfusionMatrix matrix = ConfusionMatrix.Of(logits, targets);
        IReadOnlyList<ClassScores> scores = matrix.Scores();

        // What a class is recognised by cannot be measured where none of the rows is of it.
        double macroF1 = scores.Where(static score => score.Support > 0).Select(static score => score.F1).DefaultIfEmpty(double.NaN).Average();
        OrderedDictionary<string, double?> metrics = new(StringComparer.Ordinal)
        {
            ["accuracy"] = Finite(matrix.Accuracy),
            ["balancedAccuracy"] = Finite(matrix.BalancedAccuracy),
            ["macroF1"] = Finite(macroF1),
            ["matthewsCorrelation"] = Finite(matrix.MatthewsCorrelation),
        };
        if (RunPredictor.GivesProbabilities(description))
        {
            Tensor probabilities = F.Softmax(logits.To(DataType.Float64), -1);
            metrics["logLoss"] = Finite(Metrics.LogLoss(logits, targets));
            metrics["brierScore"] = Finite(Metrics.BrierScore(probabilities, targets));
            metrics["expectedCalibrationError"] = Finite(Metrics.ExpectedCalibrationError(probabilities, targets));
            metrics["rocAuc"] = Finite(RocAuc(probabilities, probabilities.Select(1, 1), targets));
        }
        else
        {
            Tensor outputs = logits.To(DataType.Float64);
            metrics["rocAuc"] = Finite(RocAuc(outputs, outputs.Select(1, 1) - outputs.Select(1, 0), targets));
        }

        return new EvaluationReport
        {
            Data = name,
            Rows = targets.Length,
            Metrics = metrics,
            Note = RunPredictor.WithoutProbabilities(description),
            Classes =
            [
                .. scores.Select((score, i) => score.Support == 0 ? new ClassResult(description.ClassNames[i], 0, null, null, null)
                    : new ClassResult(description.ClassNames[i], (int)score.Support, score.Precision, score.Recall, score.F1)),
            ],
            Confusion = matrix.Classes > MostClassesOfAMatrix ? [] : [.. Enumerable.Range(0, matrix.Classes).Select(row => RowOf(matrix, row))],
        };
    }

    private static int[] RowOf(ConfusionMatrix matrix, int row) =>
        [.. Enumerable.Range(0, matrix.Classes).Select(column => (int)matrix[row, column])];

    private static double RocAuc(Tensor scores, Tensor ofTheSecond, Tensor targets) =>
        scores.Shape[1] == 2 ? Metrics.RocAuc(ofTheSecond.Contiguous(), targets) : Metrics.RocAuc(scores, targets);

    private static EvaluationReport OfNumbers(ModelDescription description, string name, Tensor outputs, Tensor targets)
    {
        Tensor predicted = Tensor.From(RunPredictor.Numbers(outputs, description.TargetScaling));
        Tensor measured = Tensor.From(RunPredictor.Numbers(targets, description.TargetScaling));
        return new EvaluationReport
        {
            Data = name,
            Rows = targets.Length,
            Metrics = new OrderedDictionary<string, double?>(StringComparer.Ordinal)
            {
                ["rSquared"] = Finite(Metrics.RSquared(predicted, measured)),
                ["meanAbsoluteError"] = Finite(Metrics.MeanAbsoluteError(predicted, measured)),
                ["rootMeanSquaredError"] = Finite(Metrics.RootMeanSquaredError(predicted, measured)),
                ["medianAbsoluteError"] = Finite(Metrics.MedianAbsoluteError(predicted, measured)),
            },
        };
    }

    private static EvaluationReport OfTokens(string name, Tensor logits, Tensor targets) => new()
    {
        Data = name,
        Rows = targets.Length,
        Metrics = new OrderedDictionary<string, double?>(StringComparer.Ordinal)
        {
            ["accuracy"] = Finite(Metrics.Accuracy(logits, targets)),
            ["logLoss"] = Finite(Metrics.LogLoss(logits, targets)),
            ["perplexity"] = Finite(Metrics.Perplexity(logits, targets)),
        },
    };

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
