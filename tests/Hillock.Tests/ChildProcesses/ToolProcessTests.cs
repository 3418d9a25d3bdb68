using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Hillock.Charts.CommandLine;
using Hillock.Tests.Cli.Commands;
using Xunit;

namespace Hillock.Tests.ChildProcesses;

/// <summary>What only a process of its own shows of the tool: signals, memory, and that nothing is written where nobody looks on.</summary>
[Trait("Speed", "slow")]
[Collection(ChildProcessCollection.Name)]
public sealed class ToolProcessTests : IDisposable
{
    private static readonly string[] Training = ["--epochs", "1", "--learning-rate", "0.01", "--activations", "relu,tanh", "--folds", "2"];

    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    [InlineData("HUP", 129)]
    [InlineData("QUIT", 131)]
    public async Task Signal_WhileReadingAPipe_EndsTheProcess(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals and named pipes are elsewhere only.");
        await Run("mkfifo", _tool.At("p"));
        using Process process = Start("data", _tool.At("p"));
        CancellationToken token = TestContext.Current.CancellationToken;
        Task<string> output = process.StandardOutput.ReadToEndAsync(token);

        // Opening it waits for the reader, who then waits for a row that does not come.
        await using FileStream pipe = await Task.Run(() => new FileStream(_tool.At("p"), FileMode.Open, FileAccess.Write), token)
            .WaitAsync(TimeSpan.FromSeconds(60), token);
        await pipe.WriteAsync(Encoding.ASCII.GetBytes("a,y\n1,2\n"), TestContext.Current.CancellationToken);
        await pipe.FlushAsync(TestContext.Current.CancellationToken);
        await Run("sh", "-c", $"kill -{signal} {process.Id}");
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(exitCode, process.ExitCode);
        Assert.Equal("", await output);
        Assert.Equal("hillock: interrupted.\n", await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)); // not by the signal itself
    }

    /// <summary>Data are counted as float64, rows times columns with the target: 168 MB of them here.</summary>
    [Fact]
    public async Task Compare_ManyRows_TakesAtMostThreeTimesTheData()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The peak is read from /proc.");
        const int Rows = 1_000_000, Features = 20;
        Random random = new(1);
        await using (StreamWriter writer = new(_tool.At("a.csv")))
        {
            await writer.WriteLineAsync(string.Join(',', Enumerable.Range(0, Features).Select(i => $"f{i}")) + ",y");
            for (int row = 0; row < Rows; row++)
            {
                double[] x = [.. Enumerable.Range(0, Features).Select(_ => random.NextDouble())];
                string cells = string.Join(',', x.Select(value => value.ToString("0.0000", CultureInfo.InvariantCulture)));
                await writer.WriteLineAsync($"{cells},{(x[0] > x[1] ? "a" : "b")}");
            }
        }

        long few = await Peak(["compare", "iris", .. Training]), many = await Peak(["compare", _tool.At("a.csv"), .. Training]);
        const long Data = 8L * Rows * (Features + 1);
        Assert.True(many - few <= 3 * Data, $"{(many - few) / 1e6:0} MB beside what the program takes, {few / 1e6:0} MB, for {Data / 1e6:0} MB of data.");
    }

    [Fact]
    public async Task Data_GzipOfVeryManyEqualRows_StopsAtTheLimit()
    {
        string path = _tool.At("a.csv.gz");
        await using (GZipStream gzip = new(File.Create(path), CompressionLevel.Fastest))
        {
            byte[] rows = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("1,2\n", 100_000)));
            for (int i = 0; i < 101; i++)
            {
                await gzip.WriteAsync(rows, TestContext.Current.CancellationToken);
            }
        }

        Assert.Contains(
            "line 10000001: there are more than 10,000,000 rows; raise the limit of rows (--max-rows)", await Tool.FailAsync(ExitCode.Failure, "data", path),
            StringComparison.Ordinal);
    }

    // Standard error is no terminal: nothing is written there, however long the reading takes.
    [Fact]
    public async Task Compare_InATerminal_ShowsWhatItDoesAndLeavesTheResultAlone()
    {
        // script (util-linux) gives the tool a terminal; -e hands its exit code on.
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "script gives a program a terminal, and is not here.");
        string command =
            $"stty cols 100; dotnet {Path.Combine(AppContext.BaseDirectory, "Hillock.Cli.dll")} compare iris --folds 2 --activations relu,tanh";
        using Process process = Process.Start(
            new ProcessStartInfo("/usr/bin/script", ["-qec", command, _tool.At("typescript")])
            {
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            })!;
        string shown = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("of 4 runs, now ", shown, StringComparison.Ordinal);
        Assert.Contains("measuring the time of ", shown, StringComparison.Ordinal);
        string result = shown[shown.IndexOf("iris", StringComparison.Ordinal)..];
        Assert.DoesNotContain("measuring", result, StringComparison.Ordinal);
    }

    private static async Task<long> Peak(string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        long peak = 0;
        while (!process.HasExited)
        {
            process.Refresh();
            peak = Math.Max(peak, process.HasExited ? 0 : HighWater(process.Id));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal("", await error);
        Assert.True(process.ExitCode == 0, await output);
        return peak;
    }

    private static long HighWater(int process)
    {
        try
        {
            string line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal), "0");
            return 1024 * long.Parse(string.Concat(line.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // it has just ended
        }
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Hillock.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static async Task Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }
}
