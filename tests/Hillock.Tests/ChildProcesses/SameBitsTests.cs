using Hillock.Functional;
using Xunit;

namespace Hillock.Tests.ChildProcesses;

/// <summary>The same bits without AVX-512, without AVX2 and fused multiply-add, without any vectors, and with narrower ones by choice.</summary>
/// <remarks>
/// Every result of the suite in <c>Hillock.Digests</c> is compared with that of a process without settings. A setting that has no effect fails,
/// rather than to compare a process with itself.
/// </remarks>
[Collection(ChildProcessCollection.Name)]
public class SameBitsTests
{
    private static readonly Lazy<Task<BitReport>> Unrestricted = new(() => BitReport.RunAsync());

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "avx512,vector512")]
    [InlineData("DOTNET_EnableAVX2", "avx512,avx2,fma,vector512,vector256")]
    [InlineData("DOTNET_EnableHWIntrinsic", "avx512,avx2,fma,vector512,vector256,vector128")]
    public async Task WithoutAnInstructionSet_EveryResultIsTheSame(string setting, string switchedOff)
    {
        BitReport restricted = await BitReport.RunAsync("", (setting, "0"));
        Assert.All(switchedOff.Split(','), name => Assert.False(restricted.Has(name), $"{setting}=0 left {name} on."));
        await AssertSame(restricted, setting + "=0");
    }

    [Theory]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(0)]
    public async Task WithTheSwitchVectorWidth_EveryResultIsTheSame(int width)
    {
        BitReport narrow = (await WidthRuns.Of(width)).Report;
        Assert.Equal(Math.Min(width, (await Unrestricted.Value).Width), narrow.Width);
        await AssertSame(narrow, $"Hillock.VectorWidth={width}");
    }

    [Fact]
    public async Task Suite_HasEveryFunctionOfTheCatalogue() => Assert.True((await Unrestricted.Value).Count > 6 * ActivationCatalog.All.Count);

    private static async Task AssertSame(BitReport report, string setting)
    {
        string[] different = report.DifferencesFrom(await Unrestricted.Value);
        Assert.True(different.Length == 0, $"With {setting}, {different.Length} of {report.Count} results have other bits: {string.Join(", ", different)}");
    }
}
