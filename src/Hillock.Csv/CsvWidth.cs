using System.Globalization;
using Hillock.Data;

namespace Hillock.Csv;

/// <summary>Refuses rows of very many cells before any is taken apart: a table keeps hundreds of bytes for each column beside its values.</summary>
internal static class CsvWidth
{
    /// <summary>The most columns of a table.</summary>
    public const int MostColumns = 100_000;

    /// <summary>Looks at the lines of a text's start.</summary>
    /// <param name="start">The first bytes, as UTF-8.</param>
    /// <param name="source">The name for the fault.</param>
    /// <param name="delimiter">What divides cells; null where it is to be found out.</param>
    /// <exception cref="DataFormatException">A line has more cells.</exception>
    public static void Check(ReadOnlySpan<byte> start, string source, char? delimiter)
    {
        ReadOnlySpan<byte> candidates = delimiter is { } given ? [(byte)given] : ",;\t|"u8;
        int line = 1;
        foreach (Range range in start.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> text = start[range];
            foreach (byte candidate in text.Length > MostColumns ? candidates : [])
            {
                if (text.Count(candidate) >= MostColumns)
                {
                    throw Fault(source, line, (char)candidate);
                }
            }

            line++;
        }
    }

    private static DataFormatException Fault(string source, int line, char delimiter) => new(
        source, string.Create(CultureInfo.InvariantCulture, $"line {line}"),
        string.Create(CultureInfo.InvariantCulture, $"the row has more than {MostColumns:N0} cells, divided at {CsvSample.Describe(delimiter)}"),
        "name a file with a row for each example and fewer columns");
}
