using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Csv;
using Hillock.Data;
using Hillock.Serialization.Description;
using Hillock.Tensors;

namespace Hillock.Cli.RunFolders;

/// <summary>Rows or pictures as a network takes them, with what they should give where that is known.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Targets">The targets; null where there are none.</param>
/// <param name="Table">The rows, for messages; null for a text.</param>
internal sealed record RunInputs(Tensor Inputs, Tensor? Targets, TabularData? Table)
{
    /// <summary>Reads what a model is to be asked about.</summary>
    /// <param name="path">A table, IDX pictures, an embedded data set, or <c>-</c>.</param>
    /// <param name="record">The run.</param>
    /// <param name="description">Its model.</param>
    /// <param name="reading">How the text of a table is read.</param>
    /// <param name="needsTargets">Whether there is nothing to do without targets.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static RunInputs Read(
        string path, RunRecord record, ModelDescription description, CsvReadOptions reading, bool needsTargets, CancellationToken cancellationToken)
    {
        if (record.Kind == RunKind.Text)
        {
            return OfText(path, description, record);
        }

        TabularData data = record.Kind == RunKind.Pictures ? Pictures(path, description, needsTargets)
            : Rows(path, record, description, reading, needsTargets, cancellationToken);
        if (needsTargets && !data.HasTarget)
        {
            throw new CommandException(
                $"{path} has no column \"{description.Preprocessing!.TargetName}\" to compare predictions with; add it, or take hillock predict.");
        }

        int[] rows = [.. Enumerable.Range(0, data.RowCount)];
        if (rows.Length == 0)
        {
            throw new CommandException($"{path} has no rows; name a file with some.");
        }

        (double mean, double deviation) = description.TargetScaling is { } scaling ? (scaling.Mean, scaling.Deviation) : (0, 1);
        return new RunInputs(
            TableInputs.Of(description.Preprocessing!, data, rows, [.. description.InputShape]),
            data.HasTarget ? TableInputs.Targets(data, rows, mean, deviation) : null, data);
    }

    private static TabularData Rows(
        string path, RunRecord record, ModelDescription description, CsvReadOptions reading, bool needsTargets, CancellationToken cancellationToken)
    {
        if (path == "-" || File.Exists(path) || !ComparisonData.EmbeddedNames.Contains(path))
        {
            return ComparisonData.ArePictures(path)
                ? throw new CommandException($"{path} holds pictures but the model was trained on the rows of a table; name a table.")
                : RunTable.Read(path, record.Columns, description, reading, needsTargets, cancellationToken);
        }

        TabularData data = ComparisonData.Read(path, new TableOptions(), cancellationToken: cancellationToken);
        try
        {
            Preprocessing preprocessing = description.Preprocessing!;
            return TargetAlignment.Align(
                data.Reordered([.. preprocessing.Standardization.Inputs], "the model was trained", nameof(path)), [.. description.ClassNames],
                preprocessing.TargetName);
        }
        catch (ArgumentException exception)
        {
            throw new CommandException($"{path} does not fit the model: {ErrorLine.Of(exception)}", ExitCode.Failure, exception);
        }
    }

    private static TabularData Pictures(string path, ModelDescription description, bool needsTargets)
    {
        if (path == "-" || !ComparisonData.ArePictures(path) || description.Preprocessing is null)
        {
            throw new CommandException(
                $"{path}: the model was trained on {(description.Preprocessing is null ? "a folder of" : "IDX")} pictures; name a picture, a folder" +
                $"{(description.Preprocessing is null ? "" : ", or a file such as t10k-images-idx3-ubyte.gz")}.");
        }

        int[] shape = TableData.PictureSize(path);
        if (!shape.SequenceEqual(description.InputShape))
        {
            throw new CommandException(
                $"{path} has pictures of {Shape.Create(shape)} but the model was trained on {Shape.Create([.. description.InputShape])}; name others.");
        }

        if (needsTargets || NamedPictures.IsNamed(path))
        {
            TabularData data = ComparisonData.Read(path, new TableOptions());
            try
            {
                return TargetAlignment.Align(data, [.. description.ClassNames], description.Preprocessing!.TargetName);
            }
            catch (ArgumentException exception)
            {
                throw new CommandException($"{path} does not fit the model: {ErrorLine.Of(exception)}", ExitCode.Failure, exception);
            }
        }

        NumericArray images = IdxFile.Read(path);
        int pixels = images.Length / Math.Max(1, images.Shape[0]);
        float[] features = images.ToSingle();
        double[][] columns = new double[pixels][];
        for (int i = 0; i < pixels; i++)
        {
            columns[i] = new double[images.Shape[0]];
            for (int row = 0; row < columns[i].Length; row++)
            {
                columns[i][row] = features[(row * pixels) + i];
            }
        }

        return TabularData.WithoutTarget(columns, TabularColumn.Numbered(pixels), path);
    }

    private static RunInputs OfText(string path, ModelDescription description, RunRecord record)
    {
        int steps = description.InputShape is [> 0 and int length] ? length : record.Steps;
        int[] tokens = TextData.Encode(TextData.Read(path), description.Vocabulary, path);
        return TextData.Pieces(tokens, steps) is { } pieces ? new RunInputs(pieces.Inputs, pieces.Targets, null)
            : throw new CommandException($"{path}: {Plural.Of(tokens.Length, "character")} {Plural.Word(tokens.Length, "is", "are")} no piece of " +
                $"{steps} and the next; name a longer text.");
    }
}
