using System.Numerics.Tensors;

namespace Hillock.Kernels;

/// <summary>Products of matrices of whole numbers; what is too large wraps around.</summary>
internal static class WholeProduct
{
    /// <summary>Adds the products of [batches, m, k] and [batches, k, n] to [batches, m, n].</summary>
    internal static void Add(ReadOnlySpan<long> x, ReadOnlySpan<long> y, Span<long> z, int batches, int m, int k, int n)
    {
        for (int row = 0; row < batches * m; row++)
        {
            ReadOnlySpan<long> factors = x.Slice(row * k, k);
            Span<long> sums = z.Slice(row * n, n);
            for (int j = 0; j < k; j++)
            {
                TensorPrimitives.MultiplyAdd(y.Slice(((row / m * k) + j) * n, n), factors[j], sums, sums);
            }
        }
    }
}
