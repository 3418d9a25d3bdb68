using System.Diagnostics;
using Hillock.Numbers;
using Hillock.Serialization;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.ChildProcesses;

/// <summary>Training that is killed at any moment, with SIGKILL, and resumed from its last checkpoint ends with the bits of the whole.</summary>
[Collection(ChildProcessCollection.Name)]
[Trait("Speed", "slow")]
public class KilledTrainingTests
{
    private const int Kills = 20, Steps = 300;

    [Fact]
    public async Task Training_KilledTwentyTimes_EndsWithTheBitsOfTheWhole()
    {
        using TemporaryFolder whole = new(), killed = new();
        string[] expected = await ChildProcess.RunAsync($"resume \"{whole.FullName}\" {Steps}");
        Assert.StartsWith("bits ", expected[^1], StringComparison.Ordinal);
        Philox random = new(13);
        int last = 0, resumed = 0;
        for (ulong kill = 0; kill < Kills; kill++)
        {
            using Process process = Process.Start(ChildProcess.StartInfo($"resume \"{killed.FullName}\" {Steps}"))!;
            Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            int steps = (int)random.Below(2 * kill, 6);
            string? line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.True(line == "begun", line + (line is null ? await error : ""));
            for (int i = 0; i <= steps; i++)
            {
                line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
                Assert.True(line?.StartsWith("step ", StringComparison.Ordinal) == true, $"It ended before it was killed: {line}");
                int step = int.Parse(line!.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture);
                resumed += i == 0 && step > 1 ? 1 : 0;
                Assert.True(i > 0 || step <= last + 1, $"It went on at step {step} after {last}.");
                last = step;
            }

            // Somewhere in writing this step's checkpoint, or in the next step: a checkpoint takes some milliseconds.
            TimeSpan delay = TimeSpan.FromMicroseconds(random.Below((2 * kill) + 1, 8000));
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < delay)
            {
                Thread.SpinWait(100);
            }

            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.NotEqual(0, process.ExitCode);

            // How far it came before it was killed, however long that took.
            string[] rest = (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n');
            if (Array.FindLast(rest[..^1], static more => more.StartsWith("step ", StringComparison.Ordinal)) is { } final)
            {
                last = int.Parse(final.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture);
            }

            // Whatever has a checkpoint's name is a whole one.
            Assert.All(Directory.GetFiles(killed.FullName, "checkpoint-*"), file => Assert.NotEmpty(Checkpoint.Read(file).Model));
        }

        Assert.True(resumed > Kills / 2, $"Only {resumed} of {Kills} went on from a checkpoint.");
        Assert.Equal(expected[^1], (await ChildProcess.RunAsync($"resume \"{killed.FullName}\" {Steps}"))[^1]);
        Assert.Equal(
            whole.Files().Select(Path.GetFileName).Order(StringComparer.Ordinal), killed.Files().Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
