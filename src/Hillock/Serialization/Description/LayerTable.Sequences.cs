using Hillock.Activations;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Serialization.Description;

internal static partial class LayerTable
{
    private static string[] Nonlinearities => ["tanh", "relu"];

    private static LayerRow[] Recurrents() =>
    [
        Recurrent<Rnn>(
            nameof(Rnn), 1, static x => x.InputWeight().DataType,
            static a => new Rnn(
                a.Whole("inputSize"), a.Whole("hiddenSize"), a.Whole("numLayers"), a.Flag("bias"), a.Flag("batchFirst"), a.Number("dropout"),
                a.Flag("bidirectional"), (RnnNonlinearity)a.Index("nonlinearity"), a.Random, a.Type),
            static row => row.Choice("nonlinearity", Nonlinearities, static x => (int)x.Nonlinearity)),
        Recurrent<Lstm>(
            nameof(Lstm), 4, static x => x.InputWeight().DataType,
            static a => new Lstm(
                a.Whole("inputSize"), a.Whole("hiddenSize"), a.Whole("numLayers"), a.Flag("bias"), a.Flag("batchFirst"), a.Number("dropout"),
                a.Flag("bidirectional"), a.Whole("projectionSize"), a.Random, a.Type),
            static row => row.Whole("projectionSize", 0, static x => x.Projection() is null ? 0 : x.OutputSize)),
        Recurrent<Gru>(
            nameof(Gru), 3, static x => x.InputWeight().DataType,
            static a => new Gru(
                a.Whole("inputSize"), a.Whole("hiddenSize"), a.Whole("numLayers"), a.Flag("bias"), a.Flag("batchFirst"), a.Number("dropout"),
                a.Flag("bidirectional"), a.Random, a.Type),
            static row => row),
        Cell<RnnCell>(
            nameof(RnnCell), 1,
            static a => new RnnCell(
                a.Whole("inputSize"), a.Whole("hiddenSize"), a.Flag("bias"), (RnnNonlinearity)a.Index("nonlinearity"), a.Random, a.Type))
            .Choice("nonlinearity", Nonlinearities, static x => (int)x.Nonlinearity),
        Cell<LstmCell>(
            nameof(LstmCell), 4, static a => new LstmCell(a.Whole("inputSize"), a.Whole("hiddenSize"), a.Flag("bias"), a.Random, a.Type)),
        Cell<GruCell>(nameof(GruCell), 3, static a => new GruCell(a.Whole("inputSize"), a.Whole("hiddenSize"), a.Flag("bias"), a.Random, a.Type)),
        LayerRow.Of<LastStep>(nameof(LastStep), static a => new LastStep(a.Flag("batchFirst")))
            .Flag("batchFirst", false, static x => x.BatchFirst, inText: true),
        LayerRow.Of<MeanOverSteps>(nameof(MeanOverSteps), static a => new MeanOverSteps(a.Flag("batchFirst")))
            .Flag("batchFirst", false, static x => x.BatchFirst, inText: true),
    ];

    private static LayerRow<TModule> Recurrent<TModule>(
        string name, int gates, Func<TModule, DataType> type, Func<LayerArguments, Module> make, Func<LayerRow<TModule>, LayerRow<TModule>> own)
        where TModule : RecurrentModule =>
        own(LayerRow.Of<TModule>(name, make)
            .Whole("inputSize", static x => x.InputSize, Last).Whole("hiddenSize", static x => x.HiddenSize)
            .Whole("numLayers", 1, static x => x.NumLayers).Flag("bias", true, static x => x.HasBias)
            .Flag("batchFirst", false, static x => x.BatchFirst, inText: true).Number("dropout", 0, static x => x.Dropout)
            .Flag("bidirectional", false, static x => x.Bidirectional))
        .Type(type).Counts(a => Weights(a, gates, name == nameof(Lstm) ? a.Whole("projectionSize") : 0));

    private static double Weights(LayerArguments a, int gates, int projection)
    {
        double hidden = a.Whole("hiddenSize"), output = projection == 0 ? hidden : projection, directions = 1 + LayerArguments.Count(a.Flag("bidirectional"));
        double rest = output + (2 * LayerArguments.Count(a.Flag("bias")));
        double Layer(double width) => directions * ((gates * hidden * (width + rest)) + (projection * hidden));
        return Layer(a.Whole("inputSize")) + ((a.Whole("numLayers") - 1.0) * Layer(directions * output));
    }

    private static LayerRow<TModule> Cell<TModule>(string name, int gates, Func<LayerArguments, Module> make)
        where TModule : RecurrentCell =>
        LayerRow.Of<TModule>(name, make).Whole("inputSize", static x => x.InputSize, Last).Whole("hiddenSize", static x => x.HiddenSize)
            .Flag("bias", true, static x => x.InputBias is not null).Type(static x => x.InputWeight.DataType)
            .Counts(a =>
                (double)gates * a.Whole("hiddenSize") * (a.Whole("inputSize") + (double)a.Whole("hiddenSize") + (2 * LayerArguments.Count(a.Flag("bias")))));

    private static LayerRow[] Transformers() =>
    [
        LayerRow.Of<MultiheadAttention>(nameof(MultiheadAttention), MakeAttention)
            .Whole("embedDim", static x => x.EmbedDim, Last).Whole("numHeads", static x => x.NumHeads).Number("dropout", 0, static x => x.Dropout)
            .Flag("bias", true, static x => x.InProjBias is not null).Flag("addBiasKV", false, static x => x.BiasK is not null)
            .Flag("addZeroAttention", false, static x => x.AddZeroAttention).WholeOrNull("kDim", static x => x.KDim == x.EmbedDim ? null : x.KDim)
            .WholeOrNull("vDim", static x => x.VDim == x.EmbedDim ? null : x.VDim)
            .Flag("batchFirst", false, static x => x.BatchFirst, inText: true).Number("temperature", 1, static x => x.Temperature)
            .Type(static x => x.OutProj.Weight.DataType)
            .Counts(static a => Weights(a, a.Whole("embedDim"), a.WholeOrNull("kDim"), a.WholeOrNull("vDim"), a.Flag("addBiasKV"))),
        LayerRow.Of<TransformerEncoderLayer>(nameof(TransformerEncoderLayer), MakeEncoderLayer)
            .Whole("dModel", static x => x.SelfAttention.EmbedDim, Last).Whole("heads", static x => x.SelfAttention.NumHeads)
            .Whole("dimFeedForward", 2048, static x => x.Linear1.OutFeatures).Number("dropout", 0.1, static x => x.SelfAttention.Dropout)
            .Layer("activation", static x => x.Activation is Activation<Relu> ? null : x.Activation, isRequired: false)
            .Number("layerNormEpsilon", 1e-5, static x => x.Norm1.Epsilon)
            .Flag("batchFirst", false, static x => x.SelfAttention.BatchFirst, inText: true).Flag("normFirst", false, static x => x.NormFirst)
            .Flag("bias", true, static x => x.Linear1.Bias is not null).Number("temperature", 1, static x => x.SelfAttention.Temperature)
            .Type(static x => x.Linear1.Weight.DataType)
            .Counts(static a =>
            {
                double width = a.Whole("dModel"), inner = a.Whole("dimFeedForward"), bias = LayerArguments.Count(a.Flag("bias"));
                return Weights(a, width, null, null, false) + (2 * width * inner) + (bias * (width + inner)) + (2 * width * (1 + bias));
            }),
        LayerRow.Of<TransformerEncoder>(
            nameof(TransformerEncoder), static a => new TransformerEncoder(a.Layers<TransformerEncoderLayer>("layers"), a.LayerOrNull("norm")))
            .Layers("layers", static x => x.Layers).Layer("norm", static x => x.Norm, isRequired: false),
        LayerRow.Of<CausalEncoder>(nameof(CausalEncoder), static a => new CausalEncoder(Encoder(a))).Layer("encoder", static x => x.Encoder),
        LayerRow.Of<PositionEmbedding>(
            nameof(PositionEmbedding), static a => new PositionEmbedding(a.Whole("maxLength"), a.Whole("embeddingDim"), a.Random, a.Type))
            .Whole("maxLength", static x => x.Weight.Shape[0], static input => input.Rank > 1 ? input[-2] : null, isWritten: true)
            .Whole("embeddingDim", static x => x.Weight.Shape[1], Last).Type(static x => x.Weight.DataType)
            .Counts(static a => (double)a.Whole("maxLength") * a.Whole("embeddingDim")),
    ];

    private static MultiheadAttention MakeAttention(LayerArguments a) => new(
        a.Whole("embedDim"), a.Whole("numHeads"), a.Number("dropout"), a.Flag("bias"), a.Flag("addBiasKV"), a.Flag("addZeroAttention"),
        a.WholeOrNull("kDim"), a.WholeOrNull("vDim"), a.Flag("batchFirst"), a.Random, a.Type)
    {
        Temperature = a.Number("temperature"),
    };

    private static TransformerEncoderLayer MakeEncoderLayer(LayerArguments a)
    {
        TransformerEncoderLayer layer = new TransformerEncoderLayer(
            a.Whole("dModel"), a.Whole("heads"), a.Whole("dimFeedForward"), a.Number("dropout"), a.LayerOrNull("activation"), a.Number("layerNormEpsilon"),
            a.Flag("batchFirst"), a.Flag("normFirst"), a.Flag("bias"), a.Random, a.Type);
        layer.SelfAttention.Temperature = a.Number("temperature");
        return layer;
    }

    private static TransformerEncoder Encoder(LayerArguments a)
    {
        Module encoder = a.Layer("encoder");
        return encoder as TransformerEncoder ?? throw LayerArguments.Fault(
            nameof(encoder), $"a TransformerEncoder is expected but there is {encoder.Name}; put one there.");
    }

    private static double Weights(LayerArguments a, double width, int? keys, int? values, bool extra) =>
        (width * ((2 * width) + (keys ?? width) + (values ?? width))) + (LayerArguments.Count(a.Flag("bias")) * 4 * width) +
        (LayerArguments.Count(extra) * 2 * width);
}
