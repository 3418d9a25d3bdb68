namespace Hillock.Cli.Functions;

/// <summary>All layers of the library but its losses, which are among the functions; a test compares it with the types.</summary>
internal static class LayerCatalogue
{
    private const string Containers = "Containers", Linear = "Linear maps and tables", Convolutions = "Convolutions", Poolings = "Poolings";
    private const string Paddings = "Paddings";
    private const string Grids = "Grids, windows and shapes", Dropouts = "Dropouts", Norms = "Normalisations", Recurrent = "Recurrent networks";
    private const string Attention = "Attention and transformers", Parametrized = "Parametrized weights", Activations = "Activations and softmaxes";

    private const string Map = "[N, C, L…] → [N, O, L′…]", Same = "[…] → […]", Channels = "[N, C, L…] → [N, C, L…]", Longer = "[N, C, L…] → [N, C, L′…]";

    /// <summary>The layers, by what they are for.</summary>
    public static IReadOnlyList<LayerDescription> All { get; } =
    [
        Of(Containers, "Sequential", "one module after the other", "those of its modules", "Sequential"),
        Of(Containers, "ModuleList<T>", "modules by number, which the owner calls", "–", "ModuleList"),
        Of(Containers, "ModuleDictionary<T>", "modules by name, which the owner calls", "–", "ModuleDict"),
        Of(Containers, "Residual", "x + f(x), or p(x) + f(x) with a projection", Same, "–"),
        Of(Linear, "Linear", "x·Wᵀ + b", "[…, in] → […, out]", "Linear"),
        Of(Linear, "BinaryLinear", "x·sign(W)ᵀ + b, with gradients straight through the sign", "[…, in] → […, out]", "–"),
        Of(Linear, "Bilinear", "y[k] = xᵀ·W[k]·z + b[k]", "[…, in1], […, in2] → […, out]", "Bilinear"),
        Of(Linear, "Embedding", "y[i] = W[index[i]]", "[…] of whole numbers → […, dim]", "Embedding"),
        Of(Linear, "EmbeddingBag", "mean, sum or maximum of the rows W[index] of each bag", "[bags, n], or [n] with offsets → [bags, dim]", "EmbeddingBag"),
        Of(Linear, "CosineSimilarity", "x·y/(max(‖x‖, ε)·max(‖y‖, ε)) along an axis", "[…, n, …], the same → […, …]", "CosineSimilarity"),
        Axes(Convolutions, "Conv", "y[o, p] = b[o] + Σ w[o, c, r]·x[c, p·stride − padding + r·dilation]", Map, "Conv1d, 2d, 3d"),
        Axes(Convolutions, "ConvTranspose", "y[o, p] = b[o] + Σ w[c, o, r]·x[c, q] over q·stride − padding + r·dilation = p", Map, "ConvTranspose1d, 2d, 3d"),
        Axes(Poolings, "MaxPool", "the largest element of a window", Longer, "MaxPool1d, 2d, 3d"),
        Axes(Poolings, "AvgPool", "Σx/divisor over a window", Longer, "AvgPool1d, 2d, 3d"),
        Axes(Poolings, "LpPool", "(Σx^P)^(1/P) over a window", Longer, "LPPool1d, 2d, 3d"),
        Axes(Poolings, "AdaptiveMaxPool", "the largest element of a part", Longer, "AdaptiveMaxPool1d, 2d, 3d"),
        Axes(Poolings, "AdaptiveAvgPool", "Σx/n over a part", Longer, "AdaptiveAvgPool1d, 2d, 3d"),
        Axes(Poolings, "MaxUnpool", "the largest elements at their places, among zeros", Longer, "MaxUnpool1d, 2d, 3d"),
        Axes(Paddings, "ConstantPad", "v v, then a b c, then v v", Longer, "ConstantPad1d, 2d, 3d"),
        Axes(Paddings, "ZeroPad", "0 0, then a b c, then 0 0", Longer, "ZeroPad1d, 2d, 3d"),
        Axes(Paddings, "ReflectionPad", "c b, then a b c, then b a", Longer, "ReflectionPad1d, 2d, 3d"),
        Axes(Paddings, "ReplicationPad", "a a, then a b c, then c c", Longer, "ReplicationPad1d, 2d, 3d"),
        Axes(Paddings, "CircularPad", "b c, then a b c, then a b", Longer, "CircularPad1d, 2d, 3d"),
        Of(Grids, "Upsample", "Σ w·x over the nearest, 2, 4, 8 or 16 neighbours on the other grid", Longer, "Upsample"),
        Of(Grids, "PixelShuffle", "y[c, h·r + i, w·r + j] = x[c·r² + i·r + j, h, w]", "[…, C·r², H, W] → […, C, H·r, W·r]", "PixelShuffle"),
        Of(Grids, "PixelUnshuffle", "y[c·r² + i·r + j, h, w] = x[c, h·r + i, w·r + j]", "[…, C, H·r, W·r] → […, C·r², H, W]", "PixelUnshuffle"),
        Of(Grids, "Unfold2d", "y[(c, r), o] = x[c, o·stride − padding + r·dilation]", "[N, C, H, W] → [N, C·kH·kW, windows]", "Unfold"),
        Of(Grids, "Fold2d", "y[c, p] = Σ x[(c, r), o] over o·stride − padding + r·dilation = p", "[N, C·kH·kW, windows] → [N, C, H, W]", "Fold"),
        Of(Grids, "Flatten", "neighbouring axes joined into one", "[N, a, b, …] → [N, a·b·…]", "Flatten"),
        Of(Grids, "Unflatten", "an axis divided into several", "[N, a·b, …] → [N, a, b, …]", "Unflatten"),
        Of(Dropouts, "Dropout", "0 with probability p, otherwise x/(1 − p)", Same, "Dropout"),
        Axes(Dropouts, "Dropout", "a whole channel 0 with probability p, otherwise x/(1 − p)", Channels, "Dropout1d, 2d, 3d"),
        Of(
            Dropouts, "AlphaDropout", "a·z + b, where z is −1.7581 with probability p, otherwise x; keeps mean 0 and variance 1", Same,
            "AlphaDropout"),
        Of(Dropouts, "FeatureAlphaDropout", "the same for whole channels", Channels, "FeatureAlphaDropout"),
        Axes(Norms, "BatchNorm", "(x − m)/√(v + ε)·w + b over a channel of the batch", Channels, "BatchNorm1d, 2d, 3d"),
        Axes(Norms, "InstanceNorm", "(x − m)/√(v + ε)·w + b over a channel of a sample", Channels, "InstanceNorm1d, 2d, 3d"),
        Of(Norms, "GroupNorm", "(x − m)/√(v + ε)·w + b over a group of channels of a sample", Channels, "GroupNorm"),
        Of(Norms, "LayerNorm", "(x − m)/√(v + ε)·w + b over the last axes", Same, "LayerNorm"),
        Of(Norms, "RmsNorm", "x/√(mean x² + ε)·w over the last axes", Same, "RMSNorm"),
        Of(Norms, "LocalResponseNorm", "x/(k + α/n·Σx²)^β over neighbouring channels", Channels, "LocalResponseNorm"),
        Of(Norms, "RowFunction<T>", "an operation on rows, such as x/max(‖x‖, ε)", Same, "–"),
        Of(Recurrent, "Rnn", "h′ = f(W·x + b + U·h + c)", "[T, N, in] → [T, N, D·H]", "RNN"),
        Of(Recurrent, "Lstm", "c′ = f·c + i·g, h′ = o·tanh(c′)", "[T, N, in] → [T, N, D·H]", "LSTM"),
        Of(Recurrent, "Gru", "h′ = n + z·(h − n)", "[T, N, in] → [T, N, D·H]", "GRU"),
        Of(Recurrent, "RnnCell", "a step of Rnn", "[N, in], [N, H] → [N, H]", "RNNCell"),
        Of(Recurrent, "LstmCell", "a step of Lstm", "[N, in], two of [N, H] → two of [N, H]", "LSTMCell"),
        Of(Recurrent, "GruCell", "a step of Gru", "[N, in], [N, H] → [N, H]", "GRUCell"),
        Of(Recurrent, "LastStep", "the last step of a sequence", "[T, N, …] → [N, …]", "–"),
        Of(Recurrent, "MeanOverSteps", "the mean of the steps of a sequence", "[T, N, …] → [N, …]", "–"),
        Of(
            Attention, "MultiheadAttention", "softmax(q·kᵀ/√d + mask)·v for each head, projected", "[L, N, E], [S, N, E] twice → [L, N, E]",
            "MultiheadAttention"),
        Of(
            Attention, "TransformerEncoderLayer", "attention and a network of two layers, each with a way around", "[L, N, E] → [L, N, E]",
            "TransformerEncoderLayer"),
        Of(Attention, "TransformerDecoderLayer", "the same, with attention to a memory", "[L, N, E], [S, N, E] → [L, N, E]", "TransformerDecoderLayer"),
        Of(Attention, "TransformerEncoder", "several encoder layers", "[L, N, E] → [L, N, E]", "TransformerEncoder"),
        Of(Attention, "TransformerDecoder", "several decoder layers", "[L, N, E], [S, N, E] → [L, N, E]", "TransformerDecoder"),
        Of(Attention, "CausalEncoder", "an encoder in which no step sees those after it", "[L, N, E] → [L, N, E]", "–"),
        Of(Attention, "PositionEmbedding", "x plus a learned vector for each place", "[…, L, E] → […, L, E]", "–"),
        Of(Parametrized, "WeightNorm", "a layer with W = g·v/‖v‖", "those of the layer", "utils.weight_norm"),
        Of(Parametrized, "SpectralNorm", "a layer with W/σ, σ its largest singular value", "those of the layer", "utils.spectral_norm"),
        Of(Activations, "Activation<T>", "an element-wise function of 'hillock list'", Same, "ReLU, GELU, … (Identity: Activation<Identity>)"),
        Of(Activations, "LearnableActivation<T>", "one with a learned parameter, such as PRelu", Same, "PReLU"),
        Of(Activations, "RandomActivation<T>", "one that is random while training, such as RRelu", Same, "RReLU"),
        Of(Activations, "ChebyshevActivation", "Σ cₖ·Tₖ(tanh x), with learned c", Same, "–"),
        Of(Activations, "RationalActivation", "P(x)/(1 + abs Q(x)), with learned coefficients", Same, "–"),
        Of(Activations, "Glu", "a·σ(b) with the halves a, b of an axis", "[…, 2n] → […, n]", "GLU"),
        Of(Activations, "SwiGlu", "a·bσ(b)", "[…, 2n] → […, n]", "–"),
        Of(Activations, "GeGlu", "a·bΦ(b)", "[…, 2n] → […, n]", "–"),
        Of(Activations, "ReGlu", "a·max(0, b)", "[…, 2n] → […, n]", "–"),
        Of(Activations, "Maxout", "the largest of every k neighbours", "[…, k·n] → […, n]", "–"),
        Of(Activations, "Softmax", "exp(βxᵢ)/Σ exp(βxⱼ) along an axis", Same, "Softmax"),
        Of(Activations, "LogSoftmax", "ln softmax(x)", Same, "LogSoftmax"),
        Of(Activations, "Softmin", "softmax(−x)", Same, "Softmin"),
        Of(Activations, "Softmax2d", "softmax over the channels", "[N, C, H, W] → [N, C, H, W]", "Softmax2d"),
        Of(Activations, "MaskedSoftmax", "softmax over the elements of a mask", Same, "–"),
        Of(Activations, "MaskedLogSoftmax", "its logarithm", Same, "–"),
        Of(Activations, "Sparsemax", "max(0, βxᵢ − τ)", Same, "–"),
        Of(Activations, "GumbelSoftmax", "softmax((x + g)/τ) with Gumbel noise g", Same, "functional.gumbel_softmax"),
        Of(
            Activations, "AdaptiveLogSoftmaxWithLoss", "log-probabilities of very many classes in clusters, and their loss", "[N, in], [N] → [N] and the loss",
            "AdaptiveLogSoftmaxWithLoss"),
    ];

    private static LayerDescription Of(string kind, string name, string formula, string shapes, string pyTorch) => new([name], kind, formula, shapes, pyTorch);

    private static LayerDescription Axes(string kind, string name, string formula, string shapes, string pyTorch) =>
        new([$"{name}1d", $"{name}2d", $"{name}3d"], kind, formula, shapes, pyTorch);
}
