using System.Diagnostics;
using Hillock.Tests.Cli.Commands;
using Xunit;

namespace Hillock.Tests.ChildProcesses;

/// <summary>A training that is killed, or asked to end, and goes on.</summary>
[Trait("Speed", "slow")]
[Collection(ChildProcessCollection.Name)]
public sealed class TrainProcessTests : IDisposable
{
    private const int Kills = 6;

    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Train_KilledAtRandomMoments_GoesOnToTheSameBits()
    {
        string[] words =
            ["train", "spirals", "--model", "linear 32, dropout 0.2, relu, batchnorm1d, linear", "--epochs", "400", "--checkpoint-seconds", "0.01"];
        await Finish([.. words, "--output", _tool.At("whole")]);
        Random random = new(8);
        int resumed = 0;
        string[] next = [.. words, "--output", _tool.At("parts")];
        for (int i = 0; i < Kills; i++)
        {
            // Once some further epochs are logged: about 160 bytes each, of 66,000 in all.
            long before = Logged(), goal = before + random.Next(200, 6000);
            using Process process = Start(next);
            while (!process.HasExited && Logged() < goal)
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            Assert.False(process.HasExited, $"Training ended before kill {i}.");
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            resumed += before > 0 ? 1 : 0;
            next = ["train", "--resume", "--checkpoint-seconds", "0.01", "--output", _tool.At("parts")];
        }

        Assert.Equal(Kills - 1, resumed);
        await Finish(next);
        Assert.Equal(
            await File.ReadAllBytesAsync(_tool.At("whole/model.safetensors"), TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(_tool.At("parts/model.safetensors"), TestContext.Current.CancellationToken));
        Assert.DoesNotContain(_tool.Files, static name => name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Train_Terminated_WritesACheckpointAndSaysHowToGoOn()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are elsewhere only.");
        using Process process = Start(["train", "spirals", "--epochs", "100000", "--output", _tool.At("run")]);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        for (int i = 0; i < 600 && !(File.Exists(_tool.At("run/metrics.jsonl")) && new FileInfo(_tool.At("run/metrics.jsonl")).Length > 100); i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        using (Process kill = Process.Start("sh", ["-c", $"kill -TERM {process.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(143, process.ExitCode);
        Assert.Contains($"hillock train --resume --output {_tool.At("run")} goes on.", await output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_tool.At("run/checkpoints"), "checkpoint-*"));
    }

    /// <summary>The bytes that the run's log has.</summary>
    private long Logged()
    {
        FileInfo log = new(_tool.At("parts/metrics.jsonl"));
        return log.Exists ? log.Length : 0;
    }

    private static async Task Finish(string[] words)
    {
        using Process process = Start(words);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await error);
        Assert.Equal(0, process.ExitCode);
    }

    private static Process Start(string[] words)
    {
        ProcessStartInfo info = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Hillock.Cli.dll"));
        foreach (string word in words)
        {
            info.ArgumentList.Add(word);
        }

        return Process.Start(info)!;
    }
}
