using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>
/// Takes from a tile of logits what the losses need: of each row and block the largest logit and the sum of exponentials, but for that of the row's class.
/// </summary>
internal readonly ref struct LinearCrossEntropyBlocks<TElement>(
    ReadOnlySpan<TElement> logits, ReadOnlySpan<long> targets, ReadOnlySpan<double> weights, int blockLength, int blocks, int first, int classes,
    Span<TElement> largest, Span<double> sums, Span<TElement> atTarget, Span<double> all) : IParallelBody, ISumsBody<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    // About 20 us of work for a thread.
    private const int TaskLength = 1 << 15;

    private readonly ReadOnlySpan<TElement> _logits = logits;
    private readonly ReadOnlySpan<long> _targets = targets;
    private readonly ReadOnlySpan<double> _weights = weights;
    private readonly Span<TElement> _largest = largest;
    private readonly Span<double> _sums = sums;
    private readonly Span<TElement> _atTarget = atTarget;
    private readonly Span<double> _all = all;

    internal int RowsEach => Math.Max(1, TaskLength / classes);

    public void Invoke(int index) => SumsWidth.Run<LinearCrossEntropyBlocks<TElement>, TElement>(this, index, VectorWidth.Bits);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Invoke<TLanes, TSums, TDoubles>(int index)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        TElement[] exponentials = ArrayPool<TElement>.Shared.Rent(blockLength);
        ref TElement e = ref exponentials[0];
        int end = Partition.End(index * RowsEach, RowsEach, _targets.Length);
        for (int row = index * RowsEach; row < end; row++)
        {
            ReadOnlySpan<TElement> own = _logits.Slice(row * classes, classes);
            long target = _targets[row] - first;
            if (target >= 0 && target < classes)
            {
                _atTarget[row] = own[(int)target];
            }

            for (int start = 0; start < classes; start = Partition.End(start, blockLength, classes))
            {
                ref TElement x = ref Unsafe.Add(ref MemoryMarshal.GetReference(own), start);
                nuint count = (nuint)Math.Min(blockLength, classes - start);
                int block = (row * blocks) + ((first + start) / blockLength);
                TElement peak = SoftmaxTerms.Largest<TLanes, TElement, Unscaled>(default, ref x, count);
                _largest[block] = peak;
                SoftmaxShift<TElement> shift = LinearCrossEntropyRows.Shift(peak);
                bool isOwn = target >= start && target < start + (int)count;
                _sums[block] = isOwn
                    ? SoftmaxTerms.Exponentials<TLanes, TSums, TElement, Unscaled>(default, shift, ref x, ref e, count, (int)target - start).Others
                    : SoftmaxTerms.Exponentials<TLanes, TSums, TElement, Unscaled>(default, shift, ref x, ref e, count);
            }

            if (!_all.IsEmpty)
            {
                for (int start = 0; start < classes; start = Partition.End(start, Reduce.BlockLength, classes))
                {
                    ReadOnlySpan<TElement> block = own.Slice(start, Math.Min(Reduce.BlockLength, classes - start));
                    AddAll(block, first + start, LinearCrossEntropyRows.Reference(_largest[row * blocks]), ref _all[row]);
                }
            }
        }

        ArrayPool<TElement>.Shared.Return(exponentials);
    }

    /// <summary>Adds <c>w·(x − reference)</c> of a block; the reference, any of the row's size, keeps a common offset of the logits out of the sum.</summary>
    private void AddAll(ReadOnlySpan<TElement> row, int place, double reference, ref double all)
    {
        double a = 0, b = 0;
        int j = 0;
        for (; j + 1 < row.Length; j += 2)
        {
            a += Weight(place + j) * (Chunk16.Widen(row[j]) - reference);
            b += Weight(place + j + 1) * (Chunk16.Widen(row[j + 1]) - reference);
        }

        if (j < row.Length)
        {
            a += Weight(place + j) * (Chunk16.Widen(row[j]) - reference);
        }

        all += a + b;
    }

    private double Weight(int index) => _weights.IsEmpty ? 1 : _weights[index];
}
