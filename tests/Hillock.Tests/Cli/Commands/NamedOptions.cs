using System.CommandLine;
using System.Text.RegularExpressions;
using Hillock.Cli;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

/// <summary>What a message advises can be done: each option that it names is one of the command, or of the command that stands before or behind it.</summary>
internal static partial class NamedOptions
{
    private static readonly string[] Everywhere = ["--help", "--version"];

    /// <summary>Checks what a command line has written to standard error.</summary>
    public static void Check(string[] arguments, string error)
    {
        RootCommand root = HillockTool.CreateRoot();
        if (arguments.Length == 0 || root.Subcommands.FirstOrDefault(one => one.Name == arguments[0]) is not { } own)
        {
            return;
        }

        foreach (Match match in Named().Matches(error))
        {
            string option = match.Value;
            string other = Before().Match(error[..match.Index]) is { Success: true } before ? before.Groups[1].Value
                : Behind().Match(error[(match.Index + match.Length)..]) is { Success: true } behind ? behind.Groups[1].Value : own.Name;
            Command command = root.Subcommands.Single(one => one.Name == other);
            Assert.True(
                Everywhere.Contains(option) || arguments.Any(word => word.Split('=')[0] == option)
                    || command.Options.Any(one => one.Name == option || one.Aliases.Contains(option)),
                $"hillock {own.Name} names {option}, which hillock {command.Name} does not have: {error}");
        }
    }

    [GeneratedRegex("(?<![\\w'-])--[a-z]+(-[a-z]+)*")]
    private static partial Regex Named();

    [GeneratedRegex("hillock ([a-z]+)(?: [^;()]*)?$")]
    private static partial Regex Before();

    [GeneratedRegex("^[^;().]* of hillock ([a-z]+)")]
    private static partial Regex Behind();
}
