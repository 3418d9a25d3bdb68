using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// A learned vector for each of a number of things, such as the words of a language: <c>y[i…] = W[index[i…]]</c>; see <see cref="F.Embedding"/>.
/// </summary>
/// <example>
/// <code>
/// Console.WriteLine(new Embedding(10, 3).Forward(Tensor.From([7L, 7])).Shape); // [2, 3]
/// </code>
/// </example>
public sealed class Embedding : Module, IWeightedLayer
{
    /// <summary>Makes a table with PyTorch's initialisation: standard normal numbers, and zeros in the row of <paramref name="paddingIndex"/>.</summary>
    /// <param name="numEmbeddings">The number of rows.</param>
    /// <param name="embeddingDim">The length of a row.</param>
    /// <param name="paddingIndex">A row that stays as it is, for places where there is nothing; negatives count from the last. Null for none.</param>
    /// <param name="random">Where the initial numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1, or <paramref name="paddingIndex"/> names no row.</exception>
    public Embedding(int numEmbeddings, int embeddingDim, int? paddingIndex = null, RandomSource? random = null, DataType dataType = DataType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numEmbeddings, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(embeddingDim, 1);
        int padding = F.PaddingRow(paddingIndex, numEmbeddings);
        PaddingIndex = padding < 0 ? null : padding;
        Tensor weight = Initialization.Normal(Tensor.Empty([numEmbeddings, embeddingDim], dataType), (random ?? RandomSource.Shared).Next());
        if (padding >= 0)
        {
            Initialization.Constant(weight.Slice(0, padding, padding + 1), 0);
        }

        Weight = RegisterParameter("weight", weight);
    }

    /// <summary>The number of rows.</summary>
    public int NumEmbeddings => Weight.Shape[0];

    /// <summary>The length of a row.</summary>
    public int EmbeddingDim => Weight.Shape[1];

    /// <summary>The row that is not learned, or null.</summary>
    public int? PaddingIndex { get; }

    /// <summary>The table, <c>[numEmbeddings, embeddingDim]</c>.</summary>
    public Tensor Weight { get; }

    /// <inheritdoc/>
    protected override string Details =>
        FormattableString.Invariant($"{NumEmbeddings}, {EmbeddingDim}{(PaddingIndex is { } row ? $", padding_idx={row}" : "")}");

    /// <inheritdoc/>
    public Tensor ForwardWith(Tensor x, Tensor weight) => F.Embedding(x, weight, PaddingIndex);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.Embedding(x, Weight, PaddingIndex);
}
