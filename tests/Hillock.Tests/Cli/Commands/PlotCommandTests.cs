using System.Xml.Linq;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

[Trait("Speed", "slow")]
public sealed class PlotCommandTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Plot_NoOutput_DrawsInTheTerminal()
    {
        string text = await Tool.SucceedAsync("plot", "tanh", "--derivative");
        foreach (string title in (string[])["f (tanh)", "f′ (tanh)", "f″ (tanh)"])
        {
            Assert.Contains(title, text, StringComparison.Ordinal);
        }

        Assert.Contains("⠉", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plot_Output_WritesAnSvgFile()
    {
        Assert.Equal(
            "", await Tool.SucceedAsync("plot", "relu", "elu:alpha=0.5", "LeakyReLU", "--derivative", "--range=-3,3", "--output", _tool.At("curves.svg")));
        XDocument svg = XDocument.Load(_tool.At("curves.svg"));
        string[] texts = svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToArray();
        Assert.Contains("elu:alpha=0.5", texts);
        Assert.Contains("leaky-relu", texts);
        Assert.Contains("−3", texts);
        Assert.Equal(["curves.svg"], _tool.Files);
    }

    // σ(0) = 1/2, σ(−x) = 1 − σ(x), σ(−1) = 1/(1 + e).
    [Fact]
    public async Task Plot_Curve_GoesThroughKnownPoints()
    {
        await Tool.SucceedAsync("plot", "sigmoid", "--range=-5,5", "--output", _tool.At("s.svg"));
        XElement path =
            XDocument.Load(_tool.At("s.svg")).Descendants()
                .Single(element => element.Name.LocalName == "path" && element.Attribute("stroke-width")?.Value == "2");
        (double X, double Y)[] points = [.. Points(path.Attribute("d")!.Value)];
        // The axis runs from 0 at the bottom (396) to 1 at the top (48): the curve is at a half in the middle, symmetric around it.
        // Its line leaves the function by at most 0.3 pixels, and points have one decimal.
        double left = points[0].X, width = points[^1].X - left;
        Assert.Equal((48 + 396) / 2.0, Height(points, left + (width / 2)), 0.4);
        Assert.Equal(48 + 396, Height(points, left + (width / 6)) + Height(points, left + (width * 5 / 6)), 0.8);
        Assert.Equal(396 - ((396 - 48) / (1 + Math.E)), Height(points, left + (width * 4 / 10)), 0.4);
    }

    // An absolute point, and steps from point to point.
    private static IEnumerable<(double X, double Y)> Points(string path)
    {
        double[] numbers =
        [
            .. System.Text.RegularExpressions.Regex.Matches(path, @"-?(\d+\.?\d*|\.\d+)")
                .Select(match => double.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture)),
        ];
        Assert.Matches("^M[^MLHVCSQTAZ]*l[^a-zA-Z]*$", path);
        double x = 0, y = 0;
        for (int i = 0; i < numbers.Length / 2; i++)
        {
            (x, y) = (x + numbers[2 * i], y + numbers[(2 * i) + 1]);
            yield return (x, y);
        }
    }

    private static double Height((double X, double Y)[] points, double x)
    {
        int next = Array.FindIndex(points, point => point.X >= x);
        ((double X, double Y) a, (double X, double Y) b) = (points[next - 1], points[next]);
        return a.Y + ((b.Y - a.Y) * (x - a.X) / (b.X - a.X));
    }

    [Theory]
    [InlineData("elu:alpha=1e300", "−1.0e+300")]
    [InlineData("relu --range=-2e9,2e9", "2.0e+9")]
    [InlineData("relu --range=-1e-30,1e-30", "1.0e-30")]
    public async Task Plot_HugeAndTinyValues_HaveShortLabels(string command, string label)
    {
        string[] lines = (await Tool.SucceedAsync(["plot", .. command.Split(' ')])).Replace('−', '-').Split('\n');
        Assert.Contains(lines, line => line.Contains(label.Replace('−', '-'), StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Length <= 80));
    }

    [Theory]
    [InlineData(2, "unknown function 'gelo'", "gelo")]
    [InlineData(2, "Required argument 'NAME' missing", "")]
    [InlineData(2, "elu has no parameter beta; it has alpha.", "elu:beta=2")]
    [InlineData(2, "'elu:alpha' expects parameters as name:parameter=number but has 'alpha'.", "elu:alpha")]
    [InlineData(2, "threshold needs a value for --threshold", "threshold")]
    [InlineData(2, "softmax is no function of one number and has no curve; plot an element-wise function.", "softmax")]
    [InlineData(1, "Minimum must be a number below 1 but is 2.", "hard-tanh:minimum=2")]
    [InlineData(2, "--range expects two numbers, the lower first", "relu --range=2,1")]
    [InlineData(2, "plot writes SVG but --output is c.png; give it a name that ends in .svg.", "relu --output c.png")]
    public async Task Plot_WrongInput_FailsInOneLine(int exitCode, string expected, string command) =>
        Assert.StartsWith(
            expected, await Tool.FailAsync(exitCode, ["plot", .. command.Split(' ', StringSplitOptions.RemoveEmptyEntries)]), StringComparison.Ordinal);

    [Fact]
    public async Task Plot_UnwritableOutput_Fails() =>
        Assert.Contains(
            "does not exist; create it first.", await Tool.FailAsync(1, "plot", "relu", "--output", _tool.At("no/c.svg")), StringComparison.Ordinal);
}
