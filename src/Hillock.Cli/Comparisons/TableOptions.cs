using System.Text;
using Hillock.Csv;
using Hillock.Data;

namespace Hillock.Cli.Comparisons;

/// <summary>How a table is read, and how its columns are used.</summary>
internal sealed record TableOptions
{
    private static readonly CsvReadOptions Usual = new();

    /// <summary>How the text is read.</summary>
    public CsvReadOptions Reading { get; init; } = Usual;

    /// <summary>How columns are used.</summary>
    public CsvTabularOptions Columns { get; init; } = new();

    /// <summary>What is done with the columns before the network.</summary>
    public PreprocessingOptions Preparation { get; init; } = new();

    /// <summary>What becomes of classes with fewer rows than folds: <c>refuse</c>, <c>leave-out</c> or <c>spread</c>.</summary>
    public string RareClasses { get; init; } = "refuse";

    /// <summary>Whether they are said of two files, whose encodings may differ.</summary>
    public bool HasTwoFiles { get; init; }

    public static implicit operator TableOptions(CsvTabularOptions columns) => new() { Columns = columns };

    /// <summary>The options of a command line that say the same, with their values.</summary>
    public IEnumerable<string> Words()
    {
        List<string> words = [];
        Add(Reading.SkipLines is not null, "--skip-lines", FormattableString.Invariant($"{Reading.SkipLines}"));
        Add(Reading.HasHeader is not null, "--header", Reading.HasHeader == true ? "yes" : "no");
        Add(Reading.Delimiter is not null, "--delimiter", Name(Reading.Delimiter));
        Add(Reading.DecimalMark is not null, "--decimal", Name(Reading.DecimalMark));
        Add(Reading.Thousands is not null, "--thousands", Name(Reading.Thousands));
        Add(Reading.DateOrder != CsvDateOrder.Auto, "--date-order", Order(Reading.DateOrder));
        Add(Reading.Quote is not null, "--quote", Name(Reading.Quote));
        Add(Reading.Comment is not null, "--comment", Name(Reading.Comment));
        Add(Reading.Encoding is not null, "--encoding", Reading.Encoding?.WebName ?? Encoding.UTF8.WebName);
        Add(Reading.Missing.Count > 0, "--missing", string.Join(',', Reading.Missing));
        Add(Reading.NotMissing.Count > 0, "--not-missing", string.Join(',', Reading.NotMissing));
        Add(Reading.MaximumRows != Usual.MaximumRows, "--max-rows", FormattableString.Invariant($"{Reading.MaximumRows}"));
        Add(Columns.Target is not null, "--target", Columns.Target);
        Add(Columns.TargetKind != CsvTargetKind.Auto, "--task", Columns.TargetKind == CsvTargetKind.Class ? "class" : "number");
        Add(Columns.Ignore.Count > 0, "--ignore", string.Join(',', Columns.Ignore));
        Add(Columns.Categorical.Count > 0, "--categorical", string.Join(',', Columns.Categorical));
        Add(Columns.Numeric.Count > 0, "--numeric", string.Join(',', Columns.Numeric));
        Add(Columns.Group is not null, "--group", Columns.Group);
        Add(Columns.Time is not null, "--time", Columns.Time);
        Add(Preparation.RareRows > 1, "--rare-categories", FormattableString.Invariant($"{Preparation.RareRows}"));
        Add(Preparation.Encoding == CategoryEncoding.Target, "--encode", "target");
        Add(RareClasses != "refuse", "--rare-classes", RareClasses);
        if (Columns.AllowMissing)
        {
            words.Add("--impute");
        }

        return words;

        void Add(bool condition, string name, string? value)
        {
            if (condition)
            {
                words.AddRange([name, value!]);
            }
        }
    }

    /// <summary>A character as the command line takes it.</summary>
    public static string Name(char? character) => character switch
    {
        '\0' => "none",
        '\t' => "tab",
        ' ' => "spaces",
        _ => $"{character}",
    };

    private static string Order(CsvDateOrder order) => order switch
    {
        CsvDateOrder.DayMonthYear => "dmy",
        CsvDateOrder.MonthDayYear => "mdy",
        CsvDateOrder.YearMonthDay => "ymd",
        _ => "auto",
    };
}
