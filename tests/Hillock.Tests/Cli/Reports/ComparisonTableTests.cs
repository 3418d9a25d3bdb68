using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Xunit;

namespace Hillock.Tests.Cli.Reports;

public class ComparisonTableTests
{
    [Fact]
    public void Write_NoTerminal_IsPlainTextOf80Columns()
    {
        var report = SampleReports.Classification(
            [.. SampleReports.Usual, new("leaky-relu:negative-slope=0.25", 0.96), new("learnable-swish", 0.95), new("hard-sigmoid", 0.9, 0.05, Diverges: true, Mean: -12.5, Gradient: 1e-7)],
            repeats: 3);
        var lines = Render(report).Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80, $"{line.Length} columns: {line}"));
        Assert.All(lines, line => Assert.DoesNotContain('\u001b', line));
        Assert.Equal(report.Advice.Sentence, string.Join(' ', lines.Reverse().SkipWhile(line => line.Length == 0).TakeWhile(line => line.Length > 0).Reverse()));
    }

    [Fact]
    public void Write_Ranking_HasARowForEachActivation()
    {
        var report = SampleReports.Classification();
        var lines = Render(report).Split('\n');
        Assert.Equal("digits.csv.gz: 1797 rows, 64 features, 10 classes; hidden layers 64-64, 40", lines[0]);
        Assert.Matches(@"^# +activation +accuracy % +vs best +p +epoch +dead +sat\. +mean +grad$", lines[3].TrimEnd());
        for (var i = 0; i < 8; i++)
            Assert.StartsWith($"{i + 1}  {report.Candidates[i].Name} ", lines[4 + i], StringComparison.Ordinal);
        Assert.Matches(@"^1  gelu +97\.3 ± 0\.6 +best +1\d\.\d ms +0 +7\.6 +0\.20 +0\.85", lines[4]);
    }

    private static string Render(ComparisonReport report)
    {
        StringWriter writer = new();
        ComparisonTable.Write(Terminal.ForOutput(writer), report);
        return writer.ToString();
    }
}
