using System.Text;
using Hillock.Data;

namespace Hillock.Csv;

/// <summary>How the text of a table is to be read; everything left open is detected.</summary>
public sealed record CsvReadOptions
{
    /// <summary>More rows than this are read only where <see cref="MaximumRows"/> says so: a small compressed file may hold any number of them.</summary>
    public const int UsualMaximumRows = 10_000_000;

    /// <summary>
    /// The character between cells; <see langword="null"/> to choose among comma, semicolon, tab, bar and, failing those, space. With a space, any number of
    /// spaces and tabs divides, as in columns that are aligned; two at least where single ones stand within words.
    /// </summary>
    public char? Delimiter { get; init; }

    /// <summary>
    /// How many lines at the beginning are passed over; <see langword="null"/> to find titles above the header, of which <see cref="CsvTable.Notes"/> tells.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative number.</exception>
    public int? SkipLines
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(SkipLines));
            field = value;
        }
    }

    /// <summary>Whether the first row names the columns; <see langword="null"/> to detect it.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>
    /// The names of the columns of a file whose first row does not name them (<see cref="HasHeader"/> is false), in their order; empty for <c>x0</c>, <c>x1</c>
    /// and so on. Where the first row names them, it counts.
    /// </summary>
    /// <example>
    /// <code>
    /// using MemoryStream rows = new("1.5,yes\n2.5,no\n"u8.ToArray());
    /// CsvTable table = CsvTable.Read(rows, "rows", new CsvReadOptions { HasHeader = false, ColumnNames = ["size", "sold"] });
    /// Console.WriteLine(string.Join(", ", table.Columns.Select(column =&gt; column.Name))); // size, sold
    /// </code>
    /// </example>
    public IReadOnlyList<string> ColumnNames { get; init; } = [];

    /// <summary>The decimal mark, a point or a comma; <see langword="null"/> to detect it, column by column.</summary>
    public char? DecimalMark { get; init; }

    /// <summary>
    /// What stands between groups of three digits beside spaces and apostrophes; <see langword="null"/> for the one of comma and point that is no decimal
    /// mark.
    /// </summary>
    public char? Thousands { get; init; }

    /// <summary>
    /// The order of day, month and year in dates of three numbers; to be found out by default. Columns whose dates cannot be read in this order are read as
    /// they can be.
    /// </summary>
    public CsvDateOrder DateOrder { get; init; }

    /// <summary>The character around cells that hold delimiters; <see langword="null"/> for the double quote, <c>'\0'</c> for none.</summary>
    public char? Quote { get; init; }

    /// <summary>The character that begins lines to pass over; <see langword="null"/> to detect <c>#</c> above the first row.</summary>
    public char? Comment { get; init; }

    /// <summary>The encoding; <see langword="null"/> for UTF-8, or UTF-16 and UTF-32 where a byte order mark or the zero bytes say so.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Words that stand for a missing value, beside the usual ones. A number stands for every cell of that value.</summary>
    public IReadOnlyCollection<string> Missing { get; init; } = [];

    /// <summary>Words that do not stand for a missing value although they usually do, such as <c>NA</c> for Namibia.</summary>
    public IReadOnlyCollection<string> NotMissing { get; init; } = [];

    /// <summary>How many rows there may be.</summary>
    public int MaximumRows { get; init; } = UsualMaximumRows;

    /// <summary>
    /// The table that this one is to follow, such as the training part when this file is for tests or predictions: its columns' numbers and dates are
    /// written as there, whatever else the cells would allow. <see langword="null"/> to detect how they are written.
    /// </summary>
    /// <remarks>Known of tables that <see cref="CsvTable.ToTabular(CsvTabularOptions)"/> made; other columns are detected.</remarks>
    public TabularData? Like { get; init; }

    /// <summary>
    /// How the cells of columns are written, by the columns' names: what <see cref="CsvTable.Formats"/> had of the file that this one is to follow. Other
    /// columns are as <see cref="Like"/> says, or detected. It goes before <see cref="DecimalMark"/>, <see cref="Thousands"/> and <see cref="DateOrder"/>.
    /// </summary>
    public IReadOnlyList<CsvColumnFormat> Formats { get; init; } = [];
}
