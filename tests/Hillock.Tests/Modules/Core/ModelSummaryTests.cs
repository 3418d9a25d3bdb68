using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Summaries;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Spectre.Console;
using Xunit;

namespace Hillock.Tests.Modules.Core;

/// <summary>Counts that are written out by hand from the layers' formulas.</summary>
public class ModelSummaryTests
{
    [Fact]
    public void OfAConvolutionalNetwork_CountsByTheFormulas()
    {
        Sequential network =
        [
            new Conv2d(3, 8, 3, padding: 1, bias: false), new BatchNorm2d(8), new Activation<Relu>(), new Residual(new Conv2d(8, 8, 3, padding: 1, groups: 2)),
            new Flatten(), new Dropout(), new Linear(8 * 6 * 5, 10),
        ];
        ModelSummary summary = ModelSummary.Of(network, [2, 3, 6, 5]);
        Assert.Equal(["", "0", "1", "2", "3", "3.body", "4", "5", "6"], summary.Layers.Select(layer => layer.Path));
        Assert.Equal([0, 1, 1, 1, 1, 2, 1, 1, 1], summary.Layers.Select(layer => layer.Depth));
        Assert.Equal(["[2, 10]", "[2, 8, 6, 5]", "[2, 8, 6, 5]", "[2, 8, 6, 5]", "[2, 8, 6, 5]", "[2, 8, 6, 5]", "[2, 240]", "[2, 240]", "[2, 10]"],
            summary.Layers.Select(layer => layer.Output!.ToString()));

        // Outputs times kernel elements times input channels of a group.
        long first = 2 * 8 * 30 * 27, grouped = 2 * 8 * 30 * 36, last = 2 * 10 * 240;
        Assert.Equal([first + grouped + last, first, 0, 0, grouped, grouped, 0, 0, last], summary.Layers.Select(layer => layer.MultiplyAdds));
        Assert.Equal([216 + 16 + 296 + 2410, 216, 16, 0, 296, 296, 0, 0, 2410], summary.Layers.Select(layer => layer.Parameters));

        // Flatten is a view, and dropout passes on its input in evaluation; the sum of the residual is no module of its own, so the view of it counts there.
        long map = 2 * 8 * 30 * 4;
        Assert.Equal([(5 * map) + 80, map, map, map, map, map, map, 0, 80], summary.Layers.Select(layer => layer.ActivationBytes));
    }

    [Fact]
    public void OfTransformersAndRecurrences_CountsTheirProducts()
    {
        const int Batch = 3, Length = 5, Width = 8, Wide = 16;
        TransformerEncoderLayer layer = new(Width, 2, Wide, batchFirst: true);
        LayerSummary total = ModelSummary.Of(layer, [Batch, Length, Width]).Total;

        // Four projections, scores and weighted values, two layers of the feed-forward part.
        long rows = Batch * Length;
        Assert.Equal((rows * 4 * Width * Width) + (2 * Batch * Length * Length * Width) + (rows * 2 * Width * Wide), total.MultiplyAdds);

        Lstm lstm = new(4, 6, numLayers: 2, batchFirst: true);
        Assert.Equal(rows * ((4 * 6 * (4 + 6)) + (4 * 6 * (6 + 6))), ModelSummary.Of(lstm, [Batch, Length, 4]).Total.MultiplyAdds);
        Gru gru = new(4, 6, batchFirst: true);
        Assert.Equal(rows * 3 * 6 * (4 + 6), ModelSummary.Of(gru, [Batch, Length, 4]).Total.MultiplyAdds);
    }

    [Fact]
    public void OfANetwork_ChangesNothingOfItAndTellsFrozenParameters()
    {
        Linear shared = new(4, 4);
        Sequential network = [new Embedding(10, 4), shared, new BatchNorm1d(5), shared];
        network.Freeze("0");
        float[][] before = [.. network.StateDict().Values.Where(value => value.DataType == DataType.Float32).Select(value => value.ToArray<float>())];
        ModelSummary summary = ModelSummary.Of(network, [2, 5], DataType.Int64);
        Assert.Equal(before, network.StateDict().Values.Where(value => value.DataType == DataType.Float32).Select(value => value.ToArray<float>()));
        Assert.True(network.IsTraining);
        Assert.Equal(["", "0", "1", "2"], summary.Layers.Select(layer => layer.Path));
        Assert.Equal([1, 1, 2, 1], summary.Layers.Select(layer => layer.Calls));
        Assert.Equal(40 + 20 + 10, summary.Total.Parameters);
        Assert.Equal(30, summary.Total.LearnedParameters);
        Assert.Contains("70 parameters, 40 of them frozen", summary.ToString(), StringComparison.Ordinal);
        Tensor y = network.Forward(Tensor.Zeros([2, 5], DataType.Int64));
        Assert.True(y.RequiresGrad);
    }

    [Fact]
    public void ModuleCalledSeveralTimes_SaysHowOften()
    {
        Activation<Relu> shared = new();
        Sequential network = [new Sequential(new Linear(4, 4), shared), new Sequential(new Linear(4, 4), shared), shared];
        string[] lines = ModelSummary.Of(network, [1, 4]).ToString().Split('\n');
        Assert.Contains(lines, line => line.TrimStart().StartsWith("(1) Relu ×3 ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("Linear ×", StringComparison.Ordinal));
    }

    [Fact]
    public void OfANetworkThatFails_LeavesModeAndModules()
    {
        Sequential network = [new Linear(4, 8), new Linear(7, 2)];
        Assert.Throws<ArgumentException>(() => ModelSummary.Of(network, [1, 4]));
        Assert.True(network.IsTraining);
        Tensor x = Tensor.Ones(1).WithGradient();
        Assert.Equal([2f], Gradients.Of(F.Sum(x * 2), [x])[0]!.ToArray<float>());
        Assert.Equal(32 + 8, ModelSummary.Of(network[0], [1, 4]).Total.Parameters);
    }

    [Fact]
    public void OfPoolingsWithIndices_ShowsThem()
    {
        ModelSummary summary = ModelSummary.Of(new Unpooled(), [2, 3, 6, 8]);
        Assert.Equal(["", "pool", "unpool", "adaptive"], summary.Layers.Select(layer => layer.Path));
        Assert.Equal(["[2, 3, 2, 2]", "[2, 3, 3, 4]", "[2, 3, 6, 8]", "[2, 3, 2, 2]"], summary.Layers.Select(layer => layer.Output!.ToString()));

        // Results of four bytes, and indices of eight.
        Assert.Equal([72 * 12, 288 * 4, 24 * 12], summary.Layers.Skip(1).Select(layer => layer.ActivationBytes));
    }

    [Theory]
    [InlineData(80, "activations")]
    [InlineData(50, "multiply-adds")]
    [InlineData(38, "parameters")]
    [InlineData(28, "layer")]
    public void Table_OnANarrowConsole_LeavesColumnsOut(int width, string last)
    {
        Sequential network = [new Linear(784, 128), new Activation<Relu>(), new Linear(128, 10)];
        StringWriter writer = new();
        IAnsiConsole console = Terminal.ForOutput(writer);
        console.Profile.Width = width;
        SummaryTable.Write(console, ModelSummary.Of(network, [64, 784]));
        string[] lines = writer.ToString().Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.Contains(last, lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("(0) Linear", StringComparison.Ordinal));
        Assert.Contains("101,770 parameters", string.Join(' ', lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(3L << 30, "3.0 GiB")]
    public void Bytes_HaveAUnit(long bytes, string expected) => Assert.Equal(expected, ModelSummary.Bytes(bytes));

    private sealed class Unpooled : Module
    {
        private readonly MaxPool2d _pool;
        private readonly MaxUnpool2d _unpool;
        private readonly AdaptiveMaxPool2d _adaptive;

        public Unpooled()
        {
            _pool = Register("pool", new MaxPool2d(2));
            _unpool = Register("unpool", new MaxUnpool2d(2));
            _adaptive = Register("adaptive", new AdaptiveMaxPool2d(2));
        }

        protected override Tensor ForwardCore(Tensor x)
        {
            Tensor y = _pool.Forward(x, out Tensor indices);
            return _adaptive.Forward(_unpool.Forward(y, indices), out _);
        }
    }
}
