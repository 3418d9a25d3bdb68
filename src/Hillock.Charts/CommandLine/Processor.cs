using System.Runtime.InteropServices;

namespace Hillock.Charts.CommandLine;

/// <summary>The processor that runs this program, without which no time means anything.</summary>
public static class Processor
{
    /// <summary>Its name, such as <c>AMD EPYC 9654 96-Core Processor</c>; the architecture where the system tells no name.</summary>
    public static string Name { get; } = Find();

    private static string Find()
    {
        const string Information = "/proc/cpuinfo";
        if (OperatingSystem.IsLinux() && File.Exists(Information)
            && File.ReadLines(Information).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line)
        {
            return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }

        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
