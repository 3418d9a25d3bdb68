using System.Diagnostics;

namespace Hillock.Tools.Mutation;

/// <summary>Runs classes of tests in a process of their own, up to the first that fails.</summary>
internal static class TestRun
{
    /// <summary>Whether all passed.</summary>
    /// <param name="folder">The folder of the tests.</param>
    /// <param name="filter">The runner's options that choose tests.</param>
    /// <param name="mutant">The mutant to switch on; −1 for none.</param>
    /// <param name="limit">How long it may take: a loop without an end fails too.</param>
    public static bool Passes(string folder, IEnumerable<string> filter, int mutant, TimeSpan limit)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])[Path.Combine(folder, "Hillock.Tests.dll"), "-noLogo", "-noColor", "-stopOnFail", .. filter])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["HILLOCK_MUTANT"] = mutant.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            return false;
        }

        return process.ExitCode == 0;
    }
}
