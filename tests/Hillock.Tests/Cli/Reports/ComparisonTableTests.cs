using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Spectre.Console;
using Xunit;

namespace Hillock.Tests.Cli.Reports;

public class ComparisonTableTests
{
    [Fact]
    public void Write_NoTerminal_IsPlainTextOf80Columns()
    {
        ComparisonReport report = SampleReports.Classification(
            [
                .. SampleReports.Usual, new("leaky-relu:negative-slope=0.25", 0.96), new("learnable-swish", 0.95),
                new("hard-sigmoid", 0.9, 0.05, Diverges: true, Mean: -12.5, Gradient: 1e-7),
            ],
            repeats: 3);
        string[] lines = Render(report).Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80, $"{line.Length} columns: {line}"));
        Assert.All(lines, line => Assert.DoesNotContain('\u001b', line));
        Assert.Equal(
            report.Advice.Sentence, string.Join(' ', lines.Reverse().SkipWhile(line => line.Length == 0).TakeWhile(line => line.Length > 0).Reverse()));
    }

    [Fact]
    public void Write_Ranking_HasARowForEachActivation()
    {
        ComparisonReport report = SampleReports.Classification();
        string[] lines = Render(report).Split('\n');
        Assert.Equal("digits.csv.gz: 1797 rows, 64 features, 10 classes; hidden layers 64-64, 40", lines[0]);
        Assert.Matches(@"^# +activation +accuracy % +vs best +p +epoch +dead +sat\. +mean +grad$", lines[3].TrimEnd());
        for (int i = 0; i < 8; i++)
        {
            Assert.Matches($"^{i + 1} +{report.Candidates[i].Name} ", lines[4 + i]);
        }

        Assert.Matches(@"^1 +gelu +97\.3 \(95\.2–98\.5\) +best +1\d\.\d ms +0 +7\.6 +0\.20 +0\.85", lines[4]);
    }

    [Theory]
    [InlineData(79, "")]
    [InlineData(70, "grad")]
    [InlineData(60, "grad, mean and sat.")]
    [InlineData(47, "grad, mean, sat., dead and epoch")]
    [InlineData(40, "grad, mean, sat., dead, epoch and vs best")]
    public void Write_NarrowConsole_LeavesOutColumnsInTheirOrderAndNeverDividesANumber(int width, string leftOut)
    {
        ComparisonReport report = SampleReports.Classification(
            [
                .. SampleReports.Usual, new("hard-tanh:minimum=-0.123456789:maximum=1.23456789", 0.9785, 0.02, Diverges: true),
                new("leaky-relu:negative-slope=0.0123456", 0.96, 0.05),
            ]);
        string[] lines = Render(report, width).Split('\n');
        string text = string.Join(' ', lines);
        Assert.All(lines, line => Assert.True(line.Length <= width, $"{line.Length} columns: {line}"));
        Assert.Equal(leftOut.Length > 0, text.Contains("Left out, as", StringComparison.Ordinal));
        Assert.Contains(leftOut.Length > 0 ? $"not fit: {leftOut}." : "", text, StringComparison.Ordinal);
        // Parameters are whole, each on a line of its own; so is every score with its interval.
        Assert.Contains(lines, line => line.Trim() == "minimum=-0.123456789");
        Assert.Contains(lines, line => line.Trim() == "negative-slope=0.0123456");
        ScoreText score = new(report.Data);
        Assert.All(report.Candidates, result => Assert.Contains(lines, line => line.Contains(score.WithInterval(result), StringComparison.Ordinal)));
        // Every number of the prose stands on one line, that of the name among them.
        foreach (string number in (string[])["-0.123456789", "1.23456789", "95 %"])
        {
            Assert.Contains(lines, line => line.Contains(number, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Wrap_LongName_IsDividedBetweenItsParametersOnly() =>
        Assert.Equal(
            ["Keep", "hard-tanh:", "minimum=-0.5:", "maximum=0.25", "now"],
            Typography.Wrap("Keep hard-tanh:minimum=-0.5:maximum=0.25 now", 13, divideNames: true));

    private static string Render(ComparisonReport report, int width = 80)
    {
        StringWriter writer = new();
        IAnsiConsole console = Terminal.ForOutput(writer);
        console.Profile.Width = width;
        ComparisonTable.Write(console, report);
        return writer.ToString();
    }
}
