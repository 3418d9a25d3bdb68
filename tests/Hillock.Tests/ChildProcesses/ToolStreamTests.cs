using System.Diagnostics;
using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Tests.Cli.Commands;
using Xunit;

namespace Hillock.Tests.ChildProcesses;

/// <summary>The tool where its streams are closed or full, and what signals make it return.</summary>
[Trait("Speed", "slow")]
[Collection(ChildProcessCollection.Name)]
public sealed class ToolStreamTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("data nosuch 2>&-", ExitCode.Failure, "")]
    [InlineData("data nosuch 2>/dev/full", ExitCode.Failure, "")]
    [InlineData("list --nosuch 2>/dev/full", ExitCode.Usage, "")]
    [InlineData("data iris --encoding utf-7 2>/dev/full", ExitCode.Usage, "")]
    [InlineData("list >/dev/full", ExitCode.Failure, "hillock: Cannot write to standard output: no space left; make room, or send it elsewhere.\n")]
    [InlineData("data --help >/dev/full", ExitCode.Failure, "hillock: Cannot write to standard output: no space left; make room, or send it elsewhere.\n")]
    [InlineData("list >&-", ExitCode.Failure, "hillock: Cannot write to standard output: it is closed; leave it open, or send it to /dev/null.\n")]
    [InlineData("list >&- 2>&-", ExitCode.Failure, "")]
    public async Task Run_StreamsThatTakeNothing_EndsWithItsCode(string command, int exitCode, string told)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "The system has no /dev/full.");
        using Process process = Shell(command);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((exitCode, told), (process.ExitCode, error));
    }

    [Theory]
    [InlineData("HUP", ExitCode.HungUp)]
    [InlineData("INT", ExitCode.Interrupted)]
    [InlineData("QUIT", ExitCode.Quit)]
    [InlineData("TERM", ExitCode.Terminated)]
    public async Task Signal_WhileTraining_GivesItsCode(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are elsewhere only.");
        string report = _tool.At("c.json");
        using Process process = Shell($"compare moons --activations relu --hidden 64 --epochs 1000000 --learning-rate 0.01 --json '{report}' & echo $! >&2; wait $!");
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        int id = int.Parse((await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken))!, CultureInfo.InvariantCulture);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken); // it is training then, however slow the machine
        using Process kill = Process.Start("sh", ["-c", $"kill -{signal} {id}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(exitCode, process.ExitCode);
        await output;
    }

    private static Process Shell(string command) =>
        Process.Start(new ProcessStartInfo("sh", ["-c", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "Hillock.Cli.dll")}' {command}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
