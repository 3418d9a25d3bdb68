using System.Diagnostics;
using Hillock.Charts.CommandLine;
using Xunit;

namespace Hillock.Tests.ChildProcesses;

/// <summary>The tool where its streams are closed or full.</summary>
[Trait("Speed", "slow")]
[Collection(ChildProcessCollection.Name)]
public class ToolStreamTests
{
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

    private static Process Shell(string command) =>
        Process.Start(new ProcessStartInfo("sh", ["-c", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "Hillock.Cli.dll")}' {command}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
