using System.CommandLine;
using System.CommandLine.Parsing;
using Hillock.Cli;
using Hillock.Samples.CharacterTransformer;
using Hillock.Samples.Claims;
using Hillock.Samples.WordLanguageModel;

namespace Hillock.Tests.Documentation;

/// <summary>The command lines of a shell block.</summary>
internal static class CommandLines
{
    private static readonly string[] Tool = ["hillock ", "artifacts/bin/Hillock.Cli/release/Hillock.Cli "];
    private static readonly string[] Others =
        ["dotnet test ", "dotnet build ", "dotnet pack ", "git clone ", "cd ", "bash .ci/run", "tools/oracle/make.py ", "python3 tools/scikit-learn/"];

    private static readonly Dictionary<string, Func<RootCommand>> Projects = new(StringComparer.Ordinal)
    {
        ["src/Hillock.Cli"] = HillockTool.CreateRoot,
        ["samples/CharacterTransformer"] = static () => new CharacterCommand(),
        ["samples/Claims"] = static () => new ClaimsCommand(),
        ["samples/WordLanguageModel"] = static () => new WordCommand(),
    };

    /// <summary>Every line that calls the tool or a sample: the program, and the words behind its name.</summary>
    /// <exception cref="FormatException">A line calls something that this knows nothing of, so that nobody checks it.</exception>
    public static IEnumerable<(RootCommand Root, string[] Words)> Of(MarkdownBlock block)
    {
        foreach (string line in block.Text.Replace("\\\n", " ", StringComparison.Ordinal).Split(
            '\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string command = line.Split(" #")[0];
            if (Program(command) is { } program)
            {
                yield return program;
            }
            else if (!Others.Any(other => (command + " ").StartsWith(other, StringComparison.Ordinal)))
            {
                throw new FormatException($"{block.Place}: what is '{line}'? Checked are {string.Join(", ", Tool.Concat(Others))} and dotnet run ... --.");
            }
        }
    }

    private static (RootCommand Root, string[] Words)? Program(string command)
    {
        if (Tool.FirstOrDefault(name => command.StartsWith(name, StringComparison.Ordinal)) is { } tool)
        {
            return (HillockTool.CreateRoot(), Split(command[tool.Length..]));
        }

        string[] words = Split(command);
        int project = Array.IndexOf(words, "--project") + 1, end = Array.IndexOf(words, "--");
        return command.StartsWith("dotnet run ", StringComparison.Ordinal) && project > 0 && end > 0
            && Projects.TryGetValue(words[project], out Func<RootCommand>? root)
            ? (root(), words[(end + 1)..])
            : null;
    }

    private static string[] Split(string command) => [.. CommandLineParser.SplitCommandLine(command)];
}
