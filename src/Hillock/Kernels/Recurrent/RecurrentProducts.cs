using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Matrix products of arrays by address.</summary>
internal static unsafe class RecurrentProducts
{
    /// <summary>A product that several threads may share.</summary>
    internal static void Shared<T>(T* a, MatrixLayout aLayout, T* b, MatrixLayout bLayout, T* c, MatrixLayout cLayout, bool accumulate)
        where T : unmanaged =>
        MatMul.Multiply(Span(a, aLayout), aLayout, Span(b, bLayout), bLayout, Span(c, cLayout), cLayout, accumulate);

    /// <summary>A product on this thread, of matrices whose rows are contiguous.</summary>
    /// <param name="a">The rows of A, <paramref name="m"/> of <paramref name="k"/> numbers, one after the other at <paramref name="aRow"/>.</param>
    /// <param name="aRow">The distance between rows of A.</param>
    /// <param name="b">The rows of B, <paramref name="k"/> of <paramref name="n"/> numbers without gaps.</param>
    /// <param name="c">The rows of C.</param>
    /// <param name="cRow">The distance between rows of C.</param>
    /// <param name="m">The rows of A and C.</param>
    /// <param name="n">The columns of B and C.</param>
    /// <param name="k">The columns of A.</param>
    /// <param name="accumulate">Whether to add to C.</param>
    internal static void Own<T>(T* a, int aRow, T* b, T* c, int cRow, int m, int n, int k, bool accumulate)
        where T : unmanaged => MatMul.RunRows(m, n, k, a, aRow, 1, b, n, c, cRow, accumulate, VectorWidth.Bits);

    private static Span<T> Span<T>(T* start, MatrixLayout layout)
        where T : unmanaged => new(start, checked((int)layout.RequiredLength));
}
