using System.Text;
using System.Text.RegularExpressions;
using Hillock.Data;

namespace Hillock.Csv;

/// <summary>Recognises files that are no tables of text by their first bytes or their first lines, and says how a table is made of them.</summary>
internal static partial class ForeignFile
{
    private const int LookedAt = 1 << 14;
    private const int LinesLookedAt = 20;
    private const int TarMagic = 257;

    private static readonly (byte[] Magic, string Kind)[] Magics =
    [
        ([.. "PK\x03\x04"u8], "a ZIP archive or an Excel workbook: unpack it, or save the sheet as CSV"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook (.xls): save the sheet as CSV"),
        ([.. "%PDF"u8], "a PDF document: name a CSV file"),
        ([0x93, .. "NUMPY"u8], "an .npy file: read it as such, or name a CSV file"),
        ([0x89, .. "PNG"u8], "a picture: name a CSV file"),
        ([0xFF, 0xD8, 0xFF], "a picture: name a CSV file"),
        ([.. "GIF8"u8], "a picture: name a CSV file"),
        ([.. "PAR1"u8], "a Parquet file: read it as such (TableFile of Hillock.Tables), unpacked where it is gzip"),
        ([.. "ARROW1"u8], "an Arrow or Feather file: read it as such (TableFile of Hillock.Tables), unpacked where it is gzip"),
        ([.. "FEA1"u8], "a Feather file of version 1: save it as CSV, in pandas with read_feather and to_csv"),
        ([.. "ORC"u8, 0x0A], "an ORC file: save it as CSV, in pandas with read_orc and to_csv"),
        ([.. "Obj\x01"u8], "an Avro file: save it as CSV"),
        ([0x89, .. "HDF"u8], "an HDF5 file: save the table in it as CSV, in pandas with read_hdf and to_csv"),
        ([.. "CDF\x01"u8], "a NetCDF file: save the table in it as CSV"),
        ([.. "SQLite format 3"u8], "an SQLite database: export a table with sqlite3 -header -csv"),
        ([.. "MATLAB 5.0"u8], "a MATLAB file: save it as CSV with writematrix or writetable"),
        ([.. "RDX"u8], "an R data file: save it as CSV with write.csv"),
        ([.. "RDA"u8], "an R data file: save it as CSV with write.csv"),
        ([.. "X\n\0\0"u8], "an R data file: save it as CSV with write.csv"),
        ([.. "$FL"u8], "an SPSS file: save it as CSV"),
        ([.. "<stata_dta>"u8], "a Stata file: save it as CSV with export delimited"),
        ([0x80, 2], "a Python pickle: save the table in it as CSV, in pandas with read_pickle and to_csv"),
        ([0x80, 3], "a Python pickle: save the table in it as CSV, in pandas with read_pickle and to_csv"),
        ([0x80, 4, 0x95], "a Python pickle: save the table in it as CSV, in pandas with read_pickle and to_csv"),
        ([0x80, 5, 0x95], "a Python pickle: save the table in it as CSV, in pandas with read_pickle and to_csv"),
        ([0xFD, .. "7zXZ"u8], "an xz archive: unpack it with xz -d"),
        ([0x1F, 0x8B], "gzip within gzip: unpack it once with gunzip"),
        ([.. "BZh"u8], "a bzip2 archive: unpack it with bunzip2"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard archive: unpack it with zstd -d"),
        ([.. "7z"u8, 0xBC, 0xAF], "a 7-Zip archive: unpack it"),
        ([.. "Rar!"u8], "a RAR archive: unpack it"),
        ([0x7F, .. "ELF"u8], "a program: name a CSV file"),
    ];

    /// <summary>Refuses what the first bytes show to be another kind of file.</summary>
    public static void Refuse(ReadOnlySpan<byte> start, string source)
    {
        if (start.IsEmpty)
        {
            throw new DataFormatException(source, null, "the file is empty", "name a file with rows");
        }

        string? kind = start is [0, 0, >= 8 and <= 14, >= 1 and <= 8, ..] ? "an IDX file: read it as such, or name a CSV file" : null;
        foreach ((byte[] magic, string name) in Magics)
        {
            kind = kind is null && start.StartsWith(magic) ? name : kind;
        }

        bool isTar = start.Length > TarMagic && start[TarMagic..].StartsWith("ustar"u8);
        Refuse(kind ?? (isTar ? "a tar archive: unpack it with tar -x" : null), source);
    }

    /// <summary>Refuses text that is no table.</summary>
    /// <param name="start">The first bytes, as UTF-8.</param>
    /// <param name="source">The file, for messages.</param>
    public static void RefuseText(ReadOnlySpan<byte> start, string source)
    {
        string text = Encoding.UTF8.GetString(start[..Math.Min(start.Length, LookedAt)]).TrimStart('\uFEFF');
        string[] lines =
        [
            .. text.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0 && !line.StartsWith('%')).Take(LinesLookedAt),
        ];
        Refuse(lines.Length == 0 ? null : KindOf(lines, text), source);
    }

    private static void Refuse(string? kind, string source)
    {
        if (kind is not null)
        {
            throw new DataFormatException(source, "offset 0", "this is not a CSV file", "it looks like " + kind);
        }
    }

    private static string? KindOf(string[] lines, string text)
    {
        string first = lines[0];
        return first.StartsWith("version https://git-lfs", StringComparison.Ordinal)
                ? "the pointer of Git LFS to a file that is not here: fetch the file with git lfs pull"
            : AnnexPointer().IsMatch(first) ? "the pointer of git-annex to a file that is not here: fetch the file with git annex get"
            : first.StartsWith("{\\rtf", StringComparison.Ordinal) ? "a document of a word processor (RTF): save the table in it as CSV"
            : IsJson(first) ? lines.Length > 1 && lines.All(static line => line is ['{', .., '}'] or ['[', .., ']'])
                ? "JSON lines: make a table of them, in pandas with read_json(FILE, lines=True) and to_csv"
                : "JSON: make a table of it, in pandas with read_json and to_csv"
            : Page().IsMatch(first) ? "an HTML page, as servers send in place of a file: download the file itself, or save the page's table as CSV"
            : first.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || (first is ['<', _, .., '>'] && text.Contains("</", StringComparison.Ordinal))
                ? "XML: make a table of it, in pandas with read_xml and to_csv"
            : Relation().IsMatch(first) ? "an ARFF file of Weka: save it as CSV, or remove the lines above @data and name the columns in one line"
            : lines.All(static line => Svmlight().IsMatch(line)) ? "an svmlight file, of numbers such as 3:0.5: save it as CSV"
            : Statement().IsMatch(first) ? "statements of SQL: export the table as CSV from the database"
            : first.StartsWith("#!", StringComparison.Ordinal) ? "a script: name the file of data that it makes"
            : null;
    }

    // A table may begin with a cell in braces; its line then ends otherwise.
    private static bool IsJson(string first) =>
        Structure().IsMatch(first) && first[^1] is '{' or '[' or '}' or ']' or ',' && !first.StartsWith("[]", StringComparison.Ordinal);

    [GeneratedRegex("""^(\{\s*("|\}|$)|\[\s*([\{\["\]]|-?\d|$))""", RegexOptions.CultureInvariant)]
    private static partial Regex Structure();

    [GeneratedRegex("^<(!doctype|html|head|body|table|meta|title|script|!--)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Page();

    [GeneratedRegex("^@relation\\s", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Relation();

    [GeneratedRegex("^[-+0-9.eE,]+( qid:\\d+)?( \\d+:[-+0-9.eE]+)+$", RegexOptions.CultureInvariant)]
    private static partial Regex Svmlight();

    [GeneratedRegex("^(--.*(dump|sql)|(create table|insert into|drop table|begin transaction)\\b|pragma )",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Statement();

    [GeneratedRegex("^(/annex/objects/|\\.\\./.*\\.git/annex/objects/)", RegexOptions.CultureInvariant)]
    private static partial Regex AnnexPointer();
}
