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
    /// <param name="quote">What stands around cells with delimiters and line ends in them.</param>
    /// <exception cref="DataFormatException">A line has more cells.</exception>
    public static void Check(ReadOnlySpan<byte> start, string source, char? delimiter, char quote)
    {
        ReadOnlySpan<byte> candidates = start.Length <= MostColumns ? [] : delimiter is { } given ? [(byte)given] : ",;\t|"u8;
        foreach (byte candidate in candidates)
        {
            int line = 1, cells = 1;
            bool isQuoted = false;
            for (int i = 0; i < start.Length; i++)
            {
                byte one = start[i];
                isQuoted ^= one == quote;
                if (isQuoted)
                {
                    continue;
                }

                if (one is (byte)'\n' or (byte)'\r')
                {
                    line += one == '\n' || i + 1 == start.Length || start[i + 1] != '\n' ? 1 : 0;
                    cells = 1;
                }
                else if (one == candidate && ++cells > MostColumns)
                {
                    throw Fault(source, line, (char)candidate);
                }
            }
        }
    }

    private static DataFormatException Fault(string source, int line, char delimiter) => new(
        source, string.Create(CultureInfo.InvariantCulture, $"line {line}"),
        string.Create(CultureInfo.InvariantCulture, $"the row has more than {MostColumns:N0} cells, divided at {CsvSample.Describe(delimiter)}"),
        "name a file with a row for each example and fewer columns");
}
