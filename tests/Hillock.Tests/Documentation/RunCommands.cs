using Hillock.Tests.Cli.Commands;
using Hillock.Tests.Data;

namespace Hillock.Tests.Documentation;

/// <summary>
/// Commands of a page that write or read the folder of a run: it lies in a folder of its own, and is made by the page's command that trains it.
/// </summary>
internal static class RunCommands
{
    private const string Output = "--output";

    /// <summary>Whether a command is one of them.</summary>
    public static bool Concerns(string[] words) => words[0] is "train" or "evaluate" or "predict";

    /// <summary>Runs a command, after the one that trains what it asks.</summary>
    /// <param name="words">The command.</param>
    /// <param name="block">Where it stands.</param>
    /// <returns>What it prints, with the names of the page.</returns>
    public static async Task<string> RunAsync(string[] words, MarkdownBlock block)
    {
        using TemporaryFolder folder = new();
        string prefix = folder.FullName + Path.DirectorySeparatorChar;
        if (words[0] != "train")
        {
            string page = block.Place.Split(':')[0];
            string[] training = Pages.Blocks.Where(one => one.Language == "sh" && one.Place.StartsWith(page + ":", StringComparison.Ordinal))
                .SelectMany(CommandLines.Of).Select(static line => line.Words)
                .First(line => line[0] == "train" && line[Array.IndexOf(line, Output) + 1] == words[1]);
            await Tool.SucceedAsync(Within(training, Array.IndexOf(training, Output) + 1, prefix));
        }

        int place = words[0] == "train" ? Array.IndexOf(words, Output) + 1 : 1;
        return (await Tool.SucceedAsync(Within(words, place, prefix))).Replace(prefix, "", StringComparison.Ordinal);
    }

    private static string[] Within(string[] words, int place, string prefix) => [.. words.Select((word, i) => i == place ? prefix + word : word)];
}
