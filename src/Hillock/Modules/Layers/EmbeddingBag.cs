using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// Means, sums or maxima of learned vectors, a bag of them for each result, without the vectors themselves in the result; see <see cref="F.EmbeddingBag"/>.
/// </summary>
/// <example>
/// <code>
/// Console.WriteLine(new EmbeddingBag(10, 3).Forward(Tensor.From([1L, 2, 4, 5], [2, 2])).Shape); // [2, 3]
/// </code>
/// </example>
public sealed class EmbeddingBag : Module
{
    /// <summary>Makes a table with PyTorch's initialisation: standard normal numbers, and zeros in the row of <paramref name="paddingIndex"/>.</summary>
    /// <param name="numEmbeddings">The number of rows.</param>
    /// <param name="embeddingDim">The length of a row.</param>
    /// <param name="mode">What becomes of the rows of a bag.</param>
    /// <param name="includeLastOffset">Whether the last offset is the end of the last bag, rather than the begin of one more.</param>
    /// <param name="paddingIndex">A row that counts for no bag and is not learned; negatives count from the last. Null for none.</param>
    /// <param name="random">Where the initial numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1, or <paramref name="paddingIndex"/> names no row.</exception>
    public EmbeddingBag(
        int numEmbeddings, int embeddingDim, BagMode mode = BagMode.Mean, bool includeLastOffset = false, int? paddingIndex = null,
        RandomSource? random = null, DataType dataType = DataType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numEmbeddings, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(embeddingDim, 1);
        if (mode is < BagMode.Mean or > BagMode.Max)
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, $"EmbeddingBag expects BagMode.Mean, Sum or Max but got {mode}; choose one of them.");
        }

        int padding = F.PaddingRow(paddingIndex, numEmbeddings, nameof(EmbeddingBag));
        (Mode, IncludeLastOffset, PaddingIndex) = (mode, includeLastOffset, padding < 0 ? null : padding);
        Tensor weight = Initialization.Normal(Tensor.Empty([numEmbeddings, embeddingDim], dataType), (random ?? RandomSource.Shared).Next());
        if (padding >= 0)
        {
            Initialization.Constant(weight.Slice(0, padding, padding + 1), 0);
        }

        Weight = RegisterParameter("weight", weight);
    }

    /// <summary>What becomes of the rows of a bag.</summary>
    public BagMode Mode { get; }

    /// <summary>Whether the last offset is the end of the last bag.</summary>
    public bool IncludeLastOffset { get; }

    /// <summary>The row that counts for no bag, or null.</summary>
    public int? PaddingIndex { get; }

    /// <summary>The table, <c>[numEmbeddings, embeddingDim]</c>.</summary>
    public Tensor Weight { get; }

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant($"{Weight.Shape[0]}, {Weight.Shape[1]}, mode={Mode switch
    {
        BagMode.Mean => "mean",
        BagMode.Sum => "sum",
        _ => "max",
    }}{(PaddingIndex is { } row ? $", padding_idx={row}" : "")}");

    /// <summary>Computes the bags that begin at offsets of an index of one axis.</summary>
    /// <param name="index">Which rows, <c>[n]</c>; or <c>[bags, n]</c> without offsets.</param>
    /// <param name="offsets">Where each bag begins, or null.</param>
    /// <param name="perSampleWeights">A factor for each index, with <see cref="BagMode.Sum"/> alone; or null.</param>
    /// <returns><c>[bags, embeddingDim]</c>.</returns>
    /// <exception cref="ArgumentException">Shapes or types do not fit, or the offsets are not ascending from 0.</exception>
    public Tensor Forward(Tensor index, Tensor? offsets = null, Tensor? perSampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(index);
        Module? caller = Enter();
        try
        {
            return Traced(Compute(index, offsets, perSampleWeights));
        }
        finally
        {
            Exit(caller);
        }
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => Compute(x, null, null);

    private Tensor Compute(Tensor index, Tensor? offsets, Tensor? perSampleWeights) =>
        F.EmbeddingBag(index, Weight, offsets, Mode, perSampleWeights, IncludeLastOffset, PaddingIndex);
}
