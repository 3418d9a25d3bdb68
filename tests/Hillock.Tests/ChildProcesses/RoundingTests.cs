using System.Runtime.InteropServices;
using Xunit;

namespace Hillock.Tests.ChildProcesses;

/// <summary>
/// A thread that native code has told to flush subnormal numbers, or to round otherwise, gets the same bits for any number of threads; and others do
/// not get its.
/// </summary>
[Collection(ChildProcessCollection.Name)]
[Trait("Speed", "slow")]
public class RoundingTests
{
    [Fact]
    public async Task Results_OfAThreadThatRoundsOtherwise_DoNotDependOnTheOthers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "The test knows the register of x86-64 and the C library of Linux.");
        Assert.Equal(
            [
                "denormals are zero: same, an effect", "flush to zero: same, an effect", "both: same, an effect",
                "down: same, an effect", "up: same, an effect", "to zero: same, an effect", "left behind by 3 blocks: same",
            ],
            await ChildProcess.RunAsync("stress rounding"));
    }
}
