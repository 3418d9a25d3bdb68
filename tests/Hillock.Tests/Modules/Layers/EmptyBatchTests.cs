using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules.Layers;

/// <summary>
/// A batch of no samples through every layer, forward, backward and backward again: as PyTorch 1.13 gives it, an empty result of the shape that a batch
/// has, an empty gradient of the input, and zeros of the parameters.
/// </summary>
public class EmptyBatchTests
{
    /// <summary>A layer, a batch of 0, and the shape of the result after the batch.</summary>
    public static TheoryData<string, Func<Module>, int[], int[]> Layers
    {
        get
        {
            TheoryData<string, Func<Module>, int[], int[]> layers = new()
            {
                { "BatchNorm1d", () => new BatchNorm1d(3), [0, 3], [0, 3] },
                { "BatchNorm1d of lengths", () => new BatchNorm1d(3), [0, 3, 5], [0, 3, 5] },
                { "BatchNorm1d of length 0", () => new BatchNorm1d(3), [2, 3, 0], [2, 3, 0] },
                { "BatchNorm2d", () => new BatchNorm2d(3), [0, 3, 5, 4], [0, 3, 5, 4] },
                { "BatchNorm2d, untracked", () => new BatchNorm2d(3, trackRunningStats: false), [0, 3, 5, 4], [0, 3, 5, 4] },
                { "BatchNorm2d, evaluation", () => new BatchNorm2d(3).Evaluate(), [0, 3, 5, 4], [0, 3, 5, 4] },
                { "BatchNorm3d", () => new BatchNorm3d(3), [0, 3, 2, 5, 4], [0, 3, 2, 5, 4] },
                { "InstanceNorm1d", () => new InstanceNorm1d(3, affine: true), [0, 3, 5], [0, 3, 5] },
                { "InstanceNorm2d", () => new InstanceNorm2d(3, affine: true, trackRunningStats: true), [0, 3, 5, 4], [0, 3, 5, 4] },
                { "InstanceNorm3d", () => new InstanceNorm3d(3), [0, 3, 2, 5, 4], [0, 3, 2, 5, 4] },
                { "GroupNorm", () => new GroupNorm(3, 6), [0, 6, 5, 4], [0, 6, 5, 4] },
                { "LayerNorm", () => new LayerNorm(6), [0, 6], [0, 6] },
                { "RmsNorm", () => new RmsNorm(6), [0, 6], [0, 6] },
                { "LocalResponseNorm", () => new LocalResponseNorm(3), [0, 6, 5], [0, 6, 5] },
                { "grouped Conv2d", () => new Conv2d(2, 4, 3, groups: 2), [0, 2, 5, 5], [0, 4, 3, 3] },
                { "ConvTranspose1d", () => new ConvTranspose1d(2, 4, 3), [0, 2, 5], [0, 4, 7] },
                { "ConvTranspose2d", () => new ConvTranspose2d(2, 4, 3), [0, 2, 5, 5], [0, 4, 7, 7] },
                { "ConvTranspose3d", () => new ConvTranspose3d(2, 4, 3), [0, 2, 5, 5, 5], [0, 4, 7, 7, 7] },
                { "Bicubic", () => new Upsample(scaleFactor: 2, mode: InterpolationMode.Bicubic), [0, 2, 6, 6], [0, 2, 12, 12] },
                { "Bilinear grid", () => new Upsample(scaleFactor: 2, mode: InterpolationMode.Bilinear), [0, 2, 6, 6], [0, 2, 12, 12] },
                { "Linear grid", () => new Upsample(scaleFactor: 2, mode: InterpolationMode.Linear), [0, 2, 6], [0, 2, 12] },
                { "Trilinear grid", () => new Upsample(scaleFactor: 2, mode: InterpolationMode.Trilinear), [0, 2, 6, 6, 6], [0, 2, 12, 12, 12] },
                { "Nearest grid", () => new Upsample(scaleFactor: 2), [0, 2, 6, 6], [0, 2, 12, 12] },
                { "Fold2d", () => new Fold2d((4, 4), 2), [0, 8, 9], [0, 2, 4, 4] },
                { "Unfold2d", () => new Unfold2d(2), [0, 2, 4, 4], [0, 8, 9] },
                { "PixelShuffle", () => new PixelShuffle(2), [0, 8, 4, 4], [0, 2, 8, 8] },
                { "PixelUnshuffle", () => new PixelUnshuffle(2), [0, 2, 4, 4], [0, 8, 2, 2] },
                { "Flatten", () => new Flatten(), [0, 2, 4, 4], [0, 32] },
                { "Unflatten", () => new Unflatten(1, 2, 4), [0, 8], [0, 2, 4] },
                { "Linear", () => new Linear(5, 3), [0, 5], [0, 3] },
                { "Dropout1d", () => new Dropout1d(), [0, 2, 6], [0, 2, 6] },
                { "Dropout2d", () => new Dropout2d(), [0, 2, 6, 6], [0, 2, 6, 6] },
                { "Dropout3d", () => new Dropout3d(), [0, 2, 6, 6, 6], [0, 2, 6, 6, 6] },
                { "AlphaDropout", () => new AlphaDropout(), [0, 2, 6], [0, 2, 6] },
                { "FeatureAlphaDropout", () => new FeatureAlphaDropout(), [0, 2, 6], [0, 2, 6] },
                { "Rnn", () => new Rnn(3, 4, 2, bidirectional: true), [7, 0, 3], [7, 0, 8] },
                { "Lstm", () => new Lstm(3, 4, 2, bidirectional: true), [7, 0, 3], [7, 0, 8] },
                { "Gru", () => new Gru(3, 4, 2, bidirectional: true), [7, 0, 3], [7, 0, 8] },
                { "RnnCell", () => new RnnCell(3, 4), [0, 3], [0, 4] },
                { "GruCell", () => new GruCell(3, 4), [0, 3], [0, 4] },
                { "WeightNorm", () => new WeightNorm(new Linear(5, 3)), [0, 5], [0, 3] },
                { "SpectralNorm", () => new SpectralNorm(new Conv2d(2, 3, 3)), [0, 2, 5, 5], [0, 3, 3, 3] },
                { "ReflectionPad2d", () => new ReflectionPad2d(1), [0, 2, 4, 4], [0, 2, 6, 6] },
                { "ReplicationPad2d", () => new ReplicationPad2d(1), [0, 2, 4, 4], [0, 2, 6, 6] },
                { "CircularPad2d", () => new CircularPad2d(1), [0, 2, 4, 4], [0, 2, 6, 6] },
                { "ConstantPad2d", () => new ConstantPad2d(1, 2), [0, 2, 4, 4], [0, 2, 6, 6] },
            };
            foreach (PaddingMode mode in Enum.GetValues<PaddingMode>())
            {
                layers.Add($"Conv1d {mode}", () => new Conv1d(2, 4, 3, padding: 1, paddingMode: mode), [0, 2, 5], [0, 4, 5]);
                layers.Add($"Conv2d {mode}", () => new Conv2d(2, 4, 3, padding: 1, paddingMode: mode), [0, 2, 5, 5], [0, 4, 5, 5]);
                layers.Add($"Conv3d {mode}", () => new Conv3d(2, 4, 3, padding: 1, paddingMode: mode), [0, 2, 5, 5, 5], [0, 4, 5, 5, 5]);
            }

            (int[] X, int[] Y)[] sizes = [([0, 2, 6], [0, 2, 3]), ([0, 2, 6, 6], [0, 2, 3, 3]), ([0, 2, 6, 6, 6], [0, 2, 3, 3, 3])];
            Func<Module>[][] poolings =
            [
                [() => new MaxPool1d(2), () => new AvgPool1d(2), () => new LpPool1d(2, 2), () => new AdaptiveAvgPool1d(3), () => new AdaptiveMaxPool1d(3)],
                [() => new MaxPool2d(2), () => new AvgPool2d(2), () => new LpPool2d(2, 2), () => new AdaptiveAvgPool2d(3), () => new AdaptiveMaxPool2d(3)],
                [() => new MaxPool3d(2), () => new AvgPool3d(2), () => new LpPool3d(2, 2), () => new AdaptiveAvgPool3d(3), () => new AdaptiveMaxPool3d(3)],
            ];
            for (int axes = 0; axes < 3; axes++)
            {
                foreach (Func<Module> pooling in poolings[axes])
                {
                    layers.Add(pooling().ToString(), pooling, sizes[axes].X, sizes[axes].Y);
                }
            }

            return layers;
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Layer_GivesAnEmptyResultAndZeros(string name, Func<Module> make, int[] shape, int[] expected)
    {
        Module layer = make();
        Tensor x = Tensor.Zeros(shape).WithGradient();
        Dictionary<string, double[]> state = layer.StateDict().ToDictionary(entry => entry.Key, entry => entry.Value.ToArray<double>());
        Check(name, layer, layer.Forward(x), [x], expected);

        // Spectral normalisation takes a step of its power iteration with every batch, whatever is in it.
        OrderedDictionary<string, Tensor> after = layer.StateDict();
        Assert.All(
            state.Where(_ => layer is not SpectralNorm), entry => Assert.Equal(entry.Value, after[entry.Key].ToArray<double>()));
    }

    [Fact]
    public void LayersOfSeveralArguments_GiveAnEmptyResultAndZeros()
    {
        Tensor x = Tensor.Zeros([0, 2]).WithGradient(), other = Tensor.Zeros([0, 3]).WithGradient();
        Bilinear bilinear = new Bilinear(2, 3, 4);
        Check("Bilinear", bilinear, bilinear.Forward(x, other), [x, other], [0, 4]);
        Check("CosineSimilarity", null, new CosineSimilarity().Forward(x, x), [x], [0]);
        LstmCell cell = new LstmCell(2, 4);
        Tensor hidden = cell.Forward(x, out Tensor state);
        Check("LstmCell", cell, hidden, [x], [0, 4]);
        Assert.Equal([0, 4], state.Shape.Dimensions.ToArray());
        foreach (BagMode mode in Enum.GetValues<BagMode>())
        {
            EmbeddingBag bag = new EmbeddingBag(5, 3, mode);
            Check($"EmbeddingBag {mode}", bag, bag.Forward(Tensor.Zeros([0, 4], DataType.Int64)), [], [0, 3]);
        }

        Tensor plane = Tensor.Zeros([0, 2, 6, 6]).WithGradient();
        Tensor largest = new MaxPool2d(2).Forward(plane, out Tensor indices);
        Check("MaxPool2d with indices", null, largest, [plane], [0, 2, 3, 3]);
        Tensor small = Tensor.Zeros([0, 2, 3, 3]).WithGradient();
        Check("MaxUnpool2d", null, new MaxUnpool2d(2).Forward(small, indices), [small], [0, 2, 6, 6]);
    }

    private static void Check(string name, Module? layer, Tensor y, Tensor[] inputs, int[] expected)
    {
        Assert.True(expected.AsSpan().SequenceEqual(y.Shape.Dimensions), $"{name}: {y.Shape}");
        Tensor[] parameters = [.. layer?.Parameters() ?? []];
        Tensor?[] first = Gradients.Of(F.Sum(y), [.. inputs, .. parameters], createGraph: true);
        Tensor sum = Tensor.Scalar(0f);
        for (int i = 0; i < first.Length; i++)
        {
            Tensor variable = i < inputs.Length ? inputs[i] : parameters[i - inputs.Length];
            Assert.True(first[i] is null || first[i]!.Shape.Equals(variable.Shape), $"{name}: {first[i]?.Shape}");
            Assert.True(i >= inputs.Length || first[i] is not null, name);
            Assert.All(first[i]?.ToArray<float>() ?? [], value => Assert.Equal(0, value));
            sum = first[i] is { RequiresGrad: true } slope ? sum + F.Sum(slope) : sum;
        }

        if (sum.RequiresGrad)
        {
            Tensor?[] second = Gradients.Of(sum, [.. inputs, .. parameters]);
            Assert.All(second, slope => Assert.All(slope?.ToArray<float>() ?? [], value => Assert.Equal(0, value)));
        }
    }
}
