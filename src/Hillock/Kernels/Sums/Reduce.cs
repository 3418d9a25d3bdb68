using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Sums in double precision over a tree that depends on the number of terms alone.</summary>
/// <remarks>
/// Terms are cut into blocks of 4096. In a block, term <c>i</c> is added to sum <c>i mod 16</c> in ascending order, and the sixteen
/// sums are added by halves: <c>l</c> and <c>l + 8</c>, then <c>l + 4</c>, <c>l + 2</c>, <c>l + 1</c>. Block sums are added in
/// neighbouring pairs, level by level. So the bits depend neither on the vector width nor on the number of threads, and a sum over
/// rows has those of a sum over columns. Float terms enter exactly, and the error bound is <c>(n/16 mod 256 + log₂ n + 4)·2⁻⁵³</c> times
/// the sum of magnitudes.
/// </remarks>
public static partial class Reduce
{
    internal const int BlockLength = 4096;

    // Terms below which a second thread costs more than it brings.
    private const int ParallelLength = 1 << 17;

    /// <summary>The sum of all elements.</summary>
    /// <param name="x">The terms: float or double.</param>
    /// <returns>The sum, 0 of no terms.</returns>
    public static double Sum<TElement>(ReadOnlySpan<TElement> x)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => Sum(default(Term), x);

    /// <summary>The sum of <c>f(x[i])</c> over all elements.</summary>
    /// <param name="function">The function, computed in the elements' precision.</param>
    /// <param name="x">The arguments: float or double.</param>
    /// <returns>The sum, 0 of no terms.</returns>
    public static double Sum<TFunction, TElement>(TFunction function, ReadOnlySpan<TElement> x)
        where TFunction : struct, IUnaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => Sum(function, x, VectorWidth.Bits);

    /// <summary>Computes <c>y[i] = Σⱼ x[i, j] / divisor</c> of a dense matrix.</summary>
    /// <param name="x">The terms in row-major order.</param>
    /// <param name="y">The sums, one a row, rounded once.</param>
    /// <param name="divisor">1, or the number of terms for a mean.</param>
    public static void SumRows<TElement>(ReadOnlySpan<TElement> x, Span<TElement> y, double divisor = 1)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => SumRows(x, y, divisor, VectorWidth.Bits);

    internal static double Sum<TFunction, TElement>(TFunction function, ReadOnlySpan<TElement> x, int vectorBits)
        where TFunction : struct, IUnaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (x.Length <= BlockLength)
        {
            return Block(function, x, vectorBits);
        }

        int blocks = Partition.Count(x.Length, BlockLength);
        double[] sums = ArrayPool<double>.Shared.Rent(blocks);
        SumBody<TFunction, TElement> body = new SumBody<TFunction, TElement>(function, x, sums, vectorBits, x.Length >= ParallelLength ? 8 : blocks);
        if (x.Length >= ParallelLength)
        {
            Parallelism.For((blocks + 7) / 8, body);
        }
        else
        {
            body.Invoke(0);
        }

        double sum = Pairwise(sums.AsSpan(0, blocks));
        ArrayPool<double>.Shared.Return(sums);
        return sum;
    }

    internal static void SumRows<TElement>(ReadOnlySpan<TElement> x, Span<TElement> y, double divisor, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (y.Length == 0)
        {
            return;
        }

        int length = x.Length / y.Length;
        if (x.Length >= ParallelLength && y.Length > 1 && length < ParallelLength)
        {
            int rows = Math.Max(1, ParallelLength / 4 / Math.Max(1, length));
            Parallelism.For(Partition.Count(y.Length, rows), new SumRowsBody<TElement>(x, y, length, rows, divisor, vectorBits));
            return;
        }

        new SumRowsBody<TElement>(x, y, length, y.Length, divisor, vectorBits).Invoke(0);
    }

    /// <summary>Adds neighbouring pairs, level by level.</summary>
    internal static T Pairwise<T>(Span<T> sums)
        where T : struct, IAdditionOperators<T, T, T>
    {
        int count = sums.Length;
        while (count > 1)
        {
            int half = count / 2;
            for (int i = 0; i < half; i++)
            {
                sums[i] = sums[2 * i] + sums[(2 * i) + 1];
            }

            if ((count & 1) != 0)
            {
                sums[half++] = sums[count - 1];
            }

            count = half;
        }

        return count == 0 ? default : sums[0];
    }

    /// <summary>The sum of at most 4096 terms.</summary>
    internal static double Block<TFunction, TElement>(TFunction function, ReadOnlySpan<TElement> x, int vectorBits)
        where TFunction : struct, IUnaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (x.Length < 16)
        {
            return Short(function, x);
        }

        double sum = 0;
        SumsWidth.Run<BlockBody<TFunction, TElement>, TElement>(new(function, x, ref sum), 0, vectorBits);
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private static double Block<TSums, TFunction, TElement>(TFunction function, ReadOnlySpan<TElement> x)
        where TSums : struct, ISixteenSums<TSums>
        where TFunction : struct, IUnaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        ref TElement first = ref MemoryMarshal.GetReference(x);
        TSums sums = TSums.Zero;
        nuint length = (nuint)x.Length;
        nuint i = 0;
        for (; i + 16 <= length; i += 16)
        {
            sums = typeof(TElement) == typeof(float)
                ? sums.Add(function, ref Unsafe.As<TElement, float>(ref first), i)
                : sums.Add(function, ref Unsafe.As<TElement, double>(ref first), i);
        }

        Unsafe.SkipInit(out Chunk16<double> lanes);
        sums.Store(ref lanes.First);
        for (nuint j = 0; i < length; i++, j++)
        {
            Unsafe.Add(ref lanes.First, j) += Chunk16.Widen(function.Apply(Scalar<TElement>.Load(ref first, i)).Value);
        }

        return Chunk16.Fold(ref lanes.First);
    }

    [SkipLocalsInit]
    private static double Short<TFunction, TElement>(TFunction function, ReadOnlySpan<TElement> x)
        where TFunction : struct, IUnaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Chunk16<double> lanes = default;
        for (int i = 0; i < x.Length; i++)
        {
            // The first term is added to 0 as in a long sum, which turns −0 into 0.
            lanes[i] += Chunk16.Widen(function.Apply(new Scalar<TElement>(x[i])).Value);
        }

        return Chunk16.Fold(ref lanes.First);
    }

    private readonly ref struct BlockBody<TFunction, TElement>(TFunction function, ReadOnlySpan<TElement> x, ref double sum) : ISumsBody<TElement>
        where TFunction : struct, IUnaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly ref double _sum = ref sum;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Invoke<TLanes, TSums, TDoubles>(int index)
            where TLanes : struct, ILanes<TLanes, TElement>
            where TSums : struct, ISixteenSums<TSums>
            where TDoubles : struct, ISixteenDoubles<TDoubles> =>
            _sum = Block<TSums, TFunction, TElement>(function, _x);
    }

    internal readonly struct Term : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => x;
    }
}
