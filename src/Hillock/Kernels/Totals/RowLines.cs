using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>A line of every element of rows, <c>((x·k − m) − l)·s</c> with numbers of the row: the gradients of norms and deviations, rounded once.</summary>
internal static class RowLines
{
    /// <summary>How many numbers a row has: <c>k</c>, a power of two, <c>m</c>, <c>l</c> and <c>s</c>.</summary>
    internal const int Given = 4;

    /// <summary>Computes the lines.</summary>
    /// <param name="x">The rows, one after the other.</param>
    /// <param name="numbers"><see cref="Given"/> numbers a row.</param>
    /// <param name="z">The results.</param>
    /// <param name="vectorBits">The width of vectors.</param>
    internal static void Run<TElement>(ReadOnlySpan<TElement> x, ReadOnlySpan<double> numbers, Span<TElement> z, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => Run<TElement, Certain>(x, numbers, [], z, vectorBits);

    /// <summary>
    /// Computes the lines of which <c>m + l</c> is the mean of <c>x·k</c>; differences from it that are smaller than its error are computed again, exactly.
    /// </summary>
    /// <param name="x">The rows, one after the other.</param>
    /// <param name="numbers"><see cref="Given"/> numbers a row.</param>
    /// <param name="doubts">For each row what a difference must be at least.</param>
    /// <param name="z">The results.</param>
    /// <param name="vectorBits">The width of vectors.</param>
    internal static void Run<TElement>(ReadOnlySpan<TElement> x, ReadOnlySpan<double> numbers, ReadOnlySpan<double> doubts, Span<TElement> z, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => Run<TElement, Doubtful>(x, numbers, doubts, z, vectorBits);

    private static void Run<TElement, TKind>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<double> numbers, ReadOnlySpan<double> doubts, Span<TElement> z, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        int rows = numbers.Length / Given;
        if (rows == 0 || x.Length == 0)
        {
            return;
        }

        int length = x.Length / rows;

        // Rows are cut into pieces, so that one long row is shared among threads too.
        const int Piece = 1 << 15;
        int pieces = Partition.Count(length, Piece);
        double[] least = typeof(TKind) == typeof(Doubtful) ? ArrayPool<double>.Shared.Rent(rows * pieces) : [];
        RowRuns.Run(new Body<TElement, TKind>(x, numbers, least, z, length, Piece, pieces, vectorBits), rows * pieces, Math.Min(length, Piece));
        if (typeof(TKind) == typeof(Certain))
        {
            return;
        }

        Span<double> sum = stackalloc double[ExactSum.MostParts];
        for (int row = 0; row < rows; row++)
        {
            double doubt = doubts[row], factor = 1;
            int parts = 0;
            for (int piece = 0; piece < pieces; piece++)
            {
                if (!(least[(row * pieces) + piece] < doubt))
                {
                    continue;
                }

                parts = parts == 0 ? ExactSum.Of(x.Slice(row * length, length), [], sum, out factor, vectorBits) : parts;
                int start = (row * length) + (piece * Piece), count = Math.Min(Piece, length - (piece * Piece));
                Again(x.Slice(start, count), z.Slice(start, count), numbers.Slice(row * Given, Given), doubt, length, sum[..parts], factor);
            }
        }

        ArrayPool<double>.Shared.Return(least);
    }

    /// <summary>Computes a piece of a row and gives the least magnitude of a difference.</summary>
    private static double Row<TDoubles, TElement, TKind>(ref TElement x, ref TElement z, nuint length, ReadOnlySpan<double> numbers)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nuint end = length % SixteenDoubles.Length, whole = length - end;
        double least = Chunks<TDoubles, TElement, TKind>(ref x, ref z, whole, numbers);
        if (end > 0)
        {
            // The places after the end have its first element, so that they count for nothing.
            Chunk16<TElement> last = default;
            ((Span<TElement>)last).Fill(Unsafe.Add(ref x, whole));
            Chunk16.Copy(ref Unsafe.Add(ref x, whole), ref last.First, end);
            least = Math.Min(least, Chunks<TDoubles, TElement, TKind>(ref last.First, ref last.First, SixteenDoubles.Length, numbers));
            Chunk16.Copy(ref last.First, ref Unsafe.Add(ref z, whole), end);
        }

        return least;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Chunks<TDoubles, TElement, TKind>(ref TElement x, ref TElement z, nuint length, ReadOnlySpan<double> numbers)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        TDoubles k = TDoubles.Create(numbers[0]);
        TDoubles m = TDoubles.Create(numbers[1]);
        TDoubles l = TDoubles.Create(numbers[2]);
        TDoubles s = TDoubles.Create(numbers[3]);
        TDoubles least = TDoubles.Create(double.PositiveInfinity);
        for (nuint i = 0; i < length; i += SixteenDoubles.Length)
        {
            TDoubles difference = ((SixteenDoubles.Load<TDoubles, TElement>(ref x, i) * k) - m) - l;
            if (typeof(TKind) == typeof(Doubtful))
            {
                least = TDoubles.Lesser(TDoubles.Abs(difference), least);
            }

            SixteenDoubles.Store(difference * s, ref z, i);
        }

        return typeof(TKind) == typeof(Doubtful) ? SixteenDoubles.Least(least) : double.PositiveInfinity;
    }

    /// <summary>
    /// Computes the elements of a piece whose difference is in doubt from the exact <c>n·x − Σx</c>, the sum times a factor being given in parts.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Again<TElement>(
        ReadOnlySpan<TElement> x, Span<TElement> z, ReadOnlySpan<double> numbers, double doubt, int length, ReadOnlySpan<double> sum, double factor)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Span<double> terms = stackalloc double[ExactSum.MostParts + 2];

        // Below the normal numbers the difference takes the power of two, of which the slope would become infinite; so does one whose slope would lose digits.
        (double k, double s) = (numbers[0], numbers[3]);
        bool together = k < 1 && double.IsNormal(k * s);
        for (int i = 0; i < x.Length; i++)
        {
            double element = Chunk16.Widen(x[i]);
            if (Math.Abs(((element * numbers[0]) - numbers[1]) - numbers[2]) < doubt)
            {
                ExactSum.Product(length, element * factor, terms);
                for (int j = 0; j < sum.Length; j++)
                {
                    terms[j + 2] = -sum[j];
                }

                double difference = ExactSum.Total(terms[..(sum.Length + 2)]) / factor;
                z[i] = TElement.CreateTruncating(together ? difference / length * (k * s) : difference * k / length * s);
            }
        }
    }

    private readonly ref struct Body<TElement, TKind>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<double> numbers, double[] least, Span<TElement> z, int length, int piece, int pieces, int vectorBits) : IRowBody,
        ISumsBody<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly ReadOnlySpan<double> _numbers = numbers;
        private readonly Span<TElement> _z = z;

        public void Row(int index) => SumsWidth.Run<Body<TElement, TKind>, TElement>(this, index, vectorBits);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Invoke<TLanes, TSums, TDoubles>(int index)
            where TLanes : struct, ILanes<TLanes, TElement>
            where TSums : struct, ISixteenSums<TSums>
            where TDoubles : struct, ISixteenDoubles<TDoubles>
        {
            int row = index / pieces, start = (index % pieces) * piece;
            int count = Math.Min(piece, length - start);
            ReadOnlySpan<double> numbers = _numbers.Slice(row * Given, Given);
            ref TElement x = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), (nint)row * length + start);
            ref TElement z = ref Unsafe.Add(ref MemoryMarshal.GetReference(_z), (nint)row * length + start);
            double own = Row<TDoubles, TElement, TKind>(ref x, ref z, (nuint)count, numbers);
            if (typeof(TKind) == typeof(Doubtful))
            {
                least[index] = own;
            }
        }
    }

    /// <summary>Differences that are right to the last digit.</summary>
    private readonly struct Certain;

    /// <summary>Differences that may be smaller than the error of what is subtracted.</summary>
    private readonly struct Doubtful;
}
