using System.Reflection;
using Hillock.Csv;
using Hillock.Data;

namespace Hillock.Cli.Comparisons;

/// <summary>Tables that the tool carries with it.</summary>
internal static class EmbeddedTable
{
    /// <summary>
    /// The irises of R. A. Fisher, "The use of multiple measurements in taxonomic problems", Annals of Eugenics, 1936: 150 rows, 4 measures, 3 species.
    /// </summary>
    public static TabularData Iris() => Read("iris").ToTabular();

    /// <summary>A table as it is.</summary>
    public static CsvTable Read(string name)
    {
        using MemoryStream stream = new(Bytes(name));
        return CsvTable.Read(stream, name);
    }

    /// <summary>The names of the tables.</summary>
    public static IReadOnlyList<string> Names { get; } = ["iris"];

    /// <summary>The bytes of a table as a CSV file.</summary>
    public static byte[] Bytes(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Hillock.Cli.Comparisons.Tables.{name}.csv")!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
