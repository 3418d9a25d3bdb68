using Hillock.Functional;
using Xunit;

namespace Hillock.Tests.ChildProcesses;

/// <summary>The same bits without AVX-512, without AVX2 and fused multiply-add, without any vectors, and with narrower ones by choice.</summary>
/// <remarks>
/// Every result of the suite in <c>Hillock.Digests</c> is compared with that of a process without settings. A setting that has no effect fails,
/// rather than to compare a process with itself.
/// </remarks>
[Collection(ChildProcessCollection.Name)]
[Trait("Speed", "slow")]
public class SameBitsTests
{
    private static readonly string[] Settings = ["DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic"];

    private static readonly int[] Widths = [256, 128, 0];

    /// <summary>So many processes at a time: each uses one processor most of the time.</summary>
    private static readonly SemaphoreSlim Places = new(Math.Clamp(Environment.ProcessorCount, 1, 4));

    /// <summary>The first test starts the processes of all.</summary>
    private static readonly Lazy<Dictionary<string, Task<BitReport>>> Reports =
        new(() => Settings.Select(setting => (Name: setting, Report: ChildProcess.Share(() => Run("", (setting, "0")))))
        .Concat(Widths.Select(width => (Name: $"{width}", Report: ChildProcess.Share(() => OfWidth(width))))).ToDictionary(
            pair => pair.Name, pair => pair.Report));

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "avx512,vector512")]
    [InlineData("DOTNET_EnableAVX2", "avx512,avx2,fma,vector512,vector256")]
    [InlineData("DOTNET_EnableHWIntrinsic", "avx512,avx2,fma,vector512,vector256,vector128")]
    public async Task WithoutAnInstructionSet_EveryResultIsTheSame(string setting, string switchedOff)
    {
        BitReport restricted = await Reports.Value[setting];
        Assert.All(switchedOff.Split(','), name => Assert.False(restricted.Has(name), $"{setting}=0 left {name} on."));
        await AssertSame(restricted, setting + "=0");
    }

    [Theory]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(0)]
    public async Task WithTheSwitchVectorWidth_EveryResultIsTheSame(int width)
    {
        BitReport narrow = await Reports.Value[$"{width}"];
        Assert.Equal(Math.Min(width, (await BitReport.Undisturbed).Width), narrow.Width);
        await AssertSame(narrow, $"Hillock.VectorWidth={width}");
    }

    [Fact]
    public async Task Suite_HasEveryFunctionOfTheCatalogue() => Assert.True((await BitReport.Undisturbed).Count > 6 * ActivationCatalog.All.Count);

    private static Task<BitReport> OfWidth(int width) => InPlace(async () => (await WidthRuns.Of(width)).Report);

    private static Task<BitReport> Run(string arguments, params (string, string)[] environment) =>
        InPlace(() => BitReport.RunAsync(arguments, environment));

    private static async Task AssertSame(BitReport report, string setting)
    {
        string[] different = report.DifferencesFrom(await BitReport.Undisturbed);
        Assert.True(different.Length == 0, $"With {setting}, {different.Length} of {report.Count} results have other bits: {string.Join(", ", different)}");
    }

    private static async Task<BitReport> InPlace(Func<Task<BitReport>> run)
    {
        await Places.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return await run();
        }
        finally
        {
            Places.Release();
        }
    }
}
