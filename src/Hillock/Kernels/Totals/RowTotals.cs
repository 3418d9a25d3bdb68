using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>The totals of a row's terms, over the tree of <see cref="Reduce"/>: of floats in double precision, of doubles to twice that.</summary>
internal static class RowTotals
{
    // Blocks below which a second thread costs more than it brings.
    private const int BlocksEach = 8;

    /// <summary>The totals of up to three terms.</summary>
    /// <param name="term">The terms.</param>
    /// <param name="x">The first operand.</param>
    /// <param name="y">The second operand, as long; the first where there is none.</param>
    /// <param name="vectorBits">The width of vectors.</param>
    internal static (Twofold First, Twofold Second, Twofold Third) Of<TTerm, TElement>(
        TTerm term, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, int vectorBits)
        where TTerm : struct, IRowTerm
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (x.Length <= Reduce.BlockLength)
        {
            return Block(term, x, y, vectorBits);
        }

        int blocks = Partition.Count(x.Length, Reduce.BlockLength);
        Twofold[] rented = ArrayPool<Twofold>.Shared.Rent(3 * blocks);
        Body<TTerm, TElement> body = new Body<TTerm, TElement>(term, x, y, rented, blocks, vectorBits);
        Parallelism.For(Partition.Count(blocks, BlocksEach), body);
        Twofold first = Reduce.Pairwise(rented.AsSpan(0, blocks));
        Twofold second = Reduce.Pairwise(rented.AsSpan(blocks, blocks));
        Twofold third = Reduce.Pairwise(rented.AsSpan(2 * blocks, blocks));
        ArrayPool<Twofold>.Shared.Return(rented);
        return (first, second, third);
    }

    /// <summary>
    /// A power of two that brings a row to where squares of its largest elements neither overflow nor lose digits, and those that do are too small to
    /// count: 1 for floats, whose squares a double holds, and for most doubles.
    /// </summary>
    internal static double Factor<TElement>(ReadOnlySpan<TElement> x)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (typeof(TElement) == typeof(float) || x.IsEmpty)
        {
            return 1;
        }

        double largest = Math.Abs(double.CreateTruncating(TensorPrimitives.MaxMagnitude(x)));
        const double Large = 1L << 60, Factor = Large * Large * Large * Large * Large;
        return largest > Factor && double.IsFinite(largest) ? 1 / (Factor * Factor) : largest is > 0 and < 1 / Factor ? Factor * Factor : 1;
    }

    private static (Twofold First, Twofold Second, Twofold Third) Block<TTerm, TElement>(
        TTerm term, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, int vectorBits)
        where TTerm : struct, IRowTerm
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        (Twofold First, Twofold Second, Twofold Third) totals = default;
        SumsWidth.Run<BlockBody<TTerm, TElement>, TElement>(new(term, x, y, ref totals), 0, vectorBits);
        return totals;
    }

    [SkipLocalsInit]
    private static (Twofold First, Twofold Second, Twofold Third) Block<TTerm, TDoubles, TElement>(
        TTerm term, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y)
        where TTerm : struct, IRowTerm
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        const int Length = Chunk16<double>.Length;
        Span<double> sums = stackalloc double[6 * Length];
        sums.Clear();
        ref double all = ref MemoryMarshal.GetReference(sums);
        ref TElement xs = ref MemoryMarshal.GetReference(x);
        ref TElement ys = ref MemoryMarshal.GetReference(y);
        nuint end = (nuint)x.Length % Length, whole = (nuint)x.Length - end;
        bool isPlain = typeof(TElement) == typeof(float) && TTerm.Count < 3;
        if (isPlain)
        {
            Plain<TTerm, TDoubles, TElement, Whole>(term, ref xs, whole, ref all);
        }
        else
        {
            Accurate<TTerm, TDoubles, TElement, Whole>(term, ref xs, ref ys, whole, ref all);
        }

        if (end > 0 && isPlain)
        {
            Plain<TTerm, TDoubles, TElement, End>(term, ref Unsafe.Add(ref xs, whole), end, ref all);
        }
        else if (end > 0)
        {
            Accurate<TTerm, TDoubles, TElement, End>(term, ref Unsafe.Add(ref xs, whole), ref Unsafe.Add(ref ys, whole), end, ref all);
        }

        return isPlain
            ? (new(Chunk16.Fold(ref all)), new(Chunk16.Fold(ref Unsafe.Add(ref all, 2 * Length))), default)
            : (Total(sums), TTerm.Count > 1 ? Total(sums[(2 * Length)..]) : default, TTerm.Count > 2 ? Total(sums[(4 * Length)..]) : default);
    }

    /// <summary>Adds chunks of sixteen floats, whose products are exact, to sums in double precision; or the end of a row.</summary>
    /// <remarks>A method of its own without a call in its loop, so that the JIT keeps the sums in registers.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Plain<TTerm, TDoubles, TElement, TPart>(TTerm term, ref TElement x, nuint length, ref double sums)
        where TTerm : struct, IRowTerm
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        TDoubles first = TDoubles.Load(ref sums, 0);
        TDoubles second = TDoubles.Load(ref sums, 2 * SixteenDoubles.Length);
        for (nuint i = 0; i < length; i += SixteenDoubles.Length)
        {
            TDoubles value;
            if (typeof(TPart) == typeof(Whole))
            {
                value = term.Value(SixteenDoubles.Load<TDoubles, TElement>(ref x, i));
            }
            else
            {
                value = SixteenDoubles.Start(term.Value(SixteenDoubles.LoadEnd<TDoubles, TElement>(ref x, i, length)), length);
            }

            first = TTerm.IsLinear ? first + value : TDoubles.FusedMultiplyAdd(value, value, first);
            if (TTerm.Count == 2)
            {
                second = TDoubles.FusedMultiplyAdd(value, value, second);
            }
        }

        first.Store(ref sums, 0);
        second.Store(ref sums, 2 * SixteenDoubles.Length);
    }

    /// <summary>Adds chunks of doubles, or of what cancels: beside each sum the sum of what its additions and products lost by rounding.</summary>
    /// <remarks>
    /// Ogita, Rump, Oishi, "Accurate sum and dot product" (2005), algorithm Dot2: an error of about <c>n²·2⁻¹⁰⁶</c> of the sum of magnitudes.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Accurate<TTerm, TDoubles, TElement, TPart>(TTerm term, ref TElement x, ref TElement y, nuint length, ref double sums)
        where TTerm : struct, IRowTerm
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        const nuint Length = SixteenDoubles.Length;
        TDoubles zero = TDoubles.Create(0);
        TDoubles first = TDoubles.Load(ref sums, 0), firstLost = TDoubles.Load(ref sums, Length);
        TDoubles second = TDoubles.Load(ref sums, 2 * Length), secondLost = TDoubles.Load(ref sums, 3 * Length);
        TDoubles third = TDoubles.Load(ref sums, 4 * Length), thirdLost = TDoubles.Load(ref sums, 5 * Length);
        for (nuint i = 0; i < length; i += Length)
        {
            TDoubles value, lost, other = zero;
            if (typeof(TPart) == typeof(Whole))
            {
                TDoubles element = SixteenDoubles.Load<TDoubles, TElement>(ref x, i);
                value = term.Value(element);
                lost = term.Lost(element, value);
                if (TTerm.Count == 3)
                {
                    other = term.Other(SixteenDoubles.Load<TDoubles, TElement>(ref y, i));
                }
            }
            else
            {
                TDoubles element = SixteenDoubles.LoadEnd<TDoubles, TElement>(ref x, i, length);
                value = term.Value(element);
                lost = SixteenDoubles.Start(term.Lost(element, value), length);
                value = SixteenDoubles.Start(value, length);
                if (TTerm.Count == 3)
                {
                    other = term.Other(SixteenDoubles.LoadEnd<TDoubles, TElement>(ref y, i, length));
                }
            }

            TDoubles square = value * value;

            // (v + l)² − fl(v²): where the deviations are of the size of the mean's last digit, l may be as large as v.
            TDoubles squareLost =
                TDoubles.FusedMultiplyAdd(value + value, lost, TDoubles.FusedMultiplyAdd(lost, lost, TDoubles.FusedMultiplyAdd(value, value, zero - square)));
            TDoubles next;
            if (TTerm.IsLinear)
            {
                next = first + value;
                firstLost += Lost(first, value, next) + lost;
            }
            else
            {
                next = first + square;
                firstLost += Lost(first, square, next) + squareLost;
            }

            first = next;
            if (TTerm.Count == 2)
            {
                next = second + square;
                secondLost += Lost(second, square, next) + squareLost;
                second = next;
            }
            else if (TTerm.Count == 3)
            {
                TDoubles product = other * other;
                next = second + product;
                secondLost += Lost(second, product, next) + TDoubles.FusedMultiplyAdd(other, other, zero - product);
                second = next;
                product = value * other;
                next = third + product;
                thirdLost += Lost(third, product, next) + TDoubles.FusedMultiplyAdd(value, other, zero - product);
                third = next;
            }
        }

        first.Store(ref sums, 0);
        firstLost.Store(ref sums, Length);
        second.Store(ref sums, 2 * Length);
        secondLost.Store(ref sums, 3 * Length);
        third.Store(ref sums, 4 * Length);
        thirdLost.Store(ref sums, 5 * Length);
    }

    /// <summary>What the sum of two numbers lost by rounding (Knuth).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TDoubles Lost<TDoubles>(TDoubles a, TDoubles b, TDoubles sum)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        TDoubles fromA = sum - b;
        return (a - fromA) + (b - (sum - fromA));
    }

    /// <summary>Adds sixteen sums by halves; what they lost follows them.</summary>
    private static Twofold Total(ReadOnlySpan<double> sums)
    {
        Span<Twofold> all = stackalloc Twofold[Chunk16<double>.Length];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = new(sums[i], sums[all.Length + i]);
        }

        for (int half = all.Length / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                all[i] += all[i + half];
            }
        }

        return all[0];
    }

    private readonly ref struct Body<TTerm, TElement>(
        TTerm term, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, Twofold[] totals, int blocks, int vectorBits) : IParallelBody
        where TTerm : struct, IRowTerm
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly ReadOnlySpan<TElement> _y = y;

        public void Invoke(int index)
        {
            for (int i = index * BlocksEach; i < Partition.End(index * BlocksEach, BlocksEach, blocks); i++)
            {
                int start = i * Reduce.BlockLength;
                int count = Math.Min(Reduce.BlockLength, _x.Length - start);
                (totals[i], totals[blocks + i], totals[(2 * blocks) + i]) = Block(term, _x.Slice(start, count), _y.Slice(start, count), vectorBits);
            }
        }
    }

    private readonly ref struct BlockBody<TTerm, TElement>(
        TTerm term, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, ref (Twofold First, Twofold Second, Twofold Third) totals) : ISumsBody<TElement>
        where TTerm : struct, IRowTerm
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly ReadOnlySpan<TElement> _y = y;
        private readonly ref (Twofold First, Twofold Second, Twofold Third) _totals = ref totals;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Invoke<TLanes, TSums, TDoubles>(int index)
            where TLanes : struct, ILanes<TLanes, TElement>
            where TSums : struct, ISixteenSums<TSums>
            where TDoubles : struct, ISixteenDoubles<TDoubles> =>
            _totals = Block<TTerm, TDoubles, TElement>(term, _x, _y);
    }

    /// <summary>Whole chunks of sixteen elements.</summary>
    private readonly struct Whole;

    /// <summary>Fewer than sixteen elements.</summary>
    private readonly struct End;
}
