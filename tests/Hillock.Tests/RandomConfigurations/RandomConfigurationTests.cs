using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.RandomConfigurations;

/// <summary>Random shapes, views, types and options of every function against PyTorch: values, gradients and gradients of gradients.</summary>
[Trait("Speed", "slow")]
public class RandomConfigurationTests
{
    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "Data", "torch", "random_configurations.jsonl");

    [Fact]
    public void Sample_IsTheReferences()
    {
        ConfigurationReport report = Run(Sample);
        Assert.True(report.Count > 200, $"The sample has {report.Count} configurations.");
        Assert.True(report.Deviations.Count == 0, report.ToString());
    }

    /// <summary>A file of any length, written by <c>tools/oracle/random_configurations.py</c>; what it comes to is written beside it.</summary>
    [Fact]
    public void File_IsTheReferences()
    {
        string? path = Environment.GetEnvironmentVariable("HILLOCK_CONFIGURATIONS");
        Assert.SkipWhen(string.IsNullOrEmpty(path), "HILLOCK_CONFIGURATIONS is not set; set it to a file that tools/oracle/random_configurations.py wrote to run this test.");
        ConfigurationReport report = Run(path!);
        File.WriteAllText(path + ".report.txt", report.ToString());
        Assert.True(report.Deviations.Count == 0, $"{report.Count} configurations, {report.Deviations.Count} deviations; see {path}.report.txt.");
    }

    private static ConfigurationReport Run(string path)
    {
        var report = new ConfigurationReport();
        foreach (string line in ConfigurationReport.Lines(path))
        {
            report.Add(line);
        }

        return report;
    }
}
