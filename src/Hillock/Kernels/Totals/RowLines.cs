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
        RowRuns.Run(new Body<TElement>(x, numbers, z, length, Piece, pieces, vectorBits), rows * pieces, Math.Min(length, Piece));
    }

    private static void Row<TDoubles, TElement>(ref TElement x, ref TElement z, nuint length, ReadOnlySpan<double> numbers)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nuint end = length % SixteenDoubles.Length, whole = length - end;
        Chunks<TDoubles, TElement>(ref x, ref z, whole, numbers);
        if (end > 0)
        {
            Chunk16<TElement> last = default;
            Chunk16.Copy(ref Unsafe.Add(ref x, whole), ref last.First, end);
            Chunks<TDoubles, TElement>(ref last.First, ref last.First, SixteenDoubles.Length, numbers);
            Chunk16.Copy(ref last.First, ref Unsafe.Add(ref z, whole), end);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Chunks<TDoubles, TElement>(ref TElement x, ref TElement z, nuint length, ReadOnlySpan<double> numbers)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var k = TDoubles.Create(numbers[0]);
        var m = TDoubles.Create(numbers[1]);
        var l = TDoubles.Create(numbers[2]);
        var s = TDoubles.Create(numbers[3]);
        for (nuint i = 0; i < length; i += SixteenDoubles.Length)
        {
            SixteenDoubles.Store((((SixteenDoubles.Load<TDoubles, TElement>(ref x, i) * k) - m) - l) * s, ref z, i);
        }
    }

    private readonly ref struct Body<TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<double> numbers, Span<TElement> z, int length, int piece, int pieces, int vectorBits) : IRowBody, ISumsBody<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly ReadOnlySpan<double> _numbers = numbers;
        private readonly Span<TElement> _z = z;

        public void Row(int index) => SumsWidth.Run<Body<TElement>, TElement>(this, index, vectorBits);

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
            Row<TDoubles, TElement>(ref x, ref z, (nuint)count, numbers);
        }
    }
}
