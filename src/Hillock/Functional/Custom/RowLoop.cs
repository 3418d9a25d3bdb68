using System.Numerics;
using Hillock.Kernels;

namespace Hillock.Functional;

/// <summary>Calls the loops of an <see cref="IRowFunction"/> row by row, blocks of rows in parallel.</summary>
internal static class RowLoop
{
    // About 20 us of work for a thread; a short row takes longer than its elements alone.
    private const int BlockElements = 1 << 15;
    private const int ShortRow = 32;

    internal static void Forward<TFunction, T>(TFunction function, ReadOnlySpan<T> x, Span<T> y, int rows)
        where TFunction : IRowFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rows > 0)
        {
            ForwardBody<TFunction, T> body = new ForwardBody<TFunction, T>(function, x, y, rows);
            Run(body, rows, x.Length + y.Length);
        }
    }

    internal static void Backward<TFunction, T>(TFunction function, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, int rows)
        where TFunction : IRowFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rows > 0)
        {
            BackwardBody<TFunction, T> body = new BackwardBody<TFunction, T>(function, x, y, dy, dx, rows);
            Run(body, rows, x.Length + y.Length);
        }
    }

    private static void Run<TBody>(TBody body, int rows, int elements)
        where TBody : struct, IParallelBody, allows ref struct
    {
        int blocks = Blocks(rows, elements);
        if (blocks < 2)
        {
            body.Invoke(0);
        }
        else
        {
            Parallelism.For(blocks, body);
        }
    }

    private static int RowsEach(int rows, int elements) => Math.Max(1, BlockElements / Math.Max(elements / rows, ShortRow));

    private static int Blocks(int rows, int elements) => ((rows - 1) / RowsEach(rows, elements)) + 1;

    private readonly ref struct ForwardBody<TFunction, T>(TFunction function, ReadOnlySpan<T> x, Span<T> y, int rows) : IParallelBody
        where TFunction : IRowFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly ReadOnlySpan<T> _x = x;
        private readonly Span<T> _y = y;
        private readonly TFunction _function = function;

        public void Invoke(int index)
        {
            int each = RowsEach(rows, _x.Length + _y.Length);
            int length = _x.Length / rows, resultLength = _y.Length / rows;
            for (int i = index * each, end = Partition.End(i, each, rows); i < end; i++)
            {
                _function.Forward(_x.Slice(i * length, length), _y.Slice(i * resultLength, resultLength));
            }
        }
    }

    private readonly ref struct BackwardBody<TFunction, T>(
        TFunction function, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, int rows) : IParallelBody
        where TFunction : IRowFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly ReadOnlySpan<T> _x = x;
        private readonly ReadOnlySpan<T> _y = y;
        private readonly ReadOnlySpan<T> _dy = dy;
        private readonly Span<T> _dx = dx;
        private readonly TFunction _function = function;

        public void Invoke(int index)
        {
            int each = RowsEach(rows, _x.Length + _y.Length);
            int length = _x.Length / rows, resultLength = _y.Length / rows;
            for (int i = index * each, end = Partition.End(i, each, rows); i < end; i++)
            {
                int start = i * length, resultStart = i * resultLength;
                _function.Backward(
                    _x.Slice(start, length), _y.Slice(resultStart, resultLength), _dy.Slice(resultStart, resultLength), _dx.Slice(start, length));
            }
        }
    }
}
