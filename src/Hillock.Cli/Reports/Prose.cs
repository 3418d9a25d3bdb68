using Hillock.Charts.CommandLine;
using Spectre.Console;

namespace Hillock.Cli.Reports;

/// <summary>Text between the tables.</summary>
internal static class Prose
{
    // Longer lines are hard to read, however wide the terminal is.
    private const int LongestLine = 100;

    /// <summary>Writes text in lines that fit the console; continued ones are indented.</summary>
    public static void Write(IAnsiConsole console, string text, string indent = "")
    {
        foreach (string line in Typography.Wrap(Legible.Text(text), Math.Min(console.Profile.Width, LongestLine), indent, divideNames: true))
        {
            console.WriteLine(line);
        }
    }
}
