using System.Globalization;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// Attention of several heads: queries, keys and values are projected, each head attends with its part of the features, and the heads' results are
/// projected together.
/// </summary>
/// <remarks>
/// <para>
/// Parameters, their names, layout and initial values are PyTorch's: <c>in_proj_weight</c> <c>[3E, E]</c> for queries, keys and values of one width, else
/// <c>q_proj_weight</c>, <c>k_proj_weight</c> and <c>v_proj_weight</c>; <c>in_proj_bias</c>, <c>out_proj.weight</c>, <c>out_proj.bias</c>, <c>bias_k</c>,
/// <c>bias_v</c>.
/// </para>
/// <para>
/// There is one way through the module: an output has the same bits whether weights are asked for or not, and training differs from evaluation by dropout
/// alone. Masks have types that say what they mean (<see cref="BlockedMask"/>, <see cref="VisibleMask"/>, <see cref="AdditiveMask"/>, <see cref="CausalMask"/>)
/// and hold exactly: a query that sees no key attends to nothing, so that its output is the bias of the last projection, and what stands in a hidden key
/// or value never counts, not even a NaN.
/// </para>
/// Source: Vaswani et al., "Attention is all you need" (2017).
/// </remarks>
/// <example>
/// <code>
/// var attention = new MultiheadAttention(embedDim: 8, numHeads: 2, batchFirst: true);
/// Tensor x = Tensor.Ones([3, 5, 8]);
/// Console.WriteLine(attention.Forward(x, x, x).Shape); // [3, 5, 8]
/// </code>
/// </example>
public sealed partial class MultiheadAttention : Module, ITempered, IRandomModule
{
    private readonly Philox _random;
    private double _temperature = 1;
    private readonly RandomPasses _passes = new();

    RandomPasses IRandomModule.Passes => _passes;

    /// <summary>Makes the module with PyTorch's initialisation: projections to heads Xavier-uniform, biases 0.</summary>
    /// <param name="embedDim">The width <c>E</c> of queries and outputs.</param>
    /// <param name="numHeads">The number of heads, which divides the width.</param>
    /// <param name="dropout">The probability of an attention weight to become 0 while training.</param>
    /// <param name="bias">Whether the projections add biases.</param>
    /// <param name="addBiasKV">Whether to append a learned key and value to the projected ones.</param>
    /// <param name="addZeroAttention">Whether to append a key and a value of zeros.</param>
    /// <param name="kDim">The width of keys; that of queries when left out.</param>
    /// <param name="vDim">The width of values; that of queries when left out.</param>
    /// <param name="batchFirst">Whether batches are <c>[N, L, E]</c> instead of <c>[L, N, E]</c>.</param>
    /// <param name="random">Where random numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentException">The heads do not divide the width.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A width or the number of heads is below 1, or the dropout is not a probability.</exception>
    public MultiheadAttention(
        int embedDim, int numHeads, double dropout = 0, bool bias = true, bool addBiasKV = false, bool addZeroAttention = false, int? kDim = null,
        int? vDim = null,
        bool batchFirst = false, RandomSource? random = null, DataType dataType = DataType.Float32)
    {
        Check(embedDim, numHeads, dropout);
        EmbedDim = embedDim;
        NumHeads = numHeads;
        Dropout = dropout;
        KDim = kDim ?? embedDim;
        VDim = vDim ?? embedDim;
        ArgumentOutOfRangeException.ThrowIfLessThan(KDim, 1, nameof(kDim));
        ArgumentOutOfRangeException.ThrowIfLessThan(VDim, 1, nameof(vDim));
        AddZeroAttention = addZeroAttention;
        BatchFirst = batchFirst;
        random ??= RandomSource.Shared;
        int inputs = TensorSize.Fitting(
            TensorSize.Product(3, embedDim), GetType().Name, "a weight with 3 times embedDim rows, together an axis", "take a smaller embedDim",
            nameof(embedDim));
        if (KDim == embedDim && VDim == embedDim)
        {
            InProjWeight = Weight("in_proj_weight", inputs, embedDim);
        }
        else
        {
            QProjWeight = Weight("q_proj_weight", embedDim, embedDim);
            KProjWeight = Weight("k_proj_weight", embedDim, KDim);
            VProjWeight = Weight("v_proj_weight", embedDim, VDim);
        }

        InProjBias = bias ? RegisterParameter("in_proj_bias", Tensor.Zeros(inputs, dataType)) : null;
        if (addBiasKV)
        {
            BiasK = RegisterParameter("bias_k", Initialization.XavierNormal(Tensor.Empty([1, 1, embedDim], dataType), random.Next()));
            BiasV = RegisterParameter("bias_v", Initialization.XavierNormal(Tensor.Empty([1, 1, embedDim], dataType), random.Next()));
        }

        OutProj = Register("out_proj", new Linear(embedDim, embedDim, bias, random, dataType));
        if (OutProj.Bias is { } outBias)
        {
            Initialization.Constant(outBias, 0);
        }

        _random = random.Next();

        Tensor Weight(string name, int rows, int columns) =>
            RegisterParameter(name, Initialization.XavierUniform(Tensor.Empty([rows, columns], dataType), random.Next()));
    }

    /// <summary>The width of queries and outputs.</summary>
    public int EmbedDim { get; }

    /// <summary>The number of heads.</summary>
    public int NumHeads { get; }

    /// <summary>The probability of an attention weight to become 0 while training.</summary>
    public double Dropout { get; }

    /// <summary>The width of keys.</summary>
    public int KDim { get; }

    /// <summary>The width of values.</summary>
    public int VDim { get; }

    /// <summary>Whether a key and a value of zeros are appended.</summary>
    public bool AddZeroAttention { get; }

    /// <summary>Whether batches are <c>[N, L, E]</c> instead of <c>[L, N, E]</c>.</summary>
    public bool BatchFirst { get; }

    /// <summary>The projections of queries, keys and values, <c>[3E, E]</c>; null where keys or values have a width of their own.</summary>
    public Tensor? InProjWeight { get; }

    /// <summary>The projection of queries, <c>[E, E]</c>, where it is apart.</summary>
    public Tensor? QProjWeight { get; }

    /// <summary>The projection of keys, <c>[E, kDim]</c>, where it is apart.</summary>
    public Tensor? KProjWeight { get; }

    /// <summary>The projection of values, <c>[E, vDim]</c>, where it is apart.</summary>
    public Tensor? VProjWeight { get; }

    /// <summary>The biases of the projections of queries, keys and values, <c>[3E]</c>, or null.</summary>
    public Tensor? InProjBias { get; }

    /// <summary>The appended key, <c>[1, 1, E]</c>, or null.</summary>
    public Tensor? BiasK { get; }

    /// <summary>The appended value, <c>[1, 1, E]</c>, or null.</summary>
    public Tensor? BiasV { get; }

    /// <summary>The projection of the heads' results.</summary>
    public Linear OutProj { get; }

    /// <summary>The temperature that the scores, scaled and with what masks add, are divided by: 1 unless set.</summary>
    public double Temperature
    {
        get => _temperature;
        set => _temperature = TemperedModule.CheckTemperature(value);
    }

    /// <summary>Attends.</summary>
    /// <param name="query">The queries, <c>[L, N, E]</c>, <c>[N, L, E]</c> with <see cref="BatchFirst"/>, or <c>[L, E]</c> without a batch.</param>
    /// <param name="key">The keys, <c>[S, N, kDim]</c>, <c>[N, S, kDim]</c> or <c>[S, kDim]</c>.</param>
    /// <param name="value">The values, <c>[S, N, vDim]</c>, <c>[N, S, vDim]</c> or <c>[S, vDim]</c>.</param>
    /// <param name="mask">
    /// What each query sees: of <c>[L, S]</c>, of <c>[N·heads, L, S]</c> with the heads of an item next to each other, or of anything that broadcasts to
    /// <c>[N, heads, L, S]</c>. Appended keys are always seen.
    /// </param>
    /// <param name="keyPadding">
    /// True where a key is only padding, which nobody sees, or numbers to add to the scores: <c>[N, S]</c>, or <c>[S]</c> without a batch.
    /// </param>
    /// <returns>The result, of the shape of <paramref name="query"/>.</returns>
    /// <exception cref="ArgumentException">Shapes or types do not fit; the message names the argument.</exception>
    public Tensor Forward(Tensor query, Tensor key, Tensor value, AttentionMask? mask = null, Tensor? keyPadding = null)
    {
        Module? caller = Enter();
        try
        {
            return Traced(Attend(query, key, value, false, mask, keyPadding, false, out _));
        }
        finally
        {
            Exit(caller);
        }
    }

    /// <summary>Attends, and returns the weights as well: those that the values are multiplied by, after dropout, with gradients.</summary>
    /// <param name="query">The queries; see <see cref="Forward(Tensor, Tensor, Tensor, AttentionMask, Tensor)"/>.</param>
    /// <param name="key">The keys.</param>
    /// <param name="value">The values.</param>
    /// <param name="mask">What each query sees.</param>
    /// <param name="keyPadding">True where a key is only padding, or numbers to add to the scores.</param>
    /// <param name="averageWeights">Whether to return the mean over the heads.</param>
    /// <returns>
    /// The result, the same bits as without weights, and the weights <c>[N, L, S]</c>, or <c>[N, heads, L, S]</c> where they are not averaged, without <c>N</c>
    /// if there is no batch; <c>S</c> counts the appended keys.
    /// </returns>
    /// <exception cref="ArgumentException">Shapes or types do not fit; the message names the argument.</exception>
    public (Tensor Output, Tensor Weights) ForwardWithWeights(
        Tensor query, Tensor key, Tensor value, AttentionMask? mask = null, Tensor? keyPadding = null, bool averageWeights = true)
    {
        Module? caller = Enter();
        try
        {
            Tensor output = Traced(Attend(query, key, value, false, mask, keyPadding, true, out Tensor? weights));
            return (output, averageWeights ? F.Mean(weights!, -3) : weights!);
        }
        finally
        {
            Exit(caller);
        }
    }

    /// <summary>
    /// Attends to keys and values that are projected already, as those kept of earlier steps are: neither projections nor biases are applied to them.
    /// </summary>
    /// <param name="query">The queries; see <see cref="Forward(Tensor, Tensor, Tensor, AttentionMask, Tensor)"/>.</param>
    /// <param name="key">The keys of the heads, <c>[N·heads, S, E/heads]</c> with the heads of an item next to each other.</param>
    /// <param name="value">The values of the heads, <c>[N·heads, S, E/heads]</c>.</param>
    /// <param name="mask">What each query sees.</param>
    /// <param name="keyPadding">True where a key is only padding, or numbers to add to the scores.</param>
    /// <param name="averageWeights">Whether to return the mean over the heads.</param>
    /// <returns>As <see cref="ForwardWithWeights"/>.</returns>
    /// <exception cref="ArgumentException">Shapes or types do not fit; the message names the argument.</exception>
    /// <exception cref="InvalidOperationException">The module appends a learned key and value, which belong to projected ones.</exception>
    public (Tensor Output, Tensor Weights) ForwardStatic(
        Tensor query, Tensor key, Tensor value, AttentionMask? mask = null, Tensor? keyPadding = null, bool averageWeights = true)
    {
        if (BiasK is not null)
        {
            throw new InvalidOperationException(
                "A MultiheadAttention made with addBiasKV appends its own key and value to projected ones and cannot take static ones; make it without.");
        }

        Module? caller = Enter();
        try
        {
            Tensor output = Traced(Attend(query, key, value, true, mask, keyPadding, true, out Tensor? weights));
            return (output, averageWeights ? F.Mean(weights!, -3) : weights!);
        }
        finally
        {
            Exit(caller);
        }
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => Attend(x, x, x, false, null, null, false, out _);

    private static void Check(int embedDim, int numHeads, double dropout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(embedDim, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(numHeads, 1);
        if (embedDim % numHeads != 0)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"MultiheadAttention expects a number of heads that divides the width but got {numHeads} heads and embedDim: {embedDim}; use embedDim: " +
                    $"{(long)Partition.Count(embedDim, numHeads) * numHeads}."), nameof(numHeads));
        }

        if (!(dropout is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(dropout), dropout,
                $"MultiheadAttention expects a dropout probability from 0 to 1 but got {dropout.ToString(CultureInfo.InvariantCulture)}.");
        }
    }
}
