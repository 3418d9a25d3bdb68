using Hillock.Functional;
using Hillock.Modules;

namespace Hillock.Serialization.Description;

internal static partial class LayerTable
{
    private static string[] PaddingModes => ["zeros", "reflect", "replicate", "circular"];

    private static LayerRow[] Linears() =>
    [
        LayerRow.Of<Linear>(nameof(Linear), static a => new Linear(a.Whole("inFeatures"), a.Whole("outFeatures"), a.Flag("bias"), a.Random, a.Type))
            .Whole("inFeatures", static x => x.InFeatures, Last).Whole("outFeatures", static x => x.OutFeatures)
            .Flag("bias", true, static x => x.Bias is not null).Type(static x => x.Weight.DataType)
            .Counts(static a => ((double)a.Whole("inFeatures") + LayerArguments.Count(a.Flag("bias"))) * a.Whole("outFeatures")),
        LayerRow.Of<BinaryLinear>(
            nameof(BinaryLinear),
            static a => new BinaryLinear(
                a.Whole("inFeatures"), a.Whole("outFeatures"), a.Flag("stochastic"), a.Flag("bias"), a.NumberOrNull("scale"), a.Random, a.Type))
            .Whole("inFeatures", static x => x.InFeatures, Last).Whole("outFeatures", static x => x.OutFeatures)
            .Flag("stochastic", false, static x => x.IsStochastic).Flag("bias", true, static x => x.Bias is not null)
            .NumberOrNull("scale", static x => x.Scale == 1 / Math.Sqrt(x.InFeatures) ? null : x.Scale).Type(static x => x.Weight.DataType)
            .Counts(static a => ((double)a.Whole("inFeatures") + LayerArguments.Count(a.Flag("bias"))) * a.Whole("outFeatures")),
        LayerRow.Of<Embedding>(
            nameof(Embedding),
            static a => new Embedding(a.Whole("numEmbeddings"), a.Whole("embeddingDim"), a.WholeOrNull("paddingIndex"), a.Random, a.Type))
            .Whole("numEmbeddings", static x => x.NumEmbeddings).Whole("embeddingDim", static x => x.EmbeddingDim)
            .WholeOrNull("paddingIndex", static x => x.PaddingIndex).Type(static x => x.Weight.DataType)
            .Counts(static a => (double)a.Whole("numEmbeddings") * a.Whole("embeddingDim")),
        LayerRow.Of<EmbeddingBag>(
            nameof(EmbeddingBag),
            static a => new EmbeddingBag(
                a.Whole("numEmbeddings"), a.Whole("embeddingDim"), (BagMode)a.Index("mode"), a.Flag("includeLastOffset"), a.WholeOrNull("paddingIndex"),
                a.Random, a.Type))
            .Whole("numEmbeddings", static x => x.Weight.Shape[0]).Whole("embeddingDim", static x => x.Weight.Shape[1])
            .Choice("mode", ["mean", "sum", "max"], static x => (int)x.Mode).Flag("includeLastOffset", false, static x => x.IncludeLastOffset)
            .WholeOrNull("paddingIndex", static x => x.PaddingIndex).Type(static x => x.Weight.DataType)
            .Counts(static a => (double)a.Whole("numEmbeddings") * a.Whole("embeddingDim")),
    ];

    private static LayerRow[] Convolutions() => [.. Enumerable.Range(1, 3).SelectMany(static axes => (LayerRow[])[Convolution(axes), Transposed(axes)])];

    private static LayerRow<ConvolutionLayer> Convolution(int axes) => LayerRow.Of<ConvolutionLayer>(
        FormattableString.Invariant($"Conv{axes}d"),
        a => axes switch
        {
            1 => new Conv1d(
                a.Whole("inChannels"), a.Whole("outChannels"), a.Axes("kernelSize"), a.Axes("stride"), a.Axes("padding"), a.Axes("dilation"),
                a.Whole("groups"), a.Flag("bias"), (PaddingMode)a.Index("paddingMode"), a.Random, a.Type),
            2 => new Conv2d(
                a.Whole("inChannels"), a.Whole("outChannels"), a.Axes("kernelSize"), a.Axes("stride"), a.Axes("padding"), a.Axes("dilation"),
                a.Whole("groups"), a.Flag("bias"), (PaddingMode)a.Index("paddingMode"), a.Random, a.Type),
            _ => new Conv3d(
                a.Whole("inChannels"), a.Whole("outChannels"), a.Axes("kernelSize"), a.Axes("stride"), a.Axes("padding"), a.Axes("dilation"),
                a.Whole("groups"), a.Flag("bias"), (PaddingMode)a.Index("paddingMode"), a.Random, a.Type),
        })
        .Whole("inChannels", static x => x.InChannels, Channels).Whole("outChannels", static x => x.OutChannels)
        .Axes("kernelSize", static x => x.KernelSize, isRequired: true).Axes("stride", static x => x.Stride, 1)
        .Axes("padding", static x => x.Padding, 0, allowsSame: true).Axes("dilation", static x => x.Dilation, 1)
        .Whole("groups", 1, static x => x.Groups).Flag("bias", true, static x => x.Bias is not null)
        .Choice("paddingMode", PaddingModes, static x => (int)x.PaddingMode).Type(static x => x.Weight.DataType)
        .Counts(a => Weights(a, axes));

    private static LayerRow<ConvolutionLayer> Transposed(int axes) => LayerRow.Of<ConvolutionLayer>(
        FormattableString.Invariant($"ConvTranspose{axes}d"),
        a => axes switch
        {
            1 => new ConvTranspose1d(
                a.Whole("inChannels"), a.Whole("outChannels"), a.Axes("kernelSize"), a.Axes("stride"), a.Axes("padding"), a.Axes("outputPadding"),
                a.Whole("groups"), a.Flag("bias"), a.Axes("dilation"), a.Random, a.Type),
            2 => new ConvTranspose2d(
                a.Whole("inChannels"), a.Whole("outChannels"), a.Axes("kernelSize"), a.Axes("stride"), a.Axes("padding"), a.Axes("outputPadding"),
                a.Whole("groups"), a.Flag("bias"), a.Axes("dilation"), a.Random, a.Type),
            _ => new ConvTranspose3d(
                a.Whole("inChannels"), a.Whole("outChannels"), a.Axes("kernelSize"), a.Axes("stride"), a.Axes("padding"), a.Axes("outputPadding"),
                a.Whole("groups"), a.Flag("bias"), a.Axes("dilation"), a.Random, a.Type),
        })
        .Whole("inChannels", static x => x.InChannels, Channels).Whole("outChannels", static x => x.OutChannels)
        .Axes("kernelSize", static x => x.KernelSize, isRequired: true).Axes("stride", static x => x.Stride, 1)
        .Axes("padding", static x => x.Padding, 0).Axes("outputPadding", static x => x.OutputPaddingOf, 0).Whole("groups", 1, static x => x.Groups)
        .Flag("bias", true, static x => x.Bias is not null).Axes("dilation", static x => x.Dilation, 1).Type(static x => x.Weight.DataType)
        .Counts(a => Weights(a, axes));

    private static double Weights(LayerArguments a, int axes) =>
        ((double)a.Whole("inChannels") * a.Whole("outChannels") * Elements(a.Wholes("kernelSize"), axes) / Math.Max(1, a.Whole("groups")))
            + (LayerArguments.Count(a.Flag("bias")) * (double)a.Whole("outChannels"));

    private static LayerRow[] Parametrizations() =>
    [
        LayerRow.Of<WeightNorm>(nameof(WeightNorm), static a => new WeightNorm(Weighted(a), a.WholeOrNull("axis")))
            .Layer("layer", static x => x.Layer).WholeOrNull("axis", static x => x.Axis, 0, isNullable: true),
        LayerRow.Of<SpectralNorm>(
            nameof(SpectralNorm),
            static a => new SpectralNorm(Weighted(a), a.Whole("powerIterations"), a.Number("epsilon"), a.WholeOrNull("axis"), a.Random))
            .Layer("layer", static x => x.Layer).Whole("powerIterations", 1, static x => x.PowerIterations).Number("epsilon", 1e-12, static x => x.Epsilon)
            .WholeOrNull("axis", static x => x.Axis == ((IWeightedLayer)x.Layer).OutputAxis ? null : x.Axis),
    ];

    private static IWeightedLayer Weighted(LayerArguments a)
    {
        Module layer = a.Layer("layer");
        return layer as IWeightedLayer ?? throw LayerArguments.Fault(
            nameof(layer), $"a Linear, a convolution or an Embedding is expected but there is {layer.Name}; put such a layer there.");
    }
}
