using System.Globalization;
using Xunit;

namespace Hillock.Tests.ChildProcesses;

/// <summary>Memory and threads under load, some seconds each; the environment variable <c>HILLOCK_STRESS_SECONDS</c> makes each last so long.</summary>
/// <remarks>
/// The programs are in <c>Hillock.Digests/Stress</c>. What they compare with is computed by one thread without collections, or known in advance.
/// </remarks>
[Collection(ChildProcessCollection.Name)]
[Trait("Speed", "slow")]
public class StressTests
{
    private static readonly double? Asked =
        double.TryParse(Environment.GetEnvironmentVariable("HILLOCK_STRESS_SECONDS"), CultureInfo.InvariantCulture, out double seconds) ? seconds : null;

    private static string Seconds => (Asked ?? 3).ToString(CultureInfo.InvariantCulture);

    [Fact]
    public async Task Threads_ThatReleaseWhileOthersCollect_NeverShareMemory()
    {
        Dictionary<string, string> outcome = await Run($"release {Seconds}");
        Assert.Equal("none", outcome["failure"]);
        Assert.Equal("0", outcome["wrong"]);
        Assert.True(Number(outcome, "rounds") > 100, $"There were {outcome["rounds"]} rounds.");
    }

    [Fact]
    public async Task TenThreads_ThatTrainBesideACollector_ComputeTheBitsOfOneInFlatMemory()
    {
        Dictionary<string, string> outcome = await Run($"train {Seconds}");
        Assert.Equal("none", outcome["failure"]);
        Assert.Equal("0", outcome["wrong"]);
        Assert.True(Number(outcome, "rounds") > 20, $"There were {outcome["rounds"]} rounds.");
        AssertFlat(outcome["memory"]);
    }

    [Fact]
    public async Task TenThreads_ThatAreInterruptedAllTheTime_ComputeTheBitsOfOneAndAreInterrupted()
    {
        Dictionary<string, string> outcome = await Run($"interrupts {Seconds}");
        Assert.Equal("none", outcome["failure"]);
        Assert.Equal("0", outcome["wrong"]);
        Assert.True(Number(outcome, "rounds") > 20, $"There were {outcome["rounds"]} rounds.");
        Assert.True(Number(outcome, "interrupted") > 20, $"{outcome["interrupted"]} of {outcome["sent"]} interrupts arrived.");
        AssertFlat(outcome["memory"]);
    }

    [Fact]
    public async Task Scopes_AtRandom_ReleaseWhatTheyShould()
    {
        Dictionary<string, string> outcome = await Run($"scopes {Seconds}");
        Assert.Equal("none", outcome["failure"]);
        Assert.True(Number(outcome, "rounds") > 20, $"There were {outcome["rounds"]} rounds.");
    }

    /// <summary>Dead tensors' memory is overwritten at spans and forks: whoever still needs it gives other results.</summary>
    [Fact]
    public async Task CollectionsAtSpansAndForks_ChangeNoResult()
    {
        // All of them take a minute; of every thirteenth, some are in each function.
        Task<BitReport> undisturbed = BitReport.Undisturbed;
        string[] lines = await ChildProcess.RunAsync($"stress spans {(Asked is null ? 13 : 1)}");
        string[] different = new BitReport(lines).DifferencesFrom(await undisturbed);
        Assert.True(different.Length == 0, $"{different.Length} results differ: {string.Join(", ", different)}");
        Assert.True(int.Parse(lines[^1].Split(' ')[1], CultureInfo.InvariantCulture) > 1000, lines[^1]);
    }

    [Fact]
    public async Task CollectionsAtSpansAndForks_ChangeNoTraining()
    {
        string[] lines = await ChildProcess.RunAsync($"stress training-spans {(Asked is null ? 3 : 1)}");
        string[] programs = [.. lines.Where(line => line.StartsWith("program ", StringComparison.Ordinal))];
        Assert.Equal(6, programs.Length);
        Assert.All(programs, line => Assert.Equal("same", line.Split(' ')[2]));
        Assert.True(int.Parse(lines[^1].Split(' ')[1], CultureInfo.InvariantCulture) > 1000, lines[^1]);
    }

    [Theory]
    [InlineData("heap-batches", 128)]
    [InlineData("heap-batches", 256)]
    [InlineData("heap-small", 128)]
    [InlineData("heap-huge", 1536)]
    public async Task HeapLimit_WithAPoolFullOfFreeBuffers_IsEnoughForWhatFits(string program, int mebibytes)
    {
        Dictionary<string, string> outcome = await Run(program, mebibytes);
        Assert.Equal("0", outcome["wrong"]);
        Assert.Equal((long)mebibytes << 20, Number(outcome, "limit"));
    }

    [Fact]
    public async Task HeapLimit_WithTooMuchInUse_IsRefusedInWords()
    {
        Dictionary<string, string> outcome = await Run("heap-too-much", 128);
        Assert.StartsWith("There is no memory for a tensor of 1,048,576 elements of float32", outcome["message"], StringComparison.Ordinal);
        Assert.InRange(double.Parse(outcome["held"], CultureInfo.InvariantCulture), 0.8, 1);
        Assert.Equal("0", outcome["wrong"]);
    }

    private static async Task<Dictionary<string, string>> Run(string arguments, int? mebibytes = null)
    {
        (string, string)[] environment = mebibytes is null ? [] : [("DOTNET_GCHeapHardLimit", $"0x{(long)mebibytes << 20:X}")];
        string[] lines = await ChildProcess.RunAsync($"stress {arguments}", environment);
        return lines.Select(line => line.Split(' ', 2)).ToDictionary(parts => parts[0], parts => parts[1]);
    }

    private static long Number(Dictionary<string, string> outcome, string name) => long.Parse(outcome[name], CultureInfo.InvariantCulture);

    /// <summary>The pool's bytes and the heap's did not rise by more than what collections at random times leave behind.</summary>
    private static void AssertFlat(string growth) =>
        Assert.All(growth.Split(' '), bytes => Assert.InRange(long.Parse(bytes, CultureInfo.InvariantCulture), long.MinValue, 48 << 20));
}
