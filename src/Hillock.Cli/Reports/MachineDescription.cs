using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hillock.Cli.Reports;

/// <summary>Where the times were measured.</summary>
internal sealed record MachineDescription(string Processor, int LogicalCores, int VectorBits, string Runtime, string System)
{
    /// <summary>The machine that runs this process.</summary>
    public static MachineDescription Current { get; } = new(
        Hillock.Charts.CommandLine.Processor.Name, Environment.ProcessorCount, BitsOfVectors, RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription);

    private static int BitsOfVectors =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
}
