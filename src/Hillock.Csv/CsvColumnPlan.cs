using System.Text.RegularExpressions;
using Hillock.Kernels;

namespace Hillock.Csv;

/// <summary>Decides what becomes of each column.</summary>
/// <remarks>
/// Left out are columns without a value, columns with a name and one value in all of ten rows or more, whole numbers that are
/// different in every row and named like a number of identity, and columns of text that hold more different words than half the rows: they tell rows apart and
/// say nothing of other rows. Options go before; if nothing were left, they stay.
/// </remarks>
internal sealed partial class CsvColumnPlan
{
    private const int FewRows = 10;
    private const int FewWords = 10;
    private const int ManyWords = 50;
    private const int MostGroups = 6;

    private readonly CsvTable _table;
    private readonly CsvColumn[] _columns;
    private readonly CsvTabularOptions _options;
    private readonly HashSet<int> _ignored;
    private readonly HashSet<int> _categorical;
    private readonly HashSet<int> _numeric;
    private readonly int _group;
    private readonly int _time;

    public CsvColumnPlan(CsvTable table, CsvColumn[] columns, CsvTabularOptions options)
    {
        (_table, _columns, _options) = (table, [.. columns], options);
        CsvColumnFinder find = new(table, columns);
        Target = options.Target is null ? columns.Length - 1 : find.IndexOf(options.Target, "target column");
        _ignored = [.. options.Ignore.Select(name => find.IndexOf(name, "column to ignore"))];
        _categorical = [.. options.Categorical.Select(name => find.IndexOf(name, "categorical column"))];
        _numeric = [.. options.Numeric.Select(name => find.IndexOf(name, "numeric column"))];
        _group = options.Group is null ? -1 : find.IndexOf(options.Group, "group column");
        _time = options.Time is null ? -1 : find.IndexOf(options.Time, "time column");
        CheckConflicts(find);
        foreach (int column in options.TargetKind == CsvTargetKind.Real ? [.. _numeric, Target] : _numeric)
        {
            _columns[column] = _columns[column].MixedUnits.Count > 0 ? _columns[column].InAnyUnit() : _columns[column];
        }

        CsvColumnUse[] uses = new CsvColumnUse[columns.Length];
        Parallelism.For(uses.Length, i => uses[i] = Use(i));
        KeepSome(uses);
        Uses = uses;
    }

    /// <summary>The options that it was made for.</summary>
    public CsvTabularOptions Options => _options;

    /// <summary>The columns, of which those that are declared to be numbers are read in whatever units they are.</summary>
    public CsvColumn[] Columns => _columns;

    /// <summary>The target column.</summary>
    public int Target { get; }

    /// <summary>What becomes of each column.</summary>
    public IReadOnlyList<CsvColumnUse> Uses { get; }

    /// <summary>Whether a column was said to hold categories.</summary>
    public bool IsDeclaredCategorical(int column) => _categorical.Contains(column);

    /// <summary>Whether a column was said to hold numbers.</summary>
    public bool IsDeclaredNumeric(int column) => _numeric.Contains(column);

    private void CheckConflicts(CsvColumnFinder find)
    {
        if (_ignored.Contains(Target))
        {
            throw find.Fault(null, $"the target {find.Name(Target)} is to be ignored as well", "choose another target");
        }

        foreach (int column in _categorical.Where(_numeric.Contains))
        {
            throw find.Fault(find.Name(column), "it is to be categorical and numeric at once", "choose one");
        }

        if (_group == Target || _time == Target)
        {
            throw find.Fault(null, $"the target {find.Name(Target)} is the {(_group == Target ? "group" : "time")} column as well", "choose another target");
        }
    }

    private CsvColumnUse Use(int index)
    {
        CsvColumn column = _columns[index];
        bool words = index != Target && !_categorical.Contains(index) && column.HasWordsForMissing;
        int missing = column.CountMissing(words);
        bool isCode = column.Kind == CsvColumnKind.Numeric && column.HoldsCodes && index != Target && !_numeric.Contains(index);
        CsvColumnKind kind = isCode || _categorical.Contains(index) ? CsvColumnKind.Categorical : column.Kind;
        if (index == Target || index == _group || index == _time)
        {
            CsvColumnRole role = index == Target ? CsvColumnRole.Target : index == _group ? CsvColumnRole.Group : CsvColumnRole.Time;
            string? own = role == CsvColumnRole.Target ? CsvColumnNotes.Join([UnitNote(column) ?? CaseNote(column), DateNote(column)])
                : DateNote(column);
            return new CsvColumnUse(column, role, kind, missing, Join(own, column));
        }

        if (_ignored.Contains(index))
        {
            return new CsvColumnUse(column, CsvColumnRole.LeftOut, kind, missing, null);
        }

        bool isConstant = _table.RowCount - missing >= FewRows && (missing == 0 || kind != CsvColumnKind.Categorical) && column.CountDistinct(2) == 1
            && !_categorical.Contains(index) && !_numeric.Contains(index);
        if (isConstant)
        {
            string value = CsvColumnFinder.Short((isCode ? column.Categories(1, false) : column.DistinctValues(1))[0]);
            string note = $"it is {value} in every row{(missing > 0 ? " that has a value" : "")}, which says nothing";
            return new CsvColumnUse(column, _table.HasNames ? CsvColumnRole.LeftOut : CsvColumnRole.Feature, kind, missing, note)
            {
                IsConstant = true,
                IsDivided = kind == CsvColumnKind.Date,
            };
        }

        string? reason = missing == _table.RowCount ? "it holds no value" : _categorical.Contains(index) || _numeric.Contains(index) ? null
            : Identity(index, missing, kind);
        if (reason is not null)
        {
            return new CsvColumnUse(column, CsvColumnRole.LeftOut, kind, missing, UnitNote(column) ?? reason);
        }

        bool isDivided = kind == CsvColumnKind.Date && !_numeric.Contains(index);
        return new CsvColumnUse(column, CsvColumnRole.Feature, isDivided ? kind : kind == CsvColumnKind.Date ? CsvColumnKind.Numeric : kind, missing,
            _categorical.Contains(index) ? Note(index, kind) : Join(Note(index, kind), column))
        {
            IsDivided = isDivided,
        };
    }

    private static string? Join(string? note, CsvColumn column) => CsvColumnNotes.Join([note, CsvColumnNotes.Of(column)]);

    private string? Note(int index, CsvColumnKind kind)
    {
        CsvColumn column = _columns[index];
        if (kind == CsvColumnKind.Categorical && column.Kind == CsvColumnKind.Numeric && !_categorical.Contains(index))
        {
            return "its numbers begin with zeros, so they are codes, each a category of its own";
        }

        return kind == CsvColumnKind.Categorical && !_categorical.Contains(index) && UnitNote(column) is { } units ? units
            : kind == CsvColumnKind.Categorical && column.WordCount >= ManyWords && _options.MaximumCategories == CsvTabularOptions.UsualMaximumCategories
            ? $"it becomes {column.WordCount} columns of 0 and 1, one for each of its different words"
            : kind == CsvColumnKind.Date && !_numeric.Contains(index)
                ? string.Join("; ", ((string?[])[DateParts.Describe(column, _table.RowCount), DateNote(column)]).OfType<string>())
            : DateNote(column);
    }

    // Yes and yes are two classes until somebody says otherwise.
    private static string? CaseNote(CsvColumn column)
    {
        string[][] alike =
        [
            .. column.Words.GroupBy(static word => string.Join(' ', word.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
                StringComparer.OrdinalIgnoreCase).Select(static group => group.ToArray()).Where(static group => group.Length > 1),
        ];
        string groups = string.Join("; ", alike.Take(MostGroups).Select(static group =>
            string.Join(", ", group[..^1].Take(MostGroups).Select(Quoted)) + " and " + Quoted(group[^1])));
        string more = alike.Length > MostGroups ? $"; and so do those of {alike.Length - MostGroups} more groups" : "";
        return alike.Length == 0 ? null : $"classes of it differ in case or blanks alone: {groups}{more}; where they mean one, write them alike in the file";
    }

    private static string Quoted(string word) => $"\"{CsvColumnFinder.Short(word)}\"";

    private static string? UnitNote(CsvColumn column) => column.MixedUnits.Count == 0 ? null
        : $"its cells are numbers, but in {column.UnitsInWords}, so they are words; write all of them in one, or read the numbers as they are";

    private static string? DateNote(CsvColumn column) => column.Kind != CsvColumnKind.Date ? null
        : column.Format.Date!.IsAmbiguous
            ? $"its dates were read as {column.Format.Date.Name}; day and month might be the other way round, which you decide by the order of dates"
        : column.Format.Date.OtherYear is { } place
            ? $"its dates were read as {column.Format.Date.Name}; the year might stand {place}, which you decide by the order of dates" : null;

    // Why a column tells rows apart instead of describing them.
    private string? Identity(int index, int missing, CsvColumnKind kind)
    {
        CsvColumn column = _columns[index];
        int present = _table.RowCount - missing;
        if (kind == CsvColumnKind.Categorical)
        {
            bool isCode = column.Kind == CsvColumnKind.Numeric;
            int different = isCode ? column.DistinctCount : column.WordCount;
            int words = column.HasMoreTexts ? int.MaxValue : different;
            return words >= FewWords && words > present / 2
                ? $"it has {(column.HasMoreTexts ? "more than " : "")}{different} different {(isCode ? "codes" : "words")} in {present} rows, " +
                    "which tell rows apart and say nothing of others"
                : null;
        }

        return column.Kind == CsvColumnKind.Numeric && present >= FewRows && IsNamedLikeIdentity(index) && IsWhole(column)
            && column.CountDistinct(int.MaxValue) == present
            ? $"it is {(column.IsUnnamed ? "unnamed" : "named like a number of identity")}, and its whole numbers are different in every row" : null;
    }

    private bool IsNamedLikeIdentity(int index) =>
        _table.HasNames && (IdentityName().IsMatch(_columns[index].Name) || (index == 0 && _columns[index].IsUnnamed));

    private static bool IsWhole(CsvColumn column)
    {
        foreach (double value in column.Values)
        {
            if (!double.IsNaN(value) && value != Math.Floor(value))
            {
                return false;
            }
        }

        return true;
    }

    // Without any other feature, the columns that would be left out are all there is: numbers first.
    private void KeepSome(CsvColumnUse[] uses)
    {
        if (uses.Any(static use => use.Role == CsvColumnRole.Feature))
        {
            return;
        }

        int[] candidates = [
            .. Enumerable.Range(0, uses.Length).Where(i => uses[i].Role == CsvColumnRole.LeftOut && !_ignored.Contains(i)
            && uses[i].Missing < _table.RowCount)];
        int[] numbers = [.. candidates.Where(i => _columns[i].Kind == CsvColumnKind.Numeric)];
        foreach (int i in numbers.Length > 0 ? numbers : candidates)
        {
            string? note = uses[i].IsConstant ? "it is the same in every row, as are all others: nothing can be learnt of them" : null;
            uses[i] = uses[i] with { Role = CsvColumnRole.Feature, Note = note, IsConstant = false };
        }
    }

    [GeneratedRegex(
        "(?i:(^|[_\\-. ])(id|ids|uid|uuid|guid|key|index|idx|rowid|rownum|rownames|row|nr|no|serial)$|^unnamed: \\d+$)|[a-z](Id|ID|Key|Index|Idx|Nr|No)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex IdentityName();
}
