using System.Numerics;

namespace Hillock.Kernels;

/// <summary>Normalisation of the rows of dense matrices, <c>y = (x − m)/√(v + ε)·w + b</c>, and its backward pass.</summary>
/// <remarks>
/// <c>m</c> and <c>v</c> are the mean and the mean square deviation from it; a normalisation that is not centred has <c>m = 0</c>. Everything between the
/// elements is of double precision and every element is rounded once; sums run over the tree of <see cref="Reduce"/>. So the bits depend on the row alone.
/// </remarks>
internal static class RowNorm
{
    // About 20 us of work for a thread.
    internal const int BlockElements = 1 << 15;

    /// <summary>Normalises rows.</summary>
    /// <param name="x">The rows, one after the other.</param>
    /// <param name="weight">The factor of each place of a row.</param>
    /// <param name="bias">What is added at each place of a row.</param>
    /// <param name="y">The results; may be the memory of <paramref name="x"/>.</param>
    /// <param name="statistics">For each row <c>m</c> and <c>1/√(v + ε)</c>, written.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="centered">Whether the mean is subtracted.</param>
    /// <param name="vectorBits">The width of vectors.</param>
    internal static void Forward<TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> weight, ReadOnlySpan<TElement> bias, Span<TElement> y, Span<double> statistics,
        double epsilon, bool centered, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Check(x.Length, statistics.Length, weight.Length, bias.Length, y.Length, x.Length);
        Run(
            new RowNormForward<TElement>(x, weight, bias, y, statistics, epsilon, centered, RowsEach(weight.Length), vectorBits), statistics.Length / 2,
            weight.Length);
    }

    /// <summary>Computes <c>dx</c> from the statistics of the forward pass.</summary>
    /// <inheritdoc cref="Forward"/>
    internal static void Backward<TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> dy, ReadOnlySpan<TElement> weight, ReadOnlySpan<double> statistics, Span<TElement> dx, bool centered,
        int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Check(x.Length, statistics.Length, weight.Length, weight.Length, dx.Length, dy.Length);
        Run(new RowNormBackward<TElement>(x, dy, weight, statistics, dx, centered, RowsEach(weight.Length), vectorBits), statistics.Length / 2, weight.Length);
    }

    /// <summary>Computes the gradients <c>dw[j] = Σᵢ dy[i, j]·(x[i, j] − mᵢ)·sᵢ</c> of the weight and <c>db[j] = Σᵢ dy[i, j]</c> of the bias.</summary>
    /// <inheritdoc cref="Forward"/>
    internal static void ParameterGradients<TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> dy, ReadOnlySpan<double> statistics, Span<TElement> dw, Span<TElement> db, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Check(x.Length, statistics.Length, dw.Length, db.Length, x.Length, dy.Length);
        NormParameterGradients<TElement> body = new NormParameterGradients<TElement>(x, dy, statistics, dw, db, vectorBits);
        int strips = Partition.Count(dw.Length, NormParameterGradients<TElement>.Width);
        if (strips > 1 && x.Length >= 2 * BlockElements)
        {
            Parallelism.For(strips, body);
            return;
        }

        for (int i = 0; i < strips; i++)
        {
            body.Invoke(i);
        }
    }

    private static int RowsEach(int length) => Math.Max(1, BlockElements / Math.Max(16, length));

    private static void Run<TBody>(in TBody body, int rows, int length)
        where TBody : struct, IParallelBody, allows ref struct
    {
        int each = RowsEach(length);
        if (rows > each)
        {
            Parallelism.For(Partition.Count(rows, each), body);
        }
        else if (rows > 0 && length > 0)
        {
            body.Invoke(0);
        }
    }

    private static void Check(int elements, int statistics, int weight, int bias, int y, int dy)
    {
        if ((statistics & 1) != 0 || bias != weight || y != elements || dy != elements || (long)(statistics / 2) * weight != elements)
        {
            throw new ArgumentException(
                $"The kernel expects whole rows but got {elements}, {y} and {dy} elements, {statistics} statistics, {weight} weights and {bias} biases.");
        }
    }
}
