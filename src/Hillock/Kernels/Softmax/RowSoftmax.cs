using System.Numerics;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Softmax and log-softmax of the rows of dense matrices, and their backward passes.</summary>
/// <remarks>
/// Exponentials are kept in range by a power of two, which costs no rounding, and added as whole numbers of small units (<see cref="WholeSums"/>), and so are
/// the terms of the backward passes: the bits depend on the values of the row alone, not on their order, on vectors, threads or the row's place. A row with a
/// NaN or +∞ becomes NaN, and one of nothing but −∞ as well; a −∞ among others becomes an exact 0 (−∞ in the logarithm).
/// </remarks>
public static class RowSoftmax
{
    /// <summary>Computes <c>y[i] = exp(β·x[i]) / Σⱼ exp(β·x[j])</c> of each row.</summary>
    /// <param name="x">The rows, one after the other.</param>
    /// <param name="y">The results, as long as <paramref name="x"/>; may be the same memory.</param>
    /// <param name="length">The number of elements of a row.</param>
    /// <param name="beta">The inverse temperature; negative for softmin.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are not whole rows.</exception>
    public static void Forward<TElement>(ReadOnlySpan<TElement> x, Span<TElement> y, int length, double beta = 1)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => Forward(x, y, length, beta, VectorWidth.Bits);

    /// <summary>Computes <c>y[i] = β·x[i] − ln Σⱼ exp(β·x[j])</c> of each row.</summary>
    /// <param name="x">The rows, one after the other.</param>
    /// <param name="y">The results, as long as <paramref name="x"/>; not the same memory.</param>
    /// <param name="length">The number of elements of a row.</param>
    /// <param name="beta">The inverse temperature; negative for the logarithm of softmin.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are not whole rows.</exception>
    public static void LogForward<TElement>(ReadOnlySpan<TElement> x, Span<TElement> y, int length, double beta = 1)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => LogForward(x, y, length, beta, VectorWidth.Bits);

    /// <summary>Computes <c>dx[i] = β·y[i]·(dy[i] − Σⱼ dy[j]·y[j])</c> of each row, from the softmax's result.</summary>
    /// <param name="y">The results of the softmax, row by row.</param>
    /// <param name="dy">The gradients of those, as many.</param>
    /// <param name="dx">The gradients of the arguments, as many; may be the memory of <paramref name="y"/> or of <paramref name="dy"/>.</param>
    /// <param name="length">The number of elements of a row.</param>
    /// <param name="beta">The inverse temperature that the softmax was computed with.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are not whole rows.</exception>
    public static void Backward<TElement>(ReadOnlySpan<TElement> y, ReadOnlySpan<TElement> dy, Span<TElement> dx, int length, double beta = 1)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        Rows.Run(new SoftmaxBackwardKernel<TElement>(beta), y, dy, dx, length, VectorWidth.Bits);

    /// <summary>Computes <c>dx[i] = β·(dy[i] − exp(y[i])·Σⱼ dy[j])</c> of each row, from the log-softmax's result.</summary>
    /// <param name="y">The results of the log-softmax, row by row.</param>
    /// <param name="dy">The gradients of those, as many.</param>
    /// <param name="dx">The gradients of the arguments, as many; may be the memory of <paramref name="y"/> or of <paramref name="dy"/>.</param>
    /// <param name="length">The number of elements of a row.</param>
    /// <param name="beta">The inverse temperature that the log-softmax was computed with.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are not whole rows.</exception>
    public static void LogBackward<TElement>(ReadOnlySpan<TElement> y, ReadOnlySpan<TElement> dy, Span<TElement> dx, int length, double beta = 1)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        Rows.Run(new LogSoftmaxBackwardKernel<TElement>(beta), y, dy, dx, length, VectorWidth.Bits);

    internal static void Forward<TElement>(ReadOnlySpan<TElement> x, Span<TElement> y, int length, double beta, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (beta == 1)
        {
            Rows.Run(new SoftmaxKernel<TElement, Unscaled>(default), x, x, y, length, vectorBits);
        }
        else
        {
            Rows.Run(new SoftmaxKernel<TElement, Scaled>(new(beta)), x, x, y, length, vectorBits);
        }
    }

    internal static void LogForward<TElement>(ReadOnlySpan<TElement> x, Span<TElement> y, int length, double beta, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (y.Overlaps(x))
        {
            throw new ArgumentException("LogForward cannot write over its argument; give y memory of its own.", nameof(y));
        }

        if (beta == 1)
        {
            Rows.Run(new LogSoftmaxKernel<TElement, Unscaled>(default), x, x, y, length, vectorBits);
        }
        else
        {
            Rows.Run(new LogSoftmaxKernel<TElement, Scaled>(new(beta)), x, x, y, length, vectorBits);
        }
    }
}
