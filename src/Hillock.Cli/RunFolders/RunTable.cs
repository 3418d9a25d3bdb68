using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Csv;
using Hillock.Data;
using Hillock.Serialization.Description;
using Hillock.Tensors;

namespace Hillock.Cli.RunFolders;

/// <summary>Reads rows for a network that was trained on others: columns by their names, classes as they are numbered there.</summary>
internal static class RunTable
{
    private const int MostNames = 20;

    /// <summary>A table with the columns of the training part; without a target where the file has none.</summary>
    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    /// <param name="columns">All columns of the training data in their order.</param>
    /// <param name="description">The model.</param>
    /// <param name="reading">How the text is read.</param>
    /// <param name="withTarget">Whether the target is read too, which may then have no class that the model does not know.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CommandException">The file does not fit the model.</exception>
    public static TabularData Read(
        string path, IReadOnlyList<string> columns, ModelDescription description, CsvReadOptions reading, bool withTarget, CancellationToken cancellationToken)
    {
        Preprocessing preprocessing = description.Preprocessing ?? throw new CommandException(
            "the model has no preprocessing for the columns of a table; name the folder of a run that was trained on one.");
        TabularData like = preprocessing.Columns(withTarget);
        CsvTabularOptions options = new() { Like = like, AllowMissing = preprocessing.Standardization.ImputesMissing };
        string source = path == "-" ? "standard input" : path;
        MemoryStream? given = path == "-" || IsPipe(path) ? Given(path, cancellationToken) : null;
        return ComparisonData.Translated(reading, () =>
        {
            reading = reading with { Like = like };
            CsvTable table = Table(given, path, source, reading, cancellationToken);
            if (!table.HasHeader)
            {
                // Rows alone: they are in the order of the training data.
                table = Table(
                    given, path, source,
                    table.Options with { ColumnNames = [.. Layout(table, columns, preprocessing.TargetName)], Like = like }, cancellationToken);
            }

            return table.ToTabular(options);
        });
    }

    /// <summary>Says which values of its columns the training part does not have.</summary>
    public static void WriteUnseen(TabularData? data, ModelDescription description, TextWriter error) =>
        TestFile.WriteUnseen(data, data is null ? null! : description.Preprocessing!.Columns(withTarget: true), error);

    /// <summary>A table without rows that a file is to follow.</summary>
    // The names of the columns of rows without names: those of the training data, with the target or without it.
    private static IEnumerable<string> Layout(CsvTable table, IReadOnlyList<string> columns, string target)
    {
        string[] inputs = [.. columns.Where(name => name != target)];
        if (columns.Count == 0)
        {
            throw new DataFormatException(
                table.Source, null, "its columns have no names, and the run does not keep the order of those of the training data",
                "add a first line with their names");
        }

        return table.Columns.Count == columns.Count ? columns : table.Columns.Count == inputs.Length ? inputs : throw new DataFormatException(
            table.Source, null,
            FormattableString.Invariant(
                $"it has {Plural.Of(table.Columns.Count, "column")} without names but the training data has {columns.Count}, with the target"),
            $"add a first line with the names, or give the columns {Named(columns)}, with {ComparisonConversion.Short(target)} or without it, in this order");
    }

    private static string Named(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames).Select(ComparisonConversion.Short)) +
        (names.Count > MostNames ? FormattableString.Invariant($" and {names.Count - MostNames} more as in the training data") : "");

    // A file is opened anew where it has to be read again; what comes through a pipe is kept.
    private static CsvTable Table(MemoryStream? given, string path, string source, CsvReadOptions reading, CancellationToken cancellationToken)
    {
        if (given is null)
        {
            return ComparisonData.Abandonable(() => TableSource.Read(path, reading, cancellationToken), cancellationToken);
        }

        given.Position = 0;
        return TableSource.Read(given, source, reading, cancellationToken);
    }

    private static bool IsPipe(string path) => File.Exists(path) && Data.FileKinds.Of(Data.RealPath.Of(path)) != Data.FileKind.Plain;

    private static MemoryStream Given(string path, CancellationToken cancellationToken) => ComparisonData.Abandonable(() =>
    {
        MemoryStream all = new();
        using Stream input = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
        input.CopyTo(all);
        return all;
    }, cancellationToken);
}
