using Hillock.Functional;
using Hillock.Samples.Text;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Samples;

/// <summary>What the language models among the samples share.</summary>
public class TextTests
{
    [Fact]
    public void Sampler_DrawsByProbabilityAndTemperature()
    {
        Tensor logits = F.Log(Tensor.From([0.5f, 0.2f, 0.3f]));
        double[] Shares(double temperature)
        {
            TextSampler sampler = new(3, temperature);
            int[] drawn = [.. Enumerable.Range(0, 4000).Select(_ => sampler.Next(logits))];
            return [.. Enumerable.Range(0, 3).Select(i => drawn.Count(token => token == i) / 4000.0)];
        }

        // Four standard deviations of 4000 draws are 0.032.
        Assert.All(Shares(1).Zip([0.5, 0.2, 0.3]), pair => Assert.Equal(pair.Second, pair.First, 0.032));
        Assert.All(Shares(0.5).Zip([0.25 / 0.38, 0.04 / 0.38, 0.09 / 0.38]), pair => Assert.Equal(pair.Second, pair.First, 0.032));
        Assert.Equal([1.0, 0, 0], Shares(0));
        Assert.Equal(2, new TextSampler(3, 0).Next(logits.Unsqueeze(0), excluded: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TextSampler(3, -1));
    }

    [Fact]
    public void Progress_WithoutATerminal_IsLines()
    {
        StringWriter output = new();
        TrainingProgress.Run("training", 3, output, progress =>
        {
            for (int step = 1; step <= 3; step++)
            {
                progress.Report(step, 2.5, 100);
            }
        });
        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("training: step 1 of 3, loss 2.500, ", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^training: step 3 of 3, loss 2\.500, [\d,]+ tokens/s, 0:00:00 left$", lines[^1]);
        Assert.Equal(2, lines.Length);
    }

    [Fact]
    public void Curve_IsAPictureAndCharacters()
    {
        using TemporaryFolder folder = new();
        LossCurve curve = new("Loss while training");
        for (int i = 1; i <= 1000; i++)
        {
            curve.Add("training", i * 100, 10.0 / i);
        }

        curve.Add("validation", 100_000, 0.5);
        string path = folder.Path("loss.svg");
        curve.WriteSvg(path);
        string svg = File.ReadAllText(path);
        Assert.StartsWith("<svg", svg, StringComparison.Ordinal);
        Assert.Contains("nats a token", svg);
        Assert.Contains("validation", svg);
        StringWriter output = new();
        curve.WriteTo(output);
        Assert.Contains("training", output.ToString());
        Assert.Contains("┤", output.ToString());
    }
}
