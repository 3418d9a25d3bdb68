using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The lower triangle of matrices: <c>x[i, j]</c> where <c>j ≤ i + diagonal</c>, 0 elsewhere.</summary>
    /// <param name="x">A matrix or a batch of matrices <c>[..., m, n]</c>, of any type.</param>
    /// <param name="diagonal">The last diagonal that is kept: 0 is the main one, positive ones lie above it.</param>
    /// <returns>A copy. What is left out is 0 even where it was not finite.</returns>
    /// <exception cref="ArgumentException">There are fewer than two axes.</exception>
    public static Tensor Tril(Tensor x, int diagonal = 0) => Triangle(x, diagonal, lower: true, nameof(Tril));

    /// <summary>The upper triangle of matrices: <c>x[i, j]</c> where <c>j ≥ i + diagonal</c>, 0 elsewhere.</summary>
    /// <param name="x">A matrix or a batch of matrices <c>[..., m, n]</c>, of any type.</param>
    /// <param name="diagonal">The first diagonal that is kept: 0 is the main one, positive ones lie above it.</param>
    /// <returns>A copy. What is left out is 0 even where it was not finite.</returns>
    /// <exception cref="ArgumentException">There are fewer than two axes.</exception>
    public static Tensor Triu(Tensor x, int diagonal = 0) => Triangle(x, diagonal, lower: false, nameof(Triu));

    internal static Tensor Triangle(Tensor x, int diagonal, bool lower, string function)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank < 2)
        {
            throw new ArgumentException($"{function} expects matrices [..., m, n] but got the shape {x.Shape}.", nameof(x));
        }

        Tensor y = Copy(x.Detach());
        switch (y.DataType.SizeInBytes())
        {
            case 8: ClearOutside<long>(y, diagonal, lower); break;
            case 4: ClearOutside<int>(y, diagonal, lower); break;
            case 2: ClearOutside<short>(y, diagonal, lower); break;
            default: ClearOutside<byte>(y, diagonal, lower); break;
        }

        return Tracks(x) ? y.By(new TriangleNode(x, diagonal, lower)) : y;
    }

    private static void ClearOutside<T>(Tensor matrices, int diagonal, bool lower)
        where T : unmanaged
    {
        Span<T> elements = matrices.ReachUnchecked<T>();
        int rows = matrices.Shape[-2];
        int columns = matrices.Shape[-1];
        for (int start = 0, row = 0; start < elements.Length; start = Partition.End(start, columns, elements.Length), row = row + 1 == rows ? 0 : row + 1)
        {
            // The first column of the upper part, or the first beyond the lower part.
            int border = (int)Math.Clamp(row + (long)diagonal + (lower ? 1 : 0), 0, columns);
            Span<T> line = elements.Slice(start, columns);
            (lower ? line[border..] : line[..border]).Clear();
        }

        GC.KeepAlive(matrices);
    }
}
