using Hillock.Activations;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// A layer of a transformer's decoder: attention of the sequence to itself, attention to the encoder's memory, then two linear layers, each added to its
/// input and normalised.
/// </summary>
/// <remarks>
/// <c>x ← norm1(x + attention(x))</c>, <c>x ← norm2(x + attention(x, memory))</c>, <c>x ← norm3(x + linear2(f(linear1(x))))</c>, or with the normalisations
/// first as in <see cref="TransformerEncoderLayer"/>. Names of parameters and defaults are PyTorch's. Source: Vaswani et al., "Attention is all you need"
/// (2017).
/// </remarks>
public sealed class TransformerDecoderLayer : Module
{
    private readonly Dropout _dropout;
    private readonly Dropout _dropout1;
    private readonly Dropout _dropout2;
    private readonly Dropout _dropout3;

    /// <summary>Makes the layer.</summary>
    /// <param name="dModel">The width of the sequence and of the memory.</param>
    /// <param name="heads">The number of heads, which divides the width.</param>
    /// <param name="dimFeedForward">The width between the two linear layers.</param>
    /// <param name="dropout">The probability of attention weights, hidden units and what is added to become 0 while training.</param>
    /// <param name="activation">The activation <c>f</c> between the linear layers; ReLU when left out.</param>
    /// <param name="layerNormEpsilon">The <c>ε</c> of the normalisations.</param>
    /// <param name="batchFirst">Whether batches are <c>[N, L, E]</c> instead of <c>[L, N, E]</c>.</param>
    /// <param name="normFirst">Whether normalisations come before attention and linear layers instead of after the additions.</param>
    /// <param name="bias">Whether linear layers, attention and normalisations have biases.</param>
    /// <param name="random">Where random numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentException">The heads do not divide the width.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A width or the number of heads is below 1, or the dropout is not a probability.</exception>
    public TransformerDecoderLayer(
        int dModel, int heads, int dimFeedForward = 2048, double dropout = 0.1, Module? activation = null, double layerNormEpsilon = 1e-5,
        bool batchFirst = false, bool normFirst = false, bool bias = true, RandomSource? random = null, DataType dataType = DataType.Float32)
    {
        random ??= RandomSource.Shared;
        NormFirst = normFirst;
        SelfAttention = Register("self_attn", new MultiheadAttention(dModel, heads, dropout, bias, batchFirst: batchFirst, random: random, dataType: dataType));
        MemoryAttention = Register(
            "multihead_attn", new MultiheadAttention(dModel, heads, dropout, bias, batchFirst: batchFirst, random: random, dataType: dataType));
        Linear1 = Register("linear1", new Linear(dModel, dimFeedForward, bias, random, dataType));
        _dropout = Register("dropout", new Dropout(dropout, random));
        Linear2 = Register("linear2", new Linear(dimFeedForward, dModel, bias, random, dataType));
        Norm1 = Register("norm1", new LayerNorm(dModel, layerNormEpsilon, bias: bias, dataType: dataType));
        Norm2 = Register("norm2", new LayerNorm(dModel, layerNormEpsilon, bias: bias, dataType: dataType));
        Norm3 = Register("norm3", new LayerNorm(dModel, layerNormEpsilon, bias: bias, dataType: dataType));
        _dropout1 = Register("dropout1", new Dropout(dropout, random));
        _dropout2 = Register("dropout2", new Dropout(dropout, random));
        _dropout3 = Register("dropout3", new Dropout(dropout, random));
        Activation = Register("activation", activation ?? new Activation<Relu>());
    }

    /// <summary>Whether normalisations come before attention and linear layers.</summary>
    public bool NormFirst { get; }

    /// <summary>The attention of the sequence to itself.</summary>
    public MultiheadAttention SelfAttention { get; }

    /// <summary>The attention to the memory.</summary>
    public MultiheadAttention MemoryAttention { get; }

    /// <summary>The first linear layer.</summary>
    public Linear Linear1 { get; }

    /// <summary>The second linear layer.</summary>
    public Linear Linear2 { get; }

    /// <summary>The normalisation that goes with the attention of the sequence to itself.</summary>
    public LayerNorm Norm1 { get; }

    /// <summary>The normalisation that goes with the attention to the memory.</summary>
    public LayerNorm Norm2 { get; }

    /// <summary>The normalisation that goes with the linear layers.</summary>
    public LayerNorm Norm3 { get; }

    /// <summary>The activation between the linear layers.</summary>
    public Module Activation { get; }

    /// <summary>Computes the layer.</summary>
    /// <param name="x">The sequences, <c>[L, N, E]</c>, <c>[N, L, E]</c> where the batch comes first, or <c>[L, E]</c> without a batch.</param>
    /// <param name="memory">The encoder's result, <c>[S, N, E]</c>, <c>[N, S, E]</c> or <c>[S, E]</c>.</param>
    /// <param name="mask">What each place of the sequence sees of it; <c>new CausalMask()</c> for the places up to its own.</param>
    /// <param name="memoryMask">What each place of the sequence sees of the memory.</param>
    /// <param name="padding">True where a place of the sequence is only padding, <c>[N, L]</c>, or <c>[L]</c> without a batch.</param>
    /// <param name="memoryPadding">True where a place of the memory is only padding, <c>[N, S]</c>, or <c>[S]</c> without a batch.</param>
    /// <returns>A tensor of the shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">Shapes or types do not fit; the message names the argument.</exception>
    public Tensor Forward(
        Tensor x, Tensor memory, AttentionMask? mask = null, AttentionMask? memoryMask = null, Tensor? padding = null, Tensor? memoryPadding = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(memory);
        Module? caller = Enter();
        try
        {
            return Traced(Compute(x, memory, mask, memoryMask, padding, memoryPadding));
        }
        finally
        {
            Exit(caller);
        }
    }

    private Tensor Compute(Tensor x, Tensor memory, AttentionMask? mask, AttentionMask? memoryMask, Tensor? padding, Tensor? memoryPadding)
    {
        if (NormFirst)
        {
            x = F.Add(x, Attend(Norm1.Forward(x), mask, padding));
            x = F.Add(x, Recall(Norm2.Forward(x), memory, memoryMask, memoryPadding));
            return F.Add(x, FeedForward(Norm3.Forward(x)));
        }

        x = Norm1.Forward(F.Add(x, Attend(x, mask, padding)));
        x = Norm2.Forward(F.Add(x, Recall(x, memory, memoryMask, memoryPadding)));
        return Norm3.Forward(F.Add(x, FeedForward(x)));
    }

    private Tensor Attend(Tensor x, AttentionMask? mask, Tensor? padding) => _dropout1.Forward(SelfAttention.Forward(x, x, x, mask, padding));

    private Tensor Recall(Tensor x, Tensor memory, AttentionMask? mask, Tensor? padding) =>
        _dropout2.Forward(MemoryAttention.Forward(x, memory, memory, mask, padding));

    private Tensor FeedForward(Tensor x) => _dropout3.Forward(Linear2.Forward(_dropout.Forward(Activation.Forward(Linear1.Forward(x)))));
}
