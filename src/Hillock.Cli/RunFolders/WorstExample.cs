using System.Globalization;
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
/// <param name="Measure">The probability of what it is, or the difference.</param>
/// <param name="Features">Its first values, or the address of its picture.</param>
/// <param name="IsPicture">Whether it is a picture.</param>
internal sealed record WorstExample(string Name, string Truth, string Prediction, string Measure, string Features, bool IsPicture)
{
    private const int Count = 12, MostFeatures = 8, LongestName = 40, LongestFile = 60;

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
            int classes = description.ClassNames.Count;
            double[] probabilities = RunPredictor.Probabilities(outputs);
            return
            [
                .. data.HeldOutRows.Select((row, i) => (row, i, own: probabilities[(i * classes) + table.Classes[row]]))
                    .OrderBy(static one => one.own).Take(Count).Select(one => Of(
                        data, table, one.row, Short(description.ClassNames[table.Classes[one.row]]),
                        Short(description.ClassNames[PredictedClasses.Largest(probabilities.AsSpan(one.i * classes, classes))]),
                        Label.Significant(100 * one.own, 2))),
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
        int classes = description.ClassNames.Count;
        double[] probabilities = RunPredictor.Probabilities(outputs);
        long[] truth = data.HeldOutTargets!.ToArray<long>();
        return
        [
            .. data.HeldOutPictures.Select((picture, i) => (picture, i, own: probabilities[(i * classes) + (int)truth[i]])).OrderBy(static one => one.own)
                .Take(Count).Select(one => new WorstExample(
                    End(one.picture.Name), Short(description.ClassNames[(int)truth[one.i]]),
                    Short(description.ClassNames[PredictedClasses.Largest(probabilities.AsSpan(one.i * classes, classes))]),
                    Label.Significant(100 * one.own, 2), PngPicture.DataAddress(Tensor.From(one.picture.Pixels, data.ExampleShape)), IsPicture: true)),
        ];
    }

    private static WorstExample Of(RunData data, TabularData table, int row, string truth, string prediction, string measure)
    {
        bool isPicture = data.Kind == RunKind.Pictures;
        return new WorstExample(
            HtmlReport.Whole(table.SourceRow(row) + 1), truth, prediction, measure, isPicture ? Picture(data, table, row) : Values(table, row), isPicture);
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

    private static string Values(TabularData table, int row)
    {
        IEnumerable<string> words = table.Columns.Take(MostFeatures).Select((column, i) => $"{Short(column.Name)} {Value(column, table.Value(row, i))}");
        int more = table.ColumnCount - MostFeatures;
        return string.Join(", ", words) + (more > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {more} more") : "");
    }

    // Of a path the end tells more.
    private static string End(string path) => path.Length <= LongestFile ? path : "…" + path[^(LongestFile - 1)..];

    private static string Value(TabularColumn column, double value) =>
        double.IsNaN(value) ? "missing" : column.IsCategorical ? Short(column.Categories[(int)value]) : Label.Significant(value);

    private static string Short(string name) => Label.Cut(name, LongestName);
}
