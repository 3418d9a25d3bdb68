using System.Text;
using Hillock.Csv.Cells;

namespace Hillock.Csv;

/// <summary>The words that stand for a missing value.</summary>
/// <remarks>
/// Those that pandas, R, SQL, spreadsheets and C write are missing wherever they stand. A dash, a point or "none" may also be a value: they are missing among
/// numbers
/// and dates, and in features of text with two other words or more, but not in a target of classes.
/// </remarks>
internal sealed class MissingWords
{
    private static readonly string[] Always =
    [
        "?", "na", "n/a", "n.a.", "n.a", "n/d", "nan", "-nan", "+nan", "nan(ind)", "-nan(ind)", "1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan", "null", "(null)",
        "[null]",
        "<null>", "nil", "\\n", "#n/a", "#na", "#n/a n/a", "<na>", "<nan>", "[na]", "#value!", "#ref!", "#div/0!", "#num!", "#name?", "#null!", "#error!",
        "nat", "na.", "(na)", "(nan)", "#n/d", "#nv", "#nd",
    ];

    private static readonly string[] Usually =
    [
        "none", "(none)", "<none>", "-", "--", "---", "–", "—", ".", "..", "...", "…", "*", "??", "missing", "(missing)", "<missing>", "[missing]",
        "(blank)", "blank",
        "(empty)", "empty", "undefined", "k.a.", "k. a.", "n. a.", "nd", "n.d.", "not available", "not applicable", "no data", "no value",
        "no answer", "nothing", "undef", "not given", "none given", "not measured", "not stated", "not specified", "keine angabe",
        "k.a", "n.v.", "n/v", "s/d", "s.d.", "n.r.", "n/r", "~",
        "_", "__", "//",
    ];

    // Values of a text column as often as not, but never numbers.
    private static readonly string[] AmongNumbers = ["unknown", "(unknown)", "unk", "unbekannt", "x", "-/-", "not known", "not reported", "not recorded",
        "refused", "pending", "tbd", "tba", "t.b.d.", "absent", "xx", "xxx", "nr", "not tested", "not done", "invalid", "error"];

    private readonly byte[][] _always;
    private readonly bool[] _firstBytes = new bool[256];
    private readonly int _longest;
    private readonly double[] _numbers;
    private readonly bool _hasNaN;
    private readonly HashSet<string> _usually;
    private readonly HashSet<string> _amongNumbers;

    public MissingWords(CsvReadOptions options)
    {
        HashSet<string> not = new(options.NotMissing.Select(static word => word.Trim()), StringComparer.OrdinalIgnoreCase);
        HashSet<string> always = new(Always.Concat(options.Missing.Select(static word => word.Trim())), StringComparer.OrdinalIgnoreCase);
        always.ExceptWith(not);
        _usually = new(Usually.Where(word => !not.Contains(word)), StringComparer.OrdinalIgnoreCase);
        _amongNumbers = new(AmongNumbers.Where(word => !not.Contains(word)), StringComparer.OrdinalIgnoreCase);
        _always = [.. always.Where(static word => word.Length > 0).Select(Encoding.UTF8.GetBytes)];
        _longest = _always.Max(static word => word.Length);
        foreach (byte[] word in _always)
        {
            _firstBytes[char.IsAscii((char)word[0]) ? char.ToLowerInvariant((char)word[0]) : word[0]] = true;
            _firstBytes[char.IsAscii((char)word[0]) ? char.ToUpperInvariant((char)word[0]) : word[0]] = true;
        }

        List<double> numbers = [];
        foreach (byte[] word in _always)
        {
            if (CellParser.TryParse(word, out double number))
            {
                numbers.Add(number);
            }
        }

        _hasNaN = numbers.Exists(double.IsNaN);
        _numbers = [.. numbers.Where(static number => !double.IsNaN(number))];
    }

    /// <summary>Whether a cell is missing wherever it stands: empty, or one of the words in any case.</summary>
    public bool IsMissing(ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty)
        {
            return true;
        }

        if (cell.Length > _longest || !_firstBytes[cell[0]])
        {
            return false;
        }

        foreach (byte[] word in _always)
        {
            if (word.Length == cell.Length && (Ascii.EqualsIgnoreCase(word, cell) || cell.SequenceEqual(word)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether any number stands for a missing value.</summary>
    public bool HasNumbers => _numbers.Length > 0;

    /// <summary>Whether a number stands for a missing value, as −999 does where the options say so.</summary>
    public bool IsMissing(double number) => (_numbers.Length > 0 && _numbers.Contains(number)) || (_hasNaN && double.IsNaN(number));

    /// <summary>Whether a text is missing unless the column's other texts speak against it.</summary>
    public bool IsUsuallyMissing(string text) => _usually.Contains(text);

    /// <summary>Whether a text among numbers is missing.</summary>
    public bool IsMissingAmongNumbers(string text) => _usually.Contains(text) || _amongNumbers.Contains(text);
}
