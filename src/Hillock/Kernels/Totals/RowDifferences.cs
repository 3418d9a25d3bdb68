using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>
/// Combinations of pairs of rows, <c>((y·l)·t − (x·k)·s)·k</c> with numbers of the pair: the gradients of cosines, in double precision, rounded once.
/// </summary>
internal static class RowDifferences
{
    /// <summary>How many numbers a pair has: <c>k</c>, <c>s</c>, <c>l</c> and <c>t</c>; <c>k</c> and <c>l</c> are powers of two.</summary>
    internal const int Given = 4;

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

    private static void Row<TDoubles, TElement>(ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, Span<TElement> z, ReadOnlySpan<double> numbers)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        int end = x.Length % Chunk16<TElement>.Length, whole = x.Length - end;
        Chunks<TDoubles, TElement>(
            ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(y), ref MemoryMarshal.GetReference(z), (nuint)whole, numbers);
        if (end > 0)
        {
            Chunk16<TElement> lastX = default, lastY = default;
            x[whole..].CopyTo(lastX);
            y[whole..].CopyTo(lastY);
            Chunks<TDoubles, TElement>(ref lastX.First, ref lastY.First, ref lastX.First, SixteenDoubles.Length, numbers);
            ((ReadOnlySpan<TElement>)lastX)[..end].CopyTo(z[whole..]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Chunks<TDoubles, TElement>(ref TElement x, ref TElement y, ref TElement z, nuint length, ReadOnlySpan<double> numbers)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var k = TDoubles.Create(numbers[0]);
        var s = TDoubles.Create(numbers[1]);
        var l = TDoubles.Create(numbers[2]);
        var t = TDoubles.Create(numbers[3]);
        for (nuint i = 0; i < length; i += SixteenDoubles.Length)
        {
            TDoubles own = SixteenDoubles.Load<TDoubles, TElement>(ref x, i) * k * s;
            SixteenDoubles.Store(((SixteenDoubles.Load<TDoubles, TElement>(ref y, i) * l * t) - own) * k, ref z, i);
        }
    }

    private readonly ref struct Body<TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, ReadOnlySpan<double> numbers, Span<TElement> z, int length, int vectorBits) : IRowBody
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly ReadOnlySpan<TElement> _y = y;
        private readonly ReadOnlySpan<double> _numbers = numbers;
        private readonly Span<TElement> _z = z;

        public void Row(int index)
        {
            ReadOnlySpan<TElement> x = _x.Slice(index * length, length), y = _y.Slice(index * length, length);
            Span<TElement> z = _z.Slice(index * length, length);
            ReadOnlySpan<double> numbers = _numbers.Slice(index * Given, Given);
            switch (vectorBits)
            {
                case >= 512:
                    Row<SixteenDoubles512, TElement>(x, y, z, numbers);
                    break;
                case 256:
                    Row<SixteenDoubles256, TElement>(x, y, z, numbers);
                    break;
                default:
                    Row<SixteenDoubles128, TElement>(x, y, z, numbers);
                    break;
            }
        }
    }
}
