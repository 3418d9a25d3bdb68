using Hillock.Data;
using Hillock.Functional;
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

    private const int MostMeasuredRows = 8192;

    private FoldData(Tensor trainingInputs, Tensor trainingTargets, Tensor heldOutInputs, Tensor heldOutTargets) =>
        (TrainingInputs, TrainingTargets, HeldOutInputs, HeldOutTargets) = (trainingInputs, trainingTargets, heldOutInputs, heldOutTargets);

    /// <summary>All data, of which this is a fold.</summary>
    internal required TabularData Data { get; init; }

    /// <summary>The training rows' places in the data.</summary>
    internal required int[] TrainingRows { get; init; }

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

    /// <summary>
    /// The held-out inputs that units are looked at with: evenly spaced rows where there are many. What every unit gives for a million rows would take
    /// gigabytes.
    /// </summary>
    internal Tensor MeasuredInputs => Spread(HeldOutInputs, MostMeasuredRows);

    /// <summary>At most so many rows, evenly spaced: the first ones of a sorted file are not like the others.</summary>
    internal static Tensor Spread(Tensor rows, int most)
    {
        int count = rows.Shape[0];
        return count <= most ? rows : F.IndexSelect(rows, 0, Tensor.From([.. Enumerable.Range(0, most).Select(i => (int)((long)i * count / most))]));
    }

    internal static FoldData Make(TabularData data, Fold fold, PreprocessingOptions options)
    {
        if (!data.HasTarget)
        {
            throw new ArgumentException($"Training expects a target but {data.Provenance} has none; it is a table for predictions.", nameof(data));
        }

        int[] training = fold.Training.ToArray();
        int[] heldOut = fold.HeldOut.ToArray();
        Preprocessing preprocessing = Preprocessing.Fit(data, training, options);
        (double mean, double deviation) = data.IsClassification ? (0, 1) : Moments(data, training);
        return new FoldData(
            Inputs(preprocessing, data, training, isTraining: true), Targets(data, training, mean, deviation),
            Inputs(preprocessing, data, heldOut, isTraining: false), Targets(data, heldOut, mean, deviation))
        {
            Data = data,
            TrainingRows = training,
            HeldOutRows = heldOut,
            Preprocessing = preprocessing,
            TargetMean = mean,
            TargetDeviation = deviation,
        };
    }

    private static Tensor Inputs(Preprocessing preprocessing, TabularData data, int[] rows, bool isTraining)
    {
        Tensor inputs = Tensor.Empty([rows.Length, preprocessing.Encoding.Columns.Count]);
        Span<float> features = inputs.AsSpan<float>();
        preprocessing.Inputs(data, rows, features, isTraining);
        for (int i = 0; i < features.Length; i++)
        {
            features[i] = Math.Clamp(features[i], -Limit, Limit);
        }

        GC.KeepAlive(inputs);
        return inputs;
    }

    private static Tensor Targets(TabularData data, int[] rows, double mean, double deviation)
    {
        if (data.IsClassification)
        {
            long[] classes = new long[rows.Length];
            for (int i = 0; i < classes.Length; i++)
            {
                classes[i] = data.Classes[rows[i]];
            }

            return Tensor.From(classes);
        }

        float[] targets = new float[rows.Length];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = (float)((data.Targets[rows[i]] - mean) / deviation);
        }

        return Tensor.From(targets, [targets.Length, 1]);
    }

    private static (double Mean, double Deviation) Moments(TabularData data, int[] rows)
    {
        (double[] mean, double[] deviation) = ColumnMoments.Of(1, rows.Length, (row, values) => values[0] = data.Targets[rows[row]]);
        return (mean[0], deviation[0] > 0 ? deviation[0] : 1);
    }
}
