using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Csv;

namespace Hillock.Cli.Commands;

/// <summary>The options that say how the text of a table is read.</summary>
internal sealed class ReadingOptions
{
    private static readonly Dictionary<string, char> Characters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["comma"] = ',',
        ["semicolon"] = ';',
        ["tab"] = '\t',
        ["\\t"] = '\t',
        ["pipe"] = '|',
        ["bar"] = '|',
        ["space"] = ' ',
        ["spaces"] = ' ',
        ["whitespace"] = ' ',
        ["colon"] = ':',
        ["point"] = '.',
        ["apostrophe"] = '\'',
        ["none"] = '\0',
    };

    private static readonly Dictionary<string, CsvDateOrder> DateOrders = new()
    {
        ["auto"] = CsvDateOrder.Auto,
        ["dmy"] = CsvDateOrder.DayMonthYear,
        ["mdy"] = CsvDateOrder.MonthDayYear,
        ["ymd"] = CsvDateOrder.YearMonthDay,
    };

    private readonly Option<int?> _skipLines =
        ToolOption.OptionalWhole("--skip-lines", "Lines above the header to pass over. [default: titles are found out]", 0, 1_000_000);
    private readonly Option<string> _header =
        ToolOption.Choice("--header", "Whether the first row names the columns; auto looks at it.", "auto", "yes", "no", "auto");
    private readonly Option<char?> _delimiter =
        Character("--delimiter", "What divides cells: a character, or comma, semicolon, tab, pipe, spaces. [default: found out]", static c =>
            !char.IsAsciiLetterOrDigit(c) && c != '\0');
    private readonly Option<char?> _decimal =
        Character("--decimal", "The decimal mark, a point or a comma. [default: found out]", static c => c is '.' or ',');
    private readonly Option<char?> _thousands =
        Character(
            "--thousands", "What divides groups of three digits, beside spaces and apostrophes; or none. [default: the comma or point that is no decimal mark]",
            static c => !char.IsAsciiLetterOrDigit(c));
    private readonly Option<string> _dateOrder =
        ToolOption.Choice("--date-order", "The order of day, month and year in dates of numbers; auto looks at them.", "auto", [.. DateOrders.Keys]);
    private readonly Option<char?> _quote = Character("--quote", "What stands around cells that hold delimiters; or none. [default: \"]", static c =>
        !char.IsAsciiLetterOrDigit(c));
    private readonly Option<char?> _comment =
        Character("--comment", "What begins lines to pass over. [default: # above the first row]", static c => !char.IsAsciiLetterOrDigit(c) && c != '\0');
    private readonly Option<Encoding?> _encoding = EncodingOption();
    private readonly Option<string[]> _missing = ToolOption.WordList("--missing", "Further words, or numbers, that stand for a missing value.", "A,B");
    private readonly Option<string[]> _notMissing = ToolOption.WordList("--not-missing", "Words that stand for themselves, such as NA for Namibia.", "A,B");
    private readonly Option<int> _maxRows =
        ToolOption.Whole("--max-rows", "Refuse files of more rows.", CsvReadOptions.UsualMaximumRows, 1, Array.MaxLength);

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All =>
        [_skipLines, _header, _delimiter, _decimal, _thousands, _dateOrder, _quote, _comment, _encoding, _missing, _notMissing, _maxRows];

    /// <summary>Whether a command line says how numbers or dates are written.</summary>
    public bool SaysFormats(ParseResult result) =>
        ((Option[])[_decimal, _thousands, _dateOrder]).Any(option => result.GetResult(option) is { Implicit: false });

    /// <summary>What the command line says.</summary>
    /// <exception cref="CommandException">Two options give one character two meanings.</exception>
    public CsvReadOptions Values(ParseResult result)
    {
        CheckMeanings(result);
        return Described(result);
    }

    private CsvReadOptions Described(ParseResult result) => new()
    {
        SkipLines = result.GetValue(_skipLines),
        DateOrder = DateOrders[result.GetValue(_dateOrder)!],
        HasHeader = result.GetValue(_header) switch { "yes" => true, "no" => false, _ => null },
        Delimiter = result.GetValue(_delimiter),
        DecimalMark = result.GetValue(_decimal),
        Thousands = result.GetValue(_thousands),
        Quote = result.GetValue(_quote),
        Comment = result.GetValue(_comment),
        Encoding = result.GetValue(_encoding),
        Missing = result.GetValue(_missing)!,
        NotMissing = result.GetValue(_notMissing)!,
        MaximumRows = result.GetValue(_maxRows),
    };

    // Where a delimiter or a decimal mark is left open, it is found out among these.
    private void CheckMeanings(ParseResult result)
    {
        (char? delimiter, char? comment, char? quote) = (result.GetValue(_delimiter), result.GetValue(_comment), result.GetValue(_quote));
        (char? mark, char? thousands) = (result.GetValue(_decimal), result.GetValue(_thousands));
        char usedQuote = quote ?? '"';
        Refuse(_comment, comment, _delimiter, delimiter);
        Refuse(_quote, quote, _delimiter, delimiter);
        Refuse(_quote, quote, _comment, comment);
        Refuse(_thousands, thousands, _decimal, mark);
        if (delimiter is '.' or '-' or '+')
        {
            Refuse(_delimiter, delimiter, _decimal, mark);
            throw new CommandException(
                $"--delimiter {delimiter} would divide numbers; name what stands between the cells: comma, semicolon, tab, pipe or spaces.", ExitCode.Usage);
        }

        Refuse(_delimiter, delimiter, _quote, quote is null ? usedQuote : null, " as usual");
        Refuse(_comment, comment, _quote, quote is null ? usedQuote : null, " as usual");
        foreach ((Option<char?> option, char? value) in ((Option<char?>, char?)[])[(_comment, comment), (_quote, quote)])
        {
            if (delimiter is null && value is ',' or ';' or '\t' or '|' or ' ')
            {
                throw new CommandException(
                    $"{option.Name} {TableOptions.Name(value)} and --delimiter, which is left to be found out, may be one character; name the delimiter " +
                        $"too (--delimiter), or choose another character for {option.Name}.", ExitCode.Usage);
            }
        }
    }

    private static void Refuse(Option<char?> option, char? value, Option<char?> other, char? otherValue, string left = "")
    {
        if (value is { } character && character != '\0' && character == otherValue)
        {
            string name = TableOptions.Name(character);
            throw new CommandException(
                $"{option.Name} {name} and {other.Name} {name}{left} give one character two meanings; choose another for one of them.", ExitCode.Usage);
        }
    }

    private static Option<char?> Character(string name, string description, Func<char, bool> isAllowed)
    {
        Option<char?> option = new(name) { Description = description, HelpName = "CHAR" };
        option.CustomParser = result =>
        {
            string word = Word(result);
            char? character = word.Length == 1 ? word[0] : Characters.TryGetValue(word, out char named) ? named : null;
            if (character is { } c && c < 128 && isAllowed(c))
            {
                return c;
            }

            string expected = name == "--decimal" ? "a point or a comma" : "a character that is neither a letter nor a digit, or its name";
            result.AddError($"{name} expects {expected} but got '{word}'.");
            return null;
        };
        return option;
    }

    private static Option<Encoding?> EncodingOption()
    {
        Option<Encoding?> option = new("--encoding")
        {
            Description = "The encoding: utf-8, utf-16, windows-1252, latin-1 and others; beside --test, of the file that is not UTF-8. " +
                "[default: UTF-8, or UTF-16 where the file shows it]",
            HelpName = "NAME",
        };
        option.CustomParser = result =>
        {
            string word = Word(result);
            try
            {
                Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
                return Encoding.GetEncoding(
                    word.ToLowerInvariant() switch { "latin-1" or "latin1" => "iso-8859-1", "utf8" => "utf-8", "utf16" => "utf-16", var name => name });
            }
            catch (Exception exception) when (exception is ArgumentException or NotSupportedException) // UTF-7 is known, and switched off
            {
                result.AddError($"--encoding expects a name such as utf-8, utf-16, latin-1 or windows-1252 but got '{word}'.");
                return null;
            }
        };
        return option;
    }

    private static string Word(ArgumentResult result) => result.Tokens is [var token, ..] ? token.Value : "";
}
