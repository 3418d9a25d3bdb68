using System.Text;
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
    private const string Training = "the training data";
    private const long MostBytes = 1L << 31;

    /// <summary>A table with the columns of the training part; without a target where the file has none.</summary>
    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    /// <param name="description">The model.</param>
    /// <param name="reading">How the text is read.</param>
    /// <param name="withTarget">Whether the target is read too, which may then have no class that the model does not know.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CommandException">The file does not fit the model.</exception>
    public static TabularData Read(string path, ModelDescription description, CsvReadOptions reading, bool withTarget, CancellationToken cancellationToken)
    {
        Preprocessing preprocessing = description.Preprocessing ?? throw new CommandException(
            "the model has no preprocessing for the columns of a table; name the folder of a run that was trained on one.");
        TabularData like = Like(preprocessing, description, withTarget);
        CsvTabularOptions options = new() { Like = like, AllowMissing = preprocessing.Standardization.ImputesMissing };
        string source = path == "-" ? "standard input" : path;
        byte[] bytes = Bytes(path, cancellationToken);
        return ComparisonData.Translated(reading, () =>
        {
            reading = reading with { Like = like };
            CsvTable table = Table(bytes, source, reading, cancellationToken);
            if (!table.HasHeader && Header(table, preprocessing) is { } header)
            {
                // Rows alone: they are in the order of the training part.
                CsvReadOptions named = reading with { HasHeader = true, Delimiter = table.Delimiter };
                table = Table([.. Encoding.UTF8.GetBytes(header), .. bytes], source, named, cancellationToken);
            }

            return table.ToTabular(options);
        });
    }

    /// <summary>Says which values of its columns the training part does not have.</summary>
    public static void WriteUnseen(TabularData? data, ModelDescription description, TextWriter error) =>
        TestFile.WriteUnseen(data, data is null ? null! : Like(description.Preprocessing!, description, withTarget: true), error);

    /// <summary>A table without rows that a file is to follow.</summary>
    private static TabularData Like(Preprocessing preprocessing, ModelDescription description, bool withTarget)
    {
        TabularColumn[] columns = [.. preprocessing.Standardization.Inputs];
        return TabularData.OfColumns(
            [.. columns.Select(static _ => Array.Empty<double>())], columns, 0, [], [.. description.ClassNames], [],
            withTarget ? preprocessing.TargetName : "", Training);
    }

    // A line of names, if there are as many cells as columns, with the target behind them or without it.
    private static string? Header(CsvTable table, Preprocessing preprocessing)
    {
        IReadOnlyList<TabularColumn> columns = preprocessing.Standardization.Inputs;
        int target = table.Columns.Count - columns.Count;
        IEnumerable<string> names = columns.Select(static column => column.Name).Concat(target == 1 ? [preprocessing.TargetName] : []);
        return target is 0 or 1 ? string.Join(table.Delimiter, names.Select(Quoted)) + "\n" : null;
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static CsvTable Table(byte[] bytes, string source, CsvReadOptions reading, CancellationToken cancellationToken)
    {
        using MemoryStream stream = new(bytes, writable: false);
        return CsvTable.Read(stream, source, reading, cancellationToken: cancellationToken);
    }

    private static byte[] Bytes(string path, CancellationToken cancellationToken) => ComparisonData.Abandonable(() =>
    {
        if (path != "-" && new FileInfo(path) is { Exists: true, Length: > MostBytes })
        {
            throw new DataFormatException(path, null, $"it has more than {MostBytes >> 30} GB", "divide it");
        }

        using Stream stream = path == "-" ? Console.OpenStandardInput() : DataFile.OpenRead(path);
        using MemoryStream all = new();
        stream.CopyTo(all);
        return all.ToArray();
    }, cancellationToken);
}
