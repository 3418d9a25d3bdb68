using System.CommandLine.Parsing;

namespace Hillock.Tests.Documentation;

/// <summary>The command lines of a shell block.</summary>
internal static class CommandLines
{
    private static readonly string[] Tool = ["hillock ", "artifacts/bin/Hillock.Cli/release/Hillock.Cli "];
    private static readonly string[] Others = ["dotnet test ", "dotnet build ", "dotnet pack ", "git clone ", "cd ", "bash .ci/run", "tools/oracle/make.py "];

    /// <summary>The words behind <c>hillock</c> of every line that calls the tool.</summary>
    /// <exception cref="FormatException">A line calls something that this knows nothing of, so that nobody checks it.</exception>
    public static IEnumerable<string[]> Of(MarkdownBlock block)
    {
        foreach (string line in block.Text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string command = line.Split(" #")[0];
            if (Words(command) is { } words)
            {
                yield return words;
            }
            else if (!Others.Any(other => (command + " ").StartsWith(other, StringComparison.Ordinal)))
            {
                throw new FormatException($"{block.Place}: what is '{line}'? Checked are {string.Join(", ", Tool.Concat(Others))} and dotnet run ... --.");
            }
        }
    }

    private static string[]? Words(string command)
    {
        string? rest = Tool.Where(name => command.StartsWith(name, StringComparison.Ordinal)).Select(name => command[name.Length..]).FirstOrDefault();
        if (command.StartsWith("dotnet run ", StringComparison.Ordinal) && command.Contains("src/Hillock.Cli ", StringComparison.Ordinal))
        {
            rest = command[(command.IndexOf(" -- ", StringComparison.Ordinal) + 4)..];
        }

        return rest is null ? null : [.. CommandLineParser.SplitCommandLine(rest)];
    }
}
