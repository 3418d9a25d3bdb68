using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Replaces a tile of logits by the gradient of the losses; see <see cref="CrossEntropyRows"/> for the formula.</summary>
internal readonly ref struct LinearCrossEntropyGradients<TElement>(
    Span<TElement> logits, ReadOnlySpan<long> targets, ReadOnlySpan<double> weights, CrossEntropySettings settings, int allClasses, int first, int classes,
    ReadOnlySpan<TElement> largest, ReadOnlySpan<SplitSum> sums, ReadOnlySpan<double> upstream) : IParallelBody, ISumsBody<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    // About 20 us of work for a thread.
    private const int TaskLength = 1 << 15;

    private readonly Span<TElement> _logits = logits;
    private readonly ReadOnlySpan<long> _targets = targets;
    private readonly ReadOnlySpan<double> _weights = weights;
    private readonly ReadOnlySpan<TElement> _largest = largest;
    private readonly ReadOnlySpan<SplitSum> _sums = sums;
    private readonly ReadOnlySpan<double> _upstream = upstream;

    internal int RowsEach => Math.Max(1, TaskLength / classes);

    public void Invoke(int index) => SumsWidth.Run<LinearCrossEntropyGradients<TElement>, TElement>(this, index, VectorWidth.Bits);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Invoke<TLanes, TSums, TDoubles>(int index)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        int end = Partition.End(index * RowsEach, RowsEach, _targets.Length);
        for (int row = index * RowsEach; row < end; row++)
        {
            Span<TElement> own = _logits.Slice(row * classes, classes);
            if (_targets[row] == settings.IgnoreIndex)
            {
                own.Clear();
                continue;
            }

            Row<TLanes, TSums>(own, row);
        }
    }

    private void Row<TLanes, TSums>(Span<TElement> own, int row)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
    {
        ref TElement x = ref MemoryMarshal.GetReference(own);
        long target = _targets[row];
        SplitSum sum = _sums[row];
        CrossEntropySettings scaled = settings with { Scale = settings.Scale * _upstream[_upstream.Length == 1 ? 0 : row] };
        SoftmaxShift<TElement> shift = SoftmaxShift<TElement>.Of(default(Unscaled), _largest[row]);
        SoftmaxTerms.Write<TLanes, TElement, Unscaled>(default, shift, ref x, ref x, (nuint)own.Length);
        double weight = Weight(target);
        RowScale.Softmax<TLanes, TElement>(ref x, (nuint)own.Length, scaled.Factor(weight, allClasses), sum.All);
        for (int j = 0; j < own.Length && settings.Smoothing != 0; j++)
        {
            own[j] = TElement.CreateTruncating(Chunk16.Widen(own[j]) - scaled.Spread(Weight(first + j), allClasses));
        }

        if (target >= first && target < first + classes)
        {
            own[(int)(target - first)] = TElement.CreateTruncating(scaled.AtTarget(sum, weight, allClasses));
        }
    }

    private double Weight(long target) => _weights.IsEmpty ? 1 : _weights[(int)target];
}
