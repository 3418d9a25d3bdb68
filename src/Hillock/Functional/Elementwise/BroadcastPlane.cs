using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Kernels;
using Hillock.Numbers;

namespace Hillock.Functional;

/// <summary>A function of two operands over rows and columns, each operand dense or repeated along each axis.</summary>
internal readonly struct BroadcastPlane<TFunction, TElement>(
    TFunction function, int rows, int columns, int xRow, int xColumn, int yRow, int yColumn)
    where TFunction : struct, IBinaryFunction
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    // Rows shorter than this are computed many at once, with the repeated operand written out.
    private const int ShortRow = 64;
    private const int Block = 512;

    internal void Run(ref TElement x, ref TElement y, Span<TElement> z)
    {
        if (columns < ShortRow && rows > 1)
        {
            RunShort(ref x, ref y, z);
            return;
        }

        for (int i = 0; i < rows; i++)
        {
            ref TElement xi = ref Unsafe.Add(ref x, (nint)i * xRow);
            ref TElement yi = ref Unsafe.Add(ref y, (nint)i * yRow);
            Span<TElement> row = z.Slice(i * columns, columns);
            if (xColumn == 0 && yColumn == 0)
            {
                row.Fill(function.Apply(new Scalar<TElement>(xi), new Scalar<TElement>(yi)).Value);
            }
            else if (yColumn == 0)
            {
                Zip.ApplyRight(function, MemoryMarshal.CreateReadOnlySpan(ref xi, columns), yi, row);
            }
            else if (xColumn == 0)
            {
                Zip.ApplyLeft(function, xi, MemoryMarshal.CreateReadOnlySpan(ref yi, columns), row);
            }
            else
            {
                Zip.Apply(function, MemoryMarshal.CreateReadOnlySpan(ref xi, columns), MemoryMarshal.CreateReadOnlySpan(ref yi, columns), row);
            }
        }
    }

    [SkipLocalsInit]
    private void RunShort(ref TElement x, ref TElement y, Span<TElement> z)
    {
        Span<TElement> xBlock = stackalloc TElement[Block];
        Span<TElement> yBlock = stackalloc TElement[Block];
        int blockRows = Block / columns;
        for (int i = 0; i < rows; i = Partition.End(i, blockRows, rows))
        {
            int count = Math.Min(blockRows, rows - i);
            ReadOnlySpan<TElement> xs = Rows(ref Unsafe.Add(ref x, (nint)i * xRow), xRow, xColumn, count, xBlock, i > 0);
            ReadOnlySpan<TElement> ys = Rows(ref Unsafe.Add(ref y, (nint)i * yRow), yRow, yColumn, count, yBlock, i > 0);
            Zip.Apply(function, xs, ys, z.Slice(i * columns, count * columns));
        }
    }

    private ReadOnlySpan<TElement> Rows(ref TElement first, int row, int column, int count, Span<TElement> block, bool again)
    {
        if (column == 1 && row == columns)
        {
            return MemoryMarshal.CreateReadOnlySpan(ref first, count * columns);
        }

        // A block of one repeated row is the same every time.
        if (row != 0 || !again)
        {
            for (int i = 0; i < count; i++)
            {
                ref TElement start = ref Unsafe.Add(ref first, (nint)i * row);
                Span<TElement> target = block.Slice(i * columns, columns);
                if (column == 0)
                {
                    target.Fill(start);
                }
                else
                {
                    MemoryMarshal.CreateReadOnlySpan(ref start, columns).CopyTo(target);
                }
            }
        }

        return block[..(count * columns)];
    }
}
