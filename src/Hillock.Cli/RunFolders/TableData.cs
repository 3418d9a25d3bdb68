using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Data;
using Hillock.Serialization.Description;
using Hillock.Tensors;

namespace Hillock.Cli.RunFolders;

/// <summary>A table or pictures to train on.</summary>
internal static class TableData
{
    /// <summary>Divides a table, or takes a second one to measure on.</summary>
    /// <param name="source">The data as the command line names it; null for the default.</param>
    /// <param name="data">The table.</param>
    /// <param name="test">The rows to measure on; null to hold out a share.</param>
    /// <param name="share">The share of the rows that is held out without them.</param>
    /// <param name="seed">The seed of their choice.</param>
    /// <param name="options">What is done with the columns.</param>
    public static RunData Of(string? source, TabularData data, TabularData? test, double share, ulong seed, PreprocessingOptions options)
    {
        (int[] training, int[] heldOut) = ValidationSplit.Of(data, test is null ? share : 0, seed);
        int[]? size = source is not null && !ComparisonData.EmbeddedNames.Contains(source) && ComparisonData.ArePictures(source) ? PictureSize(source) : null;
        TabularData measured = data;
        if (test is not null)
        {
            // One table of both: the second one's rare categories are behind the first one's.
            measured = data.Followed(test);
            heldOut = [.. Enumerable.Range(data.RowCount, test.RowCount)];
        }

        Preprocessing preprocessing = size is null ? Preprocessing.Fit(data, training, options with { Seed = seed }) : TableInputs.OfPixels(data, training);
        int[] shape = size ?? [preprocessing.Encoding.Columns.Count];
        (double mean, double deviation) = data.IsClassification ? (0, 1) : Moments(data, training);
        return new RunData
        {
            Kind = size is null ? RunKind.Table : RunKind.Pictures,
            Name = Path.GetFileName(source ?? ComparisonData.EmbeddedNames.First()),
            Inputs = TableInputs.Of(preprocessing, data, training, shape, isTraining: true),
            Targets = TableInputs.Targets(data, training, mean, deviation),
            HeldOutInputs = heldOut.Length == 0 ? null : TableInputs.Of(preprocessing, measured, heldOut, shape),
            HeldOutTargets = heldOut.Length == 0 ? null : TableInputs.Targets(measured, heldOut, mean, deviation),
            HeldOutTable = heldOut.Length == 0 ? null : measured,
            HeldOutRows = heldOut,
            ExampleShape = Shape.Create(shape),
            Outputs = Math.Max(1, data.ClassNames.Count),
            ClassNames = data.ClassNames,
            Preprocessing = preprocessing,
            TargetScaling = data.IsClassification ? null : new TargetScaling(mean, deviation),
        };
    }

    /// <summary>The shape of the pictures of a data set or an IDX file: one channel where it has none.</summary>
    public static int[] PictureSize(string path)
    {
        if (NamedPictures.IsNamed(path))
        {
            return NamedPictures.Size(path);
        }

        ReadOnlySpan<int> shape = IdxFile.Read(path).Shape;
        return shape.Length switch
        {
            3 => [1, shape[1], shape[2]],
            4 => [shape[1], shape[2], shape[3]],
            _ => throw new CommandException(
                $"{path}: pictures of [count, height, width] or [count, channels, height, width] are expected but it has {shape.Length} axes; name " +
                "another file."),
        };
    }

    private static (double Mean, double Deviation) Moments(TabularData data, int[] rows)
    {
        (double[] mean, double[] deviation) = ColumnMoments.Of(1, rows.Length, (row, values) => values[0] = data.Targets[rows[row]]);
        return (mean[0], deviation[0] > 0 ? deviation[0] : 1);
    }
}
