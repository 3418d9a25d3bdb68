using Hillock.Activations;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Tests.Serialization;

/// <summary>Every layer that can be described, once with its defaults and once with nothing at a default, and an input that it takes.</summary>
internal static class DescribedLayers
{
    /// <summary>Modules that no description has, with the reason.</summary>
    internal static readonly Dictionary<string, string> Not = new()
    {
        ["ModuleList`1"] = "has no function: its owner calls what is in it",
        ["ModuleDictionary`1"] = "has no function: its owner calls what is in it",
        ["Bilinear"] = "takes two tensors",
        ["CosineSimilarity"] = "takes two tensors",
        ["MaxUnpool1d"] = "takes indices beside its input",
        ["MaxUnpool2d"] = "takes indices beside its input",
        ["MaxUnpool3d"] = "takes indices beside its input",
        ["MaskedSoftmax"] = "takes a mask beside its input",
        ["MaskedLogSoftmax"] = "takes a mask beside its input",
        ["TransformerDecoderLayer"] = "takes a memory beside its input",
        ["TransformerDecoder"] = "takes a memory beside its input",
        ["AdaptiveLogSoftmaxWithLoss"] = "takes targets beside its input",
    };

    private static readonly RandomSource Random = new(3);

    internal static IEnumerable<(Module Module, Tensor Input)> All() =>
        [.. Linears(), .. Windows(), .. Paddings(), .. Grids(), .. Units(), .. Sequences(), .. Functions(), .. Containers()];

    private static IEnumerable<(Module, Tensor)> Linears() =>
    [
        (new Linear(4, 3), X(2, 4)),
        (new Linear(4, 3, false, Random, DataType.Float64), X(DataType.Float64, 2, 4)),
        (new BinaryLinear(4, 3), X(2, 4)),
        (new BinaryLinear(4, 3, true, false, 0.25, Random, DataType.Float64), X(DataType.Float64, 2, 4)),
        (new Embedding(10, 3), Words(2, 5)),
        (new Embedding(10, 3, 2, Random, DataType.Float64), Words(2, 5)),
        (new EmbeddingBag(10, 3), Words(2, 5)),
        (new EmbeddingBag(10, 3, BagMode.Max, true, 2, Random, DataType.Float64), Words(2, 5)),
        (new WeightNorm(new Linear(4, 3)), X(2, 4)),
        (new WeightNorm(new Conv1d(2, 3, 3), 1), X(2, 2, 8)),
        (new WeightNorm(new Conv1d(2, 3, 3), null), X(2, 2, 8)),
        (new SpectralNorm(new Linear(4, 3)), X(2, 4)),
        (new SpectralNorm(new ConvTranspose1d(2, 3, 3), 2, 1e-9, 2, Random), X(2, 2, 8)),
    ];

    private static IEnumerable<(Module, Tensor)> Windows() =>
    [
        (new Conv1d(4, 6, 3), X(2, 4, 9)),
        (new Conv1d(4, 6, 3, 2, 1, 2, 2, false, PaddingMode.Reflect, Random, DataType.Float64), X(DataType.Float64, 2, 4, 9)),
        (new Conv2d(4, 6, 3), X(2, 4, 9, 8)),
        (new Conv2d(4, 6, (3, 1), 1, PerAxis.Same, (2, 1), 2, false, PaddingMode.Circular, Random, DataType.Float64), X(DataType.Float64, 2, 4, 9, 8)),
        (new Conv2d(4, 6, 3, (1, 2)), X(2, 4, 9, 8)),
        (new Conv3d(2, 2, 2), X(2, 2, 5, 4, 3)),
        (new Conv3d(2, 2, (1, 2, 3), (2, 1, 1), (0, 1, 2), (1, 2, 1), 2, false, PaddingMode.Replicate, Random, DataType.Float64),
            X(DataType.Float64, 2, 2, 5, 4, 3)),
        (new ConvTranspose1d(4, 6, 3), X(2, 4, 9)),
        (new ConvTranspose1d(4, 6, 3, 2, 1, 1, 2, false, 2, Random, DataType.Float64), X(DataType.Float64, 2, 4, 9)),
        (new ConvTranspose2d(4, 6, 3), X(2, 4, 5, 4)),
        (new ConvTranspose2d(4, 6, (3, 2), (2, 3), (1, 0), (1, 2), 2, false, (2, 1), Random, DataType.Float64), X(DataType.Float64, 2, 4, 5, 4)),
        (new ConvTranspose3d(2, 2, 2), X(2, 2, 3, 4, 3)),
        (new ConvTranspose3d(2, 2, 2, 2, 1, 1, 2, false, 2, Random, DataType.Float64), X(DataType.Float64, 2, 2, 3, 4, 3)),
        (new MaxPool1d(2), X(2, 3, 9)),
        (new MaxPool1d(3, 2, 1, 2, true), X(2, 3, 9)),
        (new MaxPool2d(2), X(2, 3, 9, 8)),
        (new MaxPool2d((3, 2), (2, 1), (1, 0), (2, 1), true), X(2, 3, 9, 8)),
        (new MaxPool3d(2), X(2, 3, 5, 4, 3)),
        (new MaxPool3d(2, 1, 1, 2, true), X(2, 3, 5, 4, 3)),
        (new AvgPool1d(2), X(2, 3, 9)),
        (new AvgPool1d(3, 2, 1, true, false), X(2, 3, 9)),
        (new AvgPool2d(2), X(2, 3, 9, 8)),
        (new AvgPool2d(3, 2, 1, true, false, 7), X(2, 3, 9, 8)),
        (new AvgPool3d(2), X(2, 3, 5, 4, 3)),
        (new AvgPool3d(2, 1, 1, true, false, 7), X(2, 3, 5, 4, 3)),
        (new LpPool1d(2, 3), X(2, 3, 9)),
        (new LpPool1d(1.5, 3, 2, true), X(2, 3, 9)),
        (new LpPool2d(2, 3), X(2, 3, 9, 8)),
        (new LpPool2d(1.0 / 3, 3, 2, true), X(2, 3, 9, 8)),
        (new LpPool3d(2, 2), X(2, 3, 5, 4, 3)),
        (new LpPool3d(3, 2, 1, true), X(2, 3, 5, 4, 3)),
        (new AdaptiveMaxPool1d(3), X(2, 3, 9)),
        (new AdaptiveMaxPool2d((3, -1)), X(2, 3, 9, 8)),
        (new AdaptiveMaxPool3d((1, 2, 3)), X(2, 3, 5, 4, 3)),
        (new AdaptiveAvgPool1d(3), X(2, 3, 9)),
        (new AdaptiveAvgPool2d((-1, 3)), X(2, 3, 9, 8)),
        (new AdaptiveAvgPool3d(2), X(2, 3, 5, 4, 3)),
    ];

    private static IEnumerable<(Module, Tensor)> Paddings() =>
    [
        (new ConstantPad1d((1, -2), 0.5), X(2, 3, 9)),
        (new ConstantPad2d(1, -0.1), X(2, 3, 9, 8)),
        (new ConstantPad3d((1, 2, 3, 0, -1, 1), 1e300), X(DataType.Float64, 2, 3, 5, 4, 3)),
        (new ZeroPad1d(2), X(2, 3, 9)),
        (new ZeroPad2d((1, 2, 0, 1)), X(2, 3, 9, 8)),
        (new ZeroPad3d(1), X(2, 3, 5, 4, 3)),
        (new ReflectionPad1d((1, 2)), X(2, 3, 9)),
        (new ReflectionPad2d(1), X(2, 3, 9, 8)),
        (new ReflectionPad3d((1, 1, 1, 1, 1, 2)), X(2, 3, 5, 4, 3)),
        (new ReplicationPad1d((1, 2)), X(2, 3, 9)),
        (new ReplicationPad2d((1, 1, 1, 1)), X(2, 3, 9, 8)),
        (new ReplicationPad3d(1), X(2, 3, 5, 4, 3)),
        (new CircularPad1d(2), X(2, 3, 9)),
        (new CircularPad2d((1, 0, 2, 3)), X(2, 3, 9, 8)),
        (new CircularPad3d(1), X(2, 3, 5, 4, 3)),
    ];

    private static IEnumerable<(Module, Tensor)> Grids() =>
    [
        (new Upsample(scaleFactor: 2), X(2, 3, 9)),
        (new Upsample((3, 5), mode: InterpolationMode.Bicubic, alignCorners: true), X(2, 3, 9, 8)),
        (new Upsample(scaleFactor: (1.5, 0.5), mode: InterpolationMode.Bilinear, recomputeScaleFactor: true), X(2, 3, 9, 8)),
        (new PixelShuffle(2), X(2, 8, 3, 3)),
        (new PixelUnshuffle(2), X(2, 2, 4, 6)),
        (new Unfold2d(2), X(2, 3, 9, 8)),
        (new Unfold2d((2, 3), 2, 1, (1, 2)), X(2, 3, 9, 8)),
        (new Fold2d((4, 5), 2), X(2, 12, 12)),
        (new Fold2d((4, 5), 2, 2, 1, 2), X(2, 12, 6)),
        (new Flatten(), X(2, 3, 4, 5)),
        (new Flatten(2, 3), X(2, 3, 4, 5, 6)),
        (new Unflatten(1, 2, -1), X(2, 8)),
        (new Unflatten(-1, 8), X(2, 8)),
    ];

    private static IEnumerable<(Module, Tensor)> Units() =>
    [
        (new Dropout(), X(2, 4)),
        (new Dropout(0.2), X(2, 4)),
        (new Dropout1d(0.1), X(2, 3, 9)),
        (new Dropout2d(0.3), X(2, 3, 9, 8)),
        (new Dropout3d(0.4), X(2, 3, 5, 4, 3)),
        (new AlphaDropout(0.2), X(2, 4)),
        (new FeatureAlphaDropout(0.2), X(2, 3, 9)),
        (new BatchNorm1d(3), X(2, 3, 9)),
        (new BatchNorm1d(3, 1e-3, null, false, true, DataType.Float64), X(DataType.Float64, 2, 3, 9)),
        (new BatchNorm1d(3, trackRunningStats: false), X(2, 3)),
        (new BatchNorm2d(3, 1e-3, 0.3, false, false), X(2, 3, 9, 8)),
        (new BatchNorm3d(3, 1e-4, 1.0 / 3, false, false), X(2, 3, 5, 4, 3)),
        (new InstanceNorm1d(3), X(2, 3, 9)),
        (new InstanceNorm1d(3, 1e-3, 0.2, true, true, DataType.Float64), X(DataType.Float64, 2, 3, 9)),
        (new InstanceNorm2d(3, 1e-3, 0.2, true, true), X(2, 3, 9, 8)),
        (new InstanceNorm3d(3, 1e-3, 0.2, true, true), X(2, 3, 5, 4, 3)),
        (new GroupNorm(2, 4), X(2, 4, 9)),
        (new GroupNorm(2, 4, 1e-3, false), X(2, 4, 9)),
        (new GroupNorm(2, 4, dataType: DataType.Float64), X(DataType.Float64, 2, 4, 9)),
        (new LayerNorm(4), X(2, 4)),
        (new LayerNorm(new[] { 3, 4 }, 1e-3, true, false, DataType.Float64), X(DataType.Float64, 2, 3, 4)),
        (new LayerNorm(4, elementwiseAffine: false), X(2, 4)),
        (new RmsNorm(4), X(2, 4)),
        (new RmsNorm(new[] { 3, 4 }, 1e-3, false), X(2, 3, 4)),
        (new RmsNorm(4, dataType: DataType.Float64), X(DataType.Float64, 2, 4)),
        (new LocalResponseNorm(3), X(2, 5, 4)),
        (new LocalResponseNorm(3, 0.1, 0.5, 2), X(2, 5, 4)),
        (new RowFunction<Normalize>(), X(2, 4)),
        (new RowFunction<Normalize>(new Normalize(1e-3), 0), X(2, 4)),
    ];

    private static IEnumerable<(Module, Tensor)> Sequences() =>
    [
        (new Rnn(4, 3), X(5, 2, 4)),
        (new Rnn(4, 3, 2, false, true, 0.1, true, RnnNonlinearity.Relu, Random, DataType.Float64), X(DataType.Float64, 2, 5, 4)),
        (new Lstm(4, 3), X(5, 2, 4)),
        (new Lstm(4, 3, 3, false, true, 0.1, true, 2, Random, DataType.Float64), X(DataType.Float64, 2, 5, 4)),
        (new Gru(4, 3), X(5, 2, 4)),
        (new Gru(4, 3, 2, false, true, 0.1, true, Random, DataType.Float64), X(DataType.Float64, 2, 5, 4)),
        (new RnnCell(4, 3), X(2, 4)),
        (new RnnCell(4, 3, false, RnnNonlinearity.Relu, Random, DataType.Float64), X(DataType.Float64, 2, 4)),
        (new LstmCell(4, 3), X(2, 4)),
        (new LstmCell(4, 3, false, Random, DataType.Float64), X(DataType.Float64, 2, 4)),
        (new GruCell(4, 3), X(2, 4)),
        (new GruCell(4, 3, false, Random, DataType.Float64), X(DataType.Float64, 2, 4)),
        (new LastStep(), X(5, 2, 4)),
        (new LastStep(true), X(2, 5, 4)),
        (new MeanOverSteps(), X(5, 2, 4)),
        (new MeanOverSteps(true), X(2, 5, 4)),
        (new MultiheadAttention(4, 2), X(5, 2, 4)),
        (new MultiheadAttention(4, 2, 0.1, false, true, true, null, null, true, Random, DataType.Float64) { Temperature = 1.5 },
            X(DataType.Float64, 2, 5, 4)),
        (new MultiheadAttention(4, 2, kDim: 5, vDim: 6), X(5, 2, 4)),
        (new TransformerEncoderLayer(4, 2, 8), X(5, 2, 4)),
        (Layer(), X(DataType.Float64, 2, 5, 4)),
        (new TransformerEncoder(2, _ => new TransformerEncoderLayer(4, 2, 8)), X(5, 2, 4)),
        (new TransformerEncoder([Layer(), Layer()], new LayerNorm(4, dataType: DataType.Float64)), X(DataType.Float64, 2, 5, 4)),
        (new CausalEncoder(new TransformerEncoder(1, _ => new TransformerEncoderLayer(4, 2, 8, batchFirst: true))), X(2, 5, 4)),
        (new PositionEmbedding(7, 4), X(2, 5, 4)),
        (new PositionEmbedding(7, 4, Random, DataType.Float64), X(DataType.Float64, 2, 5, 4)),
    ];

    private static IEnumerable<(Module, Tensor)> Functions() =>
    [
        .. ActivationCatalog.All.Select(static info => (Of(info, false), X(2, 4))),
        .. ActivationCatalog.All.Select(static info => (Of(info, true), X(2, 4))),
        (new LearnableActivation<PRelu>(4, 0.1, DataType.Float64), X(DataType.Float64, 2, 4)),
        (new ChebyshevActivation(), X(2, 4)),
        (new ChebyshevActivation(3, false, DataType.Float64), X(DataType.Float64, 2, 4)),
        (new RationalActivation(), X(2, 4)),
        (new RationalActivation([0.1, 1.0 / 3, 2], [0.7, 1e-3], DataType.Float64), X(DataType.Float64, 2, 4)),
        (new RationalActivation([0.1, 1], [0.7]), X(2, 4)),
        (new Glu(), X(2, 4)),
        (new Glu(0), X(2, 4)),
        (new SwiGlu(), X(2, 4)),
        (new SwiGlu(0), X(2, 4)),
        (new GeGlu(), X(2, 4)),
        (new GeGlu(0), X(2, 4)),
        (new ReGlu(), X(2, 4)),
        (new ReGlu(0), X(2, 4)),
        (new Maxout(), X(2, 4)),
        (new Maxout(3, 0), X(3, 4)),
        (new Softmax(), X(2, 4)),
        (new Softmax(0, 1.5), X(2, 4)),
        (new LogSoftmax(), X(2, 4)),
        (new LogSoftmax(0, 1.5), X(2, 4)),
        (new Softmin(), X(2, 4)),
        (new Softmin(0, 1.5), X(2, 4)),
        (new Sparsemax(), X(2, 4)),
        (new Sparsemax(0, 1.5), X(2, 4)),
        (new Softmax2d(), X(2, 3, 9, 8)),
        (new Softmax2d(1.5), X(2, 3, 9, 8)),
        (new GumbelSoftmax(), X(2, 4)),
        (new GumbelSoftmax(0.3, true, 0), X(2, 4)),
    ];

    private static IEnumerable<(Module, Tensor)> Containers() =>
    [
        (new Sequential(), X(2, 4)),
        (new Sequential(new Sequential(new Linear(4, 3)), new Activation<Relu>(), new Sequential(new Linear(3, 2), new Activation<Tanh>())), X(2, 4)),
        (new Residual(new Linear(4, 4)), X(2, 4)),
        (new Residual(new Sequential(new Linear(4, 6), new Activation<Elu>(new Elu(0.1)), new Linear(6, 3)), new Linear(4, 3, false)), X(2, 4)),
    ];

    private static TransformerEncoderLayer Layer()
    {
        TransformerEncoderLayer layer = new(4, 2, 8, 0.2, new Activation<Gelu>(), 1e-3, true, true, false, Random, DataType.Float64);
        layer.SelfAttention.Temperature = 2;
        return layer;
    }

    /// <summary>The module of an activation, made through the catalogue; with other values than its defaults if it can be.</summary>
    private static Module Of(ActivationInfo info, bool others) =>
        info.Create([.. info.Parameters.Select(parameter => others ? (parameter.Default ?? 0.5) + 0.0625 : parameter.Default ?? 0.5)]).Accept(new Maker());

    private static Tensor X(params int[] shape) => X(DataType.Float32, shape);

    private static Tensor X(DataType type, params int[] shape)
    {
        int length = shape.Aggregate(1, static (product, one) => product * one);
        return Tensor.From([.. Enumerable.Range(0, length).Select(static i => Math.Sin(1.7 * i) + 0.1)]).Reshape(shape).To(type);
    }

    private static Tensor Words(params int[] shape) =>
        Tensor.From([.. Enumerable.Range(0, shape[0] * shape[1]).Select(static i => (long)(i * 7 % 10))]).Reshape(shape);

    private sealed class Maker : IActivationVisitor<Module>
    {
        public Module Visit<TActivation>(TActivation function)
            where TActivation : struct, IActivation => new Activation<TActivation>(function);

        public Module VisitLearnable<TActivation>(TActivation function, double parameter)
            where TActivation : struct, ILearnableActivation => new LearnableActivation<TActivation>(initial: parameter);

        public Module VisitRandom<TActivation>(TActivation function)
            where TActivation : struct, IRandomActivation => new RandomActivation<TActivation>(function);
    }
}
