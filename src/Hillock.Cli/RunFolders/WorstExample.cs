using Hillock.Charts;
using Hillock.Cli.PictureFiles;
using Hillock.Cli.Reports;
using Hillock.Data;
using Hillock.Serialization.Description;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Cli.RunFolders;

/// <summary>A held-out row that the network is most wrong about.</summary>
/// <param name="Name">Its place at the source, from 1, or its file.</param>
/// <param name="Truth">What it is.</param>
/// <param name="Prediction">What it was taken for.</param>
/// <param name="Measure">The probability of what it is, its output less the greatest other one, or the difference.</param>
/// <param name="Features">Its first values, or the address of its picture.</param>
/// <param name="IsPicture">Whether it is a picture.</param>
internal sealed record WorstExample(string Name, string Truth, string Prediction, string Measure, string Features, bool IsPicture)
{
    private const int Count = 12, LongestName = 40, LongestFile = 60;

    /// <summary>The worst of what was held out; empty for a text.</summary>
    public static IReadOnlyList<WorstExample> Of(RunData data, ModelDescription description, Tensor outputs)
    {
        if (data.HeldOutPictures.Count > 0)
        {
            return OfFiles(data, description, outputs);
        }

        if (data.HeldOutTable is not { } table)
        {
            return [];
        }

        if (description.Output == ModelOutput.Classes)
        {
            double[] scores = Scores(description, outputs);
            return
            [
                .. data.HeldOutRows.Select((row, i) => (row, i, own: Own(description, scores, i, table.Classes[row])))
                    .OrderBy(static one => one.own).Take(Count).Select(one => Of(
                        data, table, one.row, Short(description.ClassNames[table.Classes[one.row]]), Predicted(description, scores, one.i),
                        Label.Significant(one.own, 2))),
            ];
        }

        double[] numbers = RunPredictor.Numbers(outputs, description.TargetScaling);
        return
        [
            .. data.HeldOutRows.Select((row, i) => (row, predicted: numbers[i], difference: numbers[i] - table.Targets[row]))
                .OrderByDescending(static one => Math.Abs(one.difference)).Take(Count).Select(one => Of(
                    data, table, one.row, Label.Significant(table.Targets[one.row]), Label.Significant(one.predicted), Label.Significant(one.difference))),
        ];
    }

    private static IReadOnlyList<WorstExample> OfFiles(RunData data, ModelDescription description, Tensor outputs)
    {
        double[] scores = Scores(description, outputs);
        long[] truth = data.HeldOutTargets!.ToArray<long>();
        return
        [
            .. data.HeldOutPictures.Select((picture, i) => (picture, i, own: Own(description, scores, i, (int)truth[i])))
                .OrderBy(static one => one.own).Take(Count).Select(one => new WorstExample(
                    End(one.picture.Name), Short(description.ClassNames[(int)truth[one.i]]), Predicted(description, scores, one.i),
                    Label.Significant(one.own, 2), PngPicture.DataAddress(Tensor.From(one.picture.Pixels, data.ExampleShape)), IsPicture: true)),
        ];
    }

    private static double[] Scores(ModelDescription description, Tensor outputs) =>
        RunPredictor.GivesProbabilities(description) ? RunPredictor.Probabilities(outputs) : RunPredictor.Scores(outputs);

    // The probability of its class in per cent, or by how much its output is above the greatest other one.
    private static double Own(ModelDescription description, double[] scores, int row, int truth)
    {
        ReadOnlySpan<double> own = scores.AsSpan(row * description.ClassNames.Count, description.ClassNames.Count);
        if (RunPredictor.GivesProbabilities(description))
        {
            return 100 * own[truth];
        }

        double greatest = double.NegativeInfinity;
        for (int i = 0; i < own.Length; i++)
        {
            greatest = i == truth ? greatest : Math.Max(greatest, own[i]);
        }

        return own[truth] - greatest;
    }

    private static string Predicted(ModelDescription description, double[] scores, int row) => Short(
        description.ClassNames[PredictedClasses.Largest(scores.AsSpan(row * description.ClassNames.Count, description.ClassNames.Count))]);

    private static WorstExample Of(RunData data, TabularData table, int row, string truth, string prediction, string measure)
    {
        bool isPicture = data.Kind == RunKind.Pictures;
        return new WorstExample(
            HtmlReport.Whole(table.SourceRow(row) + 1), truth, prediction, measure,
            isPicture ? Picture(data, table, row) : WorstValues.Of(data, table, row), isPicture);
    }

    private static string Picture(RunData data, TabularData table, int row)
    {
        float[] pixels = new float[table.ColumnCount];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (float)table.Value(row, i);
        }

        return PngPicture.DataAddress(pixels, data.ExampleShape[0], data.ExampleShape[1], data.ExampleShape[2]);
    }

    // Of a path the end tells more.
    private static string End(string path) => path.Length <= LongestFile ? path : "…" + path[^(LongestFile - 1)..];

    private static string Short(string name) => Label.Cut(name, LongestName);
}
