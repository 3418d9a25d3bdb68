using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Hillock.Tools.Mutation;

/// <summary>Runs classes of tests in a process of their own, up to the first that fails.</summary>
internal static partial class TestRun
{
    /// <summary>Whether all passed.</summary>
    /// <param name="folder">The folder of the tests.</param>
    /// <param name="filter">The runner's options that choose tests.</param>
    /// <param name="mutant">The mutant to switch on; −1 for none.</param>
    /// <param name="limit">How long it may take: a loop without an end fails too.</param>
    /// <param name="total">How many tests there were.</param>
    public static bool Passes(string folder, IEnumerable<string> filter, int mutant, TimeSpan limit, out int total)
    {
        int found = 0;
        ProcessStartInfo start = new(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])[Path.Combine(folder, "Hillock.Tests.dll"), "-noLogo", "-noColor", "-stopOnFail", .. filter])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["HILLOCK_MUTANT"] = mutant.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) =>
        {
            Match total = Total().Match(line.Data ?? "");
            found = total.Success ? int.Parse(total.Groups[1].Value, CultureInfo.InvariantCulture) : found;
        };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        total = 0;
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            return false;
        }

        // Once more without a limit: until all that was written is read.
        process.WaitForExit();
        total = found;
        return process.ExitCode == 0;
    }

    [GeneratedRegex(@"Total: (\d+)")]
    private static partial Regex Total();
}
