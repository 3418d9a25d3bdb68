using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>The tensors of one fold: preprocessed as the training part alone suggests.</summary>
internal sealed class FoldData
{
    /// <summary>
    /// How many standard deviations a feature counts at most. A column that is nearly constant in the training part, such as a pixel at the
    /// border, otherwise turns rare values into inputs of 50 and more, which decide the row alone: one percent of accuracy on MNIST.
    /// </summary>
    internal const float Limit = 5;

    private FoldData(Tensor trainingInputs, Tensor trainingTargets, Tensor heldOutInputs, Tensor heldOutTargets) =>
        (TrainingInputs, TrainingTargets, HeldOutInputs, HeldOutTargets) = (trainingInputs, trainingTargets, heldOutInputs, heldOutTargets);

    /// <summary>All data, of which this is a fold.</summary>
    internal required TabularData Data { get; init; }

    /// <summary>The held-out rows' places in the data.</summary>
    internal required int[] HeldOutRows { get; init; }

    /// <summary>What made the inputs of the features.</summary>
    internal required Preprocessing Preprocessing { get; init; }

    /// <summary>What was subtracted from a real target.</summary>
    internal required double TargetMean { get; init; }

    /// <summary>What a real target was divided by.</summary>
    internal required double TargetDeviation { get; init; }

    internal Tensor TrainingInputs { get; }

    internal Tensor TrainingTargets { get; }

    internal Tensor HeldOutInputs { get; }

    internal Tensor HeldOutTargets { get; }

    internal static FoldData Make(TabularData data, Fold fold, bool imputeMissing)
    {
        TabularData training = data.Select(fold.Training);
        TabularData heldOut = data.Select(fold.HeldOut);
        Preprocessing preprocessing = Preprocessing.Fit(training, imputeMissing);
        (double mean, double deviation) = data.IsClassification ? (0, 1) : Moments(training.Targets);
        return new FoldData(
            Inputs(preprocessing.Apply(training)), Targets(training, mean, deviation),
            Inputs(preprocessing.Apply(heldOut)), Targets(heldOut, mean, deviation))
        {
            Data = data,
            HeldOutRows = fold.HeldOut.ToArray(),
            Preprocessing = preprocessing,
            TargetMean = mean,
            TargetDeviation = deviation,
        };
    }

    private static Tensor Inputs(TabularData data)
    {
        float[] features = data.Features.ToArray();
        for (int i = 0; i < features.Length; i++)
        {
            features[i] = Math.Clamp(features[i], -Limit, Limit);
        }

        return Tensor.From(features, [data.RowCount, data.ColumnCount]);
    }

    private static Tensor Targets(TabularData data, double mean, double deviation)
    {
        if (data.IsClassification)
        {
            var classes = new long[data.RowCount];
            for (int i = 0; i < classes.Length; i++)
            {
                classes[i] = data.Classes[i];
            }

            return Tensor.From(classes);
        }

        var targets = new float[data.RowCount];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = (float)((data.Targets[i] - mean) / deviation);
        }

        return Tensor.From(targets, [targets.Length, 1]);
    }

    private static (double Mean, double Deviation) Moments(ReadOnlySpan<double> targets)
    {
        // Powers of two keep squares of very large and very small targets in range, and change no bit of others.
        double largest = 0;
        foreach (double target in targets)
        {
            largest = Math.Max(largest, Math.Abs(target));
        }

        int exponent = largest is > 0 and (< 1e-100 or > 1e100) ? Math.ILogB(largest) : 0;
        double mean = 0;
        foreach (double target in targets)
        {
            mean += Math.ScaleB(target, -exponent);
        }

        mean /= targets.Length;
        double squares = 0;
        foreach (double target in targets)
        {
            double distance = Math.ScaleB(target, -exponent) - mean;
            squares += distance * distance;
        }

        double deviation = Math.ScaleB(Math.Sqrt(squares / targets.Length), exponent);
        return (Math.ScaleB(mean, exponent), deviation > 0 ? deviation : 1);
    }
}
