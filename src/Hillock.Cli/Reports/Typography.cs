using System.Text.RegularExpressions;

namespace Hillock.Cli.Reports;

/// <summary>Keeps together on a line what is read together.</summary>
internal static partial class Typography
{
    private const char NoBreakSpace = '\u00A0';

    /// <summary>Binds numbers to their units and signs: <c>97.3 %</c>, <c>p = 0.02</c>, <c>97.3 ± 0.4</c>.</summary>
    public static string Bind(string text) => Bound().Replace(text, static match => match.Value.Replace(' ', NoBreakSpace));

    /// <summary>Divides text into lines of at most a width; continued lines are indented.</summary>
    public static IEnumerable<string> Wrap(string text, int width, string indent = "")
    {
        string line = "";
        foreach (string word in Bind(text).Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.Replace(NoBreakSpace, ' ');
                line = indent + word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line.Replace(NoBreakSpace, ' ');
    }

    [GeneratedRegex(@"(?<=\d) (%|points|±|ms|s|µs)(?![a-z])( (?=[\d]))?|(?<=\bp) [=<] (?=\d)")]
    private static partial Regex Bound();
}
