using System.Text.RegularExpressions;

namespace Hillock.Csv.Cells;

/// <summary>Dates with the months of other languages, or with points and endings, as the invariant culture writes them.</summary>
internal static partial class MonthWords
{
    private static readonly Dictionary<string, string> English = new(StringComparer.OrdinalIgnoreCase);

    // English, German, French, Spanish, Italian, Portuguese, Dutch; what is written alike stands once.
    static MonthWords()
    {
        string[] words =
        [
            "jan january januar jänner janvier janv enero ene gennaio gen janeiro januari",
            "feb february februar février fevrier févr fevr fév fev febrero febbraio fevereiro februari",
            "mar march märz maerz mär mrz mars marzo março marco maart mrt",
            "apr april avril avr abril abr aprile",
            "may mai mayo maggio mag maio mei",
            "jun june juni juin junio giugno giu junho",
            "jul july juli juillet juil julio luglio lug julho",
            "aug august août aout agosto ago augustus",
            "sep sept september septembre septiembre settembre set setembro",
            "oct october oktober okt octobre octubre ottobre ott outubro out",
            "nov november novembre noviembre novembro",
            "dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro",
        ];
        string[] names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        for (int month = 0; month < words.Length; month++)
        {
            foreach (string word in words[month].Split(' '))
            {
                English[word] = names[month];
            }
        }
    }

    /// <summary>A cell with the month in English, three letters long; the cell itself where there is no month in it.</summary>
    public static string InEnglish(string cell)
    {
        Match month = Word().Matches(cell).FirstOrDefault(match => English.ContainsKey(match.Groups[1].Value)) ?? Match.Empty;
        return !month.Success ? cell
            : Ordinal().Replace(Of().Replace($"{cell[..month.Index]}{English[month.Groups[1].Value]}{cell[(month.Index + month.Length)..]}", " "), "$1");
    }

    [GeneratedRegex("(\\p{L}{3,})\\.?", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex("\\s+(de|of|di)\\s+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Of();

    [GeneratedRegex("(?<!\\d)(\\d{1,2})(st|nd|rd|th|er|º)(?!\\p{L})", RegexOptions.CultureInvariant)]
    private static partial Regex Ordinal();
}
