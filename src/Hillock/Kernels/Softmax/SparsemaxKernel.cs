using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Sparsemax of rows.</summary>
/// <remarks>
/// With <c>d</c> the differences of the terms from the largest, in descending order: the support is the largest <c>k</c> with
/// <c>1 + k·d_k &gt; d_1 + … + d_k</c>, and the threshold <c>τ = (d_1 + … + d_k − 1)/k</c>. Only differences above −1 can belong to it, a handful of
/// most rows. Differences, sums and the threshold are pairs of doubles, exact to about 2⁻¹⁰⁰, so that a result far below 1 keeps all its digits.
/// </remarks>
internal readonly struct SparsemaxKernel<TElement>(double beta) : IRowKernel<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private static readonly Comparison<(double Hi, double Lo)> Descending = static (a, b) => a.Hi != b.Hi ? b.Hi.CompareTo(a.Hi) : b.Lo.CompareTo(a.Lo);

    public void Run<TLanes, TSums>(ref TElement x, ref TElement y, ref TElement z, int rows, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
    {
        (double Hi, double Lo)[] buffer = ArrayPool<(double, double)>.Shared.Rent((int)length);
        Scaled temperature = new Scaled(beta);
        for (nuint i = 0; i < (nuint)rows; i++)
        {
            ref TElement xi = ref Unsafe.Add(ref x, i * length);
            double largest = Chunk16.Widen(SoftmaxTerms.Largest<TLanes, TElement, Scaled>(temperature, ref xi, length));
            Row(ref xi, ref Unsafe.Add(ref z, i * length), length, beta < 0 ? -largest : largest, buffer);
        }

        ArrayPool<(double, double)>.Shared.Return(buffer);
    }

    private void Row(ref TElement x, ref TElement z, nuint length, double largest, (double Hi, double Lo)[] buffer)
    {
        int count = 0;
        bool valid = double.IsFinite(largest);
        for (nuint j = 0; j < length; j++)
        {
            double value = Chunk16.Widen(Unsafe.Add(ref x, j));
            (double Hi, double Lo) difference = Difference(value, largest);
            valid &= !double.IsNaN(value);
            if (difference.Hi > -1)
            {
                buffer[count++] = difference;
            }
        }

        (double Hi, double Lo) threshold = valid ? Threshold(buffer.AsSpan(0, count)) : (double.NaN, double.NaN);
        for (nuint j = 0; j < length; j++)
        {
            (double Hi, double Lo) difference = Difference(Chunk16.Widen(Unsafe.Add(ref x, j)), largest);
            double y = Add(difference, (-threshold.Hi, -threshold.Lo)).Hi;
            y = valid ? difference.Hi > -1 && y > 0 ? y : 0 : double.NaN;
            Unsafe.Add(ref z, j) = TElement.CreateTruncating(y);
        }
    }

    private static (double Hi, double Lo) Threshold(Span<(double Hi, double Lo)> differences)
    {
        differences.Sort(Descending);
        (double Hi, double Lo) sum = (-1, 0);
        (double Hi, double Lo) support = (0, 0);
        int count = 0;
        foreach ((double Hi, double Lo) d in differences)
        {
            // 1 + k·d > Σ with d itself in the sum is (k − 1)·d > Σ before − 1.
            (double Hi, double Lo) margin = Add(Times(d, count), (-sum.Hi, -sum.Lo));
            if (!(margin.Hi > 0))
            {
                break;
            }

            sum = Add(sum, d);
            support = sum;
            count++;
        }

        double quotient = support.Hi / count;
        double remainder = Math.FusedMultiplyAdd(-quotient, count, support.Hi) + support.Lo;
        return Sum(quotient, remainder / count);
    }

    /// <summary><c>β·(value − largest)</c>: at most 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (double Hi, double Lo) Difference(double value, double largest)
    {
        if (double.IsInfinity(value))
        {
            return (double.NegativeInfinity, 0);
        }

        (double Hi, double Lo) difference = Sum(value, -largest);
        if (double.IsInfinity(difference.Hi))
        {
            return Sum(value * beta, -largest * beta);
        }

        return beta == 1 ? difference : Times(difference, beta);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Hi, double Lo) Times((double Hi, double Lo) a, double b)
    {
        double hi = a.Hi * b;
        return Sum(hi, Math.FusedMultiplyAdd(a.Hi, b, -hi) + (a.Lo * b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Hi, double Lo) Add((double Hi, double Lo) a, (double Hi, double Lo) b)
    {
        (double hi, double lo) = Sum(a.Hi, b.Hi);
        (double low, double rest) = Sum(a.Lo, b.Lo);
        (hi, lo) = Sum(hi, lo + low);
        return Sum(hi, lo + rest);
    }

    /// <summary>The exact sum: Knuth's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Hi, double Lo) Sum(double a, double b)
    {
        double sum = a + b;
        double part = sum - a;
        return (sum, (a - (sum - part)) + (b - part));
    }
}
