using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Adds a learned vector for each place of a sequence: <c>y[…, t, e] = x[…, t, e] + W[t, e]</c>.</summary>
/// <remarks>
/// Attention does not know the order of what it looks at; this tells it. Source: Devlin, Chang, Lee, Toutanova, "BERT: Pre-training of deep bidirectional
/// transformers for language understanding" (2018). PyTorch has no module for it.
/// </remarks>
/// <example>
/// <code>
/// Sequential network = [new Embedding(100, 8), new PositionEmbedding(64, 8)];
/// Console.WriteLine(network.Forward(Tensor.From([3L, 7, 7]).Unsqueeze(0)).Shape); // [1, 3, 8]
/// </code>
/// </example>
public sealed class PositionEmbedding : Module
{
    // Vectors this small let what stands at a place decide at first, as in BERT.
    private const double InitialDeviation = 0.02;

    /// <summary>Makes the module; the vectors start from normal numbers of deviation 0.02.</summary>
    /// <param name="maxLength">The longest sequence.</param>
    /// <param name="embeddingDim">The length of a vector.</param>
    /// <param name="random">Where the initial numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1.</exception>
    public PositionEmbedding(int maxLength, int embeddingDim, RandomSource? random = null, DataType dataType = DataType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(embeddingDim, 1);
        Tensor weight = Tensor.Empty([maxLength, embeddingDim], dataType);
        Weight = RegisterParameter("weight", Initialization.Normal(weight, (random ?? RandomSource.Shared).Next(), 0, InitialDeviation));
    }

    /// <summary>The vectors, <c>[maxLength, embeddingDim]</c>.</summary>
    public Tensor Weight { get; }

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant($"{Weight.Shape[0]}, {Weight.Shape[1]}");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x)
    {
        if (x.Rank < 2 || x.Shape[-1] != Weight.Shape[1] || x.Shape[-2] > Weight.Shape[0])
        {
            throw new ArgumentException(
                $"PositionEmbedding expects [..., steps, {Weight.Shape[1]}] of up to {Weight.Shape[0]} steps but got {x.Shape}; cut the sequences, or use a " +
                "larger maxLength.", nameof(x));
        }

        return F.Add(x, Weight.Slice(0, 0, x.Shape[-2]));
    }
}
