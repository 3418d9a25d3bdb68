using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hillock.Cli.Reports;

/// <summary>Where the times were measured.</summary>
internal sealed record MachineDescription(string Processor, int LogicalCores, int VectorBits, string Runtime, string System)
{
    /// <summary>The machine that runs this process.</summary>
    public static MachineDescription Current { get; } = new(
        ProcessorName(), Environment.ProcessorCount, BitsOfVectors, RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription);

    private static int BitsOfVectors =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    private static string ProcessorName()
    {
        const string Information = "/proc/cpuinfo";
        if (OperatingSystem.IsLinux() && File.Exists(Information)
            && File.ReadLines(Information).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line)
            return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
