using System.Text.RegularExpressions;

namespace Hillock.Cli.Reports;

/// <summary>Keeps together on a line what is read together.</summary>
internal static partial class Typography
{
    private const char NoBreakSpace = '\u00A0';

    /// <summary>Binds numbers to their units and signs: <c>97.3 %</c>, <c>p = 0.02</c>, <c>97.3 ± 0.4</c>.</summary>
    public static string Bind(string text) => Bound().Replace(text, static match => match.Value.Replace(' ', NoBreakSpace));

    /// <summary>Divides text into lines of at most a width; continued lines are indented.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">The longest line.</param>
    /// <param name="indent">What continued lines begin with.</param>
    /// <param name="divideNames">
    /// Whether a word longer than a line, such as a name with parameters, is divided behind its colons, commas and equals signs, so that no terminal divides
    /// one of its numbers. Not for commands that are to be copied.
    /// </param>
    public static IEnumerable<string> Wrap(string text, int width, string indent = "", bool divideNames = false)
    {
        string line = "";
        foreach (string word in Bind(text).Split(' '))
        {
            string[] parts = divideNames && word.Length > width - indent.Length ? Parts().Split(word) : [word];
            for (int i = 0; i < parts.Length; i++)
            {
                string space = i > 0 || line.Length == 0 ? "" : " ";
                if (line.Length > 0 && line.Length + space.Length + parts[i].Length > width)
                {
                    yield return line.Replace(NoBreakSpace, ' ');
                    line = indent + parts[i];
                }
                else
                {
                    line += space + parts[i];
                }
            }
        }

        yield return line.Replace(NoBreakSpace, ' ');
    }

    [GeneratedRegex("(?<=[:,=])")]
    private static partial Regex Parts();

    [GeneratedRegex(@"(?<=\d) (%|points|±|ms|s|µs)(?![a-z])( (?=[\d]))?|(?<=\bp) [=<] (?=\d)")]
    private static partial Regex Bound();
}
