using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>
/// Combinations of pairs of rows, <c>((y·l)·t − (x·k)·s)·p·q</c> with numbers of the pair: the gradients of cosines, in double precision, rounded once. Of
/// floats what cancels in them is computed again.
/// </summary>
internal static class RowDifferences
{
    /// <summary>
    /// How many numbers a pair has: <c>k</c>, <c>s</c>, <c>l</c> and <c>t</c>; <c>p</c> and <c>q</c>, which as <c>k</c> and <c>l</c> are powers of two; the
    /// factor of <c>y·‖x‖² − x·(x·y)</c> that gives the same; and the share of a product below which a difference is computed in that way, or 0.
    /// </summary>
    internal const int Given = 8;

    /// <summary>Computes the combinations. Neither product is fused, so that equal ones cancel.</summary>
    /// <param name="x">The first rows, one after the other.</param>
    /// <param name="y">The second rows.</param>
    /// <param name="numbers"><see cref="Given"/> numbers a pair.</param>
    /// <param name="z">The results.</param>
    /// <param name="vectorBits">The width of vectors.</param>
    internal static void Run<TElement>(ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, ReadOnlySpan<double> numbers, Span<TElement> z, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        int rows = numbers.Length / Given;
        if (x.Length > 0)
        {
            RowRuns.Run(new Body<TElement>(x, y, numbers, z, x.Length / rows, vectorBits), rows, x.Length / rows);
        }
    }

    private static void Row<TDoubles, TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, Span<TElement> z, ReadOnlySpan<double> numbers, int vectorBits)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        int end = x.Length % Chunk16<TElement>.Length, whole = x.Length - end;
        double least =
            Chunks<TDoubles, TElement>(
                ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(y), ref MemoryMarshal.GetReference(z), (nuint)whole, numbers);
        if (end > 0)
        {
            Chunk16<TElement> lastX = default, lastY = default;
            x[whole..].CopyTo(lastX);
            y[whole..].CopyTo(lastY);
            double atEnd = Chunks<TDoubles, TElement>(ref lastX.First, ref lastY.First, ref lastX.First, SixteenDoubles.Length, numbers);
            ((ReadOnlySpan<TElement>)lastX)[..end].CopyTo(z[whole..]);
            least = Math.Min(least, atEnd);
        }

        if (typeof(TElement) == typeof(float) && least < 0)
        {
            Again(x, y, z, numbers, vectorBits);
        }
    }

    /// <summary>Computes chunks and gives the least of what the differences of floats exceed their least share of a product by.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Chunks<TDoubles, TElement>(ref TElement x, ref TElement y, ref TElement z, nuint length, ReadOnlySpan<double> numbers)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        TDoubles k = TDoubles.Create(numbers[0]);
        TDoubles s = TDoubles.Create(numbers[1]);
        TDoubles l = TDoubles.Create(numbers[2]);
        TDoubles t = TDoubles.Create(numbers[3]);
        TDoubles p = TDoubles.Create(numbers[4]);
        TDoubles q = TDoubles.Create(numbers[5]);
        TDoubles share = TDoubles.Create(-numbers[7]);
        TDoubles least = TDoubles.Create(double.PositiveInfinity);
        for (nuint i = 0; i < length; i += SixteenDoubles.Length)
        {
            TDoubles own = SixteenDoubles.Load<TDoubles, TElement>(ref x, i) * k * s;
            TDoubles difference = (SixteenDoubles.Load<TDoubles, TElement>(ref y, i) * l * t) - own;
            if (typeof(TElement) == typeof(float))
            {
                least = TDoubles.Lesser(TDoubles.FusedMultiplyAdd(TDoubles.Abs(own), share, TDoubles.Abs(difference)), least);
            }

            SixteenDoubles.Store(difference * p * q, ref z, i);
        }

        return typeof(TElement) == typeof(float) ? SixteenDoubles.Least(least) : 0;
    }

    /// <summary>Computes what cancels again from <c>y·‖x‖² − x·(x·y)</c>: to twice a double's digits, and where that cancels too, exactly.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Again<TElement>(ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, Span<TElement> z, ReadOnlySpan<double> numbers, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        (Twofold xx, Twofold yy, Twofold xy) = RowTotals.Of(new RowTerms.Products(1, 1), x, y, vectorBits);
        double norms = Math.Sqrt(xx.High * yy.High);
        Span<double> squares = stackalloc double[ExactSum.MostParts], products = stackalloc double[ExactSum.MostParts],
            terms = stackalloc double[4 * ExactSum.MostParts];
        int ofSquares = 0, ofProducts = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double ownX = Chunk16.Widen(x[i]), ownY = Chunk16.Widen(y[i]), own = ownX * numbers[0] * numbers[1];
            if (!(Math.Abs((ownY * numbers[2] * numbers[3]) - own) < numbers[7] * Math.Abs(own)))
            {
                continue;
            }

            double difference = ((new Twofold(ownY) * xx) - (new Twofold(ownX) * xy)).Rounded;

            // Sums to twice a double's digits are right to 2⁻⁹⁰ of their magnitudes.
            if (!(Math.Abs(difference) >= ((Math.Abs(ownY) * xx.High) + (Math.Abs(ownX) * norms)) / (1L << 60)))
            {
                if (ofSquares == 0)
                {
                    ofSquares = ExactSum.Of(x, x, squares, out _, vectorBits);
                    ofProducts = ExactSum.Of(x, y, products, out _, vectorBits);
                }

                for (int j = 0; j < ofSquares; j++)
                {
                    ExactSum.Product(ownY, squares[j], terms[(2 * j)..]);
                }

                for (int j = 0; j < ofProducts; j++)
                {
                    ExactSum.Product(-ownX, products[j], terms[(2 * (ofSquares + j))..]);
                }

                difference = ExactSum.Total(terms[..(2 * (ofSquares + ofProducts))]);
            }

            z[i] = TElement.CreateTruncating(difference * numbers[6]);
        }
    }

    private readonly ref struct Body<TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, ReadOnlySpan<double> numbers, Span<TElement> z, int length,
        int vectorBits) : IRowBody, ISumsBody<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly ReadOnlySpan<TElement> _y = y;
        private readonly ReadOnlySpan<double> _numbers = numbers;
        private readonly Span<TElement> _z = z;

        public void Row(int index) => SumsWidth.Run<Body<TElement>, TElement>(this, index, vectorBits);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Invoke<TLanes, TSums, TDoubles>(int index)
            where TLanes : struct, ILanes<TLanes, TElement>
            where TSums : struct, ISixteenSums<TSums>
            where TDoubles : struct, ISixteenDoubles<TDoubles>
        {
            ReadOnlySpan<TElement> x = _x.Slice(index * length, length), y = _y.Slice(index * length, length);
            Span<TElement> z = _z.Slice(index * length, length);
            ReadOnlySpan<double> numbers = _numbers.Slice(index * Given, Given);
            Row<TDoubles, TElement>(x, y, z, numbers, vectorBits);
        }
    }
}
