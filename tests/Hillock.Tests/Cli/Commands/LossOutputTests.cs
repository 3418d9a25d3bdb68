using System.Globalization;
using System.Text.Json.Nodes;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

/// <summary>Outputs that were trained to be 1 and 0, or to lie apart, are no probabilities, and nothing says that they are.</summary>
[Collection(ParallelismCollection.Name)]
public sealed class LossOutputTests : IDisposable
{
    private readonly Tool _tool = new();
    private readonly ThreadScope _threads = new(2);

    public void Dispose()
    {
        _threads.Dispose();
        _tool.Dispose();
    }

    [Theory]
    [InlineData("huber")]
    [InlineData("mean-squared-error")]
    [InlineData("multi-margin")]
    public async Task Commands_OtherLossThanCrossEntropy_GiveNoProbabilities(string loss)
    {
        string note = $"The outputs of a network that was trained with {loss} are no probabilities; --loss cross-entropy of hillock train makes them.";
        string trained = await Tool.SucceedAsync("train", "iris", "--loss", loss, "--epochs", "20", "--output", At("run"));
        Assert.Contains(note, trained.Replace("\n  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        string[] lines = (await Tool.SucceedAsync("predict", At("run"), "iris")).TrimEnd('\n').Split('\n');
        Assert.Equal("row,species,output(setosa),output(versicolor),output(virginica)", lines[0]);
        string[] names = ["setosa", "versicolor", "virginica"];
        double[][] outputs = [.. lines.Skip(1).Select(line => line.Split(',')[2..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        Assert.All(lines.Skip(1).Zip(outputs), pair => Assert.Equal(names[Array.IndexOf(pair.Second, pair.Second.Max())], pair.First.Split(',')[1]));
        JsonNode report = JsonNode.Parse(await Tool.SucceedAsync("evaluate", At("run"), "iris", "--json"))!;
        Assert.Equal(note, report["note"]!.GetValue<string>());
        Assert.Equal(
            ["accuracy", "balancedAccuracy", "macroF1", "matthewsCorrelation", "rocAuc"], report["metrics"]!.AsObject().Select(static metric => metric.Key));

        // Of each class against the rest, the share of pairs in the right order; rows are fifty of each class.
        double area = 0;
        for (int c = 0; c < 3; c++)
        {
            double[] own = [.. outputs.Skip(50 * c).Take(50).Select(row => row[c])];
            double[] rest = [.. outputs.Where((_, row) => row / 50 != c).Select(row => row[c])];
            area += own.Sum(one => rest.Sum(other => one > other ? 1 : one == other ? 0.5 : 0)) / (own.Length * rest.Length) / 3;
        }

        Assert.Equal(area, report["metrics"]!["rocAuc"]!.GetValue<double>(), 6);
        string page = await File.ReadAllTextAsync(At("run/report.html"), TestContext.Current.CancellationToken);
        Assert.Contains("are no probabilities", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Calibration", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Probability of its class", page, StringComparison.Ordinal);
    }

    /// <summary>What is nearly impossible is not written as 0.</summary>
    [Fact]
    public async Task Predict_SmallProbabilities_KeepTheirDigits()
    {
        await Tool.SucceedAsync("train", "iris", "--epochs", "150", "--learning-rate", "0.02", "--output", At("run"));
        string[] lines = (await Tool.SucceedAsync("predict", At("run"), "iris")).TrimEnd('\n').Split('\n');
        double[] ofTheLast = [.. lines.Skip(1).Take(50).Select(line => double.Parse(line.Split(',')[5], CultureInfo.InvariantCulture))];
        Assert.All(ofTheLast, static probability => Assert.True(probability > 0));
        Assert.Contains(ofTheLast, static probability => probability < 5e-7);
    }

    private string At(string name) => _tool.At(name);
}
