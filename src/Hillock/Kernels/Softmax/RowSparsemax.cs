using System.Numerics;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Sparsemax of the rows of dense matrices.</summary>
internal static class RowSparsemax
{
    /// <summary>Computes the probabilities nearest to <c>β·x</c> of each row.</summary>
    /// <param name="x">The rows, one after the other.</param>
    /// <param name="y">The results, as long as <paramref name="x"/>; may be the same memory.</param>
    /// <param name="length">The number of elements of a row.</param>
    /// <param name="beta">The inverse temperature.</param>
    internal static void Forward<TElement>(ReadOnlySpan<TElement> x, Span<TElement> y, int length, double beta)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => Forward(x, y, length, beta, VectorWidth.Bits);

    internal static void Forward<TElement>(ReadOnlySpan<TElement> x, Span<TElement> y, int length, double beta, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        Rows.Run(new SparsemaxKernel<TElement>(beta), x, x, y, length, vectorBits);
}
