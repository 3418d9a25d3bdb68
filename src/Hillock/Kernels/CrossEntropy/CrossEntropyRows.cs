using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;
using Hillock.Numbers.Functions;

namespace Hillock.Kernels;

/// <summary>Cross-entropies of rows of logits, and their gradients, in one pass over the logits.</summary>
/// <remarks>
/// With exponentials <c>e</c> as the softmax computes them, the class' own <c>eₜ</c>, the sum <c>o</c> of the others, <c>s = eₜ + o</c> and class weight
/// <c>w</c>: loss <c>w·ln(1 + o/eₜ)</c>, gradient <c>w·eⱼ/s</c> and at the target <c>−w·o/s</c>. The others are added alone, so that a loss keeps its digits
/// where the target is almost certain; it is never below 0. The sums are those of the softmax: the bits depend on the values of the row, not on the order of
/// the classes.
/// </remarks>
internal static class CrossEntropyRows
{
    // The logarithms of so many rows are computed together.
    private const int Batch = CrossEntropyColumns<float>.Rows;

    // About 20 us of work for a thread.
    private const int BlockElements = 1 << 15;
    private const int ShortRow = 32;

    /// <summary>Computes the losses of all rows and, where <paramref name="dx"/> is not empty, their gradients.</summary>
    /// <param name="x">The logits, one row after the other.</param>
    /// <param name="targets">The class of each row, checked.</param>
    /// <param name="weights">The weight of each class, or nothing.</param>
    /// <param name="losses">The loss of each row; 0 of an ignored one.</param>
    /// <param name="dx">The gradients, or nothing.</param>
    /// <param name="settings">The rest.</param>
    internal static void Run<TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<long> targets, ReadOnlySpan<double> weights, Span<double> losses, Span<TElement> dx,
        CrossEntropySettings settings)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (targets.Length == 0 || x.Length == 0)
        {
            // Without classes every row is an ignored one: no other target has been let through.
            losses.Clear();
            return;
        }

        int length = x.Length / targets.Length;

        // A short row takes longer than its elements alone.
        int rowsEach = Math.Max(1, BlockElements / Math.Max(length, ShortRow));
        Body<TElement> body = new Body<TElement>(x, targets, weights, losses, dx, settings, length, rowsEach);
        Parallelism.For(Partition.Count(targets.Length, rowsEach), body);
    }

    private readonly ref struct Body<TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<long> targets, ReadOnlySpan<double> weights, Span<double> losses, Span<TElement> dx,
        CrossEntropySettings settings, int length, int rowsEach) : IParallelBody, ISumsBody<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly ReadOnlySpan<long> _targets = targets;
        private readonly ReadOnlySpan<double> _weights = weights;
        private readonly Span<double> _losses = losses;
        private readonly Span<TElement> _dx = dx;

        public void Invoke(int index) => SumsWidth.Run<Body<TElement>, TElement>(this, index, VectorWidth.Bits);

        [MethodImpl(MethodImplOptions.NoInlining)]
        [SkipLocalsInit]
        public void Invoke<TLanes, TSums, TDoubles>(int index)
            where TLanes : struct, ILanes<TLanes, TElement>
            where TSums : struct, ISixteenSums<TSums>
            where TDoubles : struct, ISixteenDoubles<TDoubles>
        {
            int start = index * rowsEach;
            int end = Partition.End(start, rowsEach, _targets.Length);
            if (length <= ColumnSoftmax.Columns)
            {
                ShortRows<TLanes, TSums>(start, end);
            }
            else
            {
                LongRows<TLanes, TSums>(start, end);
            }
        }

        [SkipLocalsInit]
        private void ShortRows<TLanes, TSums>(int start, int end)
            where TLanes : struct, ILanes<TLanes, TElement>
            where TSums : struct, ISixteenSums<TSums>
        {
            Span<TElement> far = stackalloc TElement[ColumnSoftmax.Columns];
            CrossEntropyColumns<TElement> columns = new CrossEntropyColumns<TElement>(
                stackalloc TElement[ColumnSoftmax.BufferLength], stackalloc TElement[CrossEntropyColumns<TElement>.NumbersLength]);
            columns.FillFactors(settings.Factor(1, length));
            Span<TElement> targets = columns.Targets;
            ReadOnlySpan<TElement> high = columns.LossHigh;
            ReadOnlySpan<TElement> low = columns.LossLow;
            int each = ColumnSoftmax.Groups * TLanes.Count;
            for (int first = start; first < end; first = Partition.End(first, each, end))
            {
                int rows = Math.Min(each, end - first);
                ReadOnlySpan<long> classes = _targets.Slice(first, rows);
                for (int i = 0; i < classes.Length; i++)
                {
                    bool isIgnored = classes[i] == settings.IgnoreIndex;
                    targets[i] = isIgnored ? TElement.NegativeOne : TElement.CreateTruncating(classes[i]);
                    if (!_weights.IsEmpty && !isIgnored)
                    {
                        columns.SetFactor(i, settings.Factor(_weights[(int)classes[i]], length));
                    }
                }

                bool anyFar = columns.Exponentials<TLanes>(ref X(first), rows, (nuint)length);
                if (!_dx.IsEmpty)
                {
                    columns.Gradients<TLanes>(ref Dx(first), rows, (nuint)length, anyFar);
                }

                for (int i = 0; i < classes.Length; i++)
                {
                    double loss = Chunk16.Widen(high[i]) + Chunk16.Widen(low[i]);
                    if (anyFar && columns.IsFar(i))
                    {
                        SplitSum sum = Row<TLanes, TSums>(first + i, ref _dx.IsEmpty ? ref far[0] : ref Dx(first + i), out SoftmaxShift<TElement> shift);
                        loss = default(Log1pFunction).Apply(new Scalar<double>(sum.Ratio)).Value;
                        _losses[first + i] = IsPlain(loss, classes[i]) ? loss * Weight(classes[i]) : Loss(first + i, loss, sum.All, shift);
                    }
                    else if (IsPlain(loss, classes[i]))
                    {
                        _losses[first + i] = loss * Weight(classes[i]);
                    }
                    else
                    {
                        SplitSum sum = columns.Sum(i);
                        Finish(first + i, sum);
                        _losses[first + i] = Loss(first + i, loss, sum.All, columns.Shift(i));
                    }
                }
            }
        }

        [SkipLocalsInit]
        private void LongRows<TLanes, TSums>(int start, int end)
            where TLanes : struct, ILanes<TLanes, TElement>
            where TSums : struct, ISixteenSums<TSums>
        {
            Span<SplitSum> sums = stackalloc SplitSum[Batch];
            Span<SoftmaxShift<TElement>> shifts = stackalloc SoftmaxShift<TElement>[Batch];
            Span<double> logarithms = stackalloc double[Batch];
            TElement[]? rented = _dx.IsEmpty ? ArrayPool<TElement>.Shared.Rent(length) : null;
            for (int first = start; first < end; first = Partition.End(first, Batch, end))
            {
                int rows = Math.Min(Batch, end - first);
                for (int i = 0; i < rows; i++)
                {
                    sums[i] = Row<TLanes, TSums>(first + i, ref rented is null ? ref Dx(first + i) : ref rented[0], out shifts[i]);
                    logarithms[i] = sums[i].Ratio;
                }

                Map.Apply<Log1pFunction, double>(default, logarithms[..rows], logarithms[..rows]);
                for (int i = 0; i < rows; i++)
                {
                    long target = _targets[first + i];
                    _losses[first + i] = IsPlain(logarithms[i], target)
                        ? logarithms[i] * Weight(target)
                        : Loss(first + i, logarithms[i], sums[i].All, shifts[i]);
                }
            }

            if (rented is not null)
            {
                ArrayPool<TElement>.Shared.Return(rented);
            }
        }

        /// <summary>Computes the sum and the gradient of a row; without gradients the place of the exponentials is any.</summary>
        private SplitSum Row<TLanes, TSums>(int row, ref TElement e, out SoftmaxShift<TElement> shift)
            where TLanes : struct, ILanes<TLanes, TElement>
            where TSums : struct, ISixteenSums<TSums>
        {
            if (IsIgnored(row))
            {
                shift = default;
                Finish(row, default);
                return default;
            }

            int target = (int)_targets[row];
            shift = SoftmaxShift<TElement>.Of(
                default(Unscaled), SoftmaxTerms.Largest<TLanes, TElement, Unscaled>(default, ref X(row), (nuint)length));
            SplitSum sum = SoftmaxTerms.Exponentials<TLanes, TSums, TElement, Unscaled>(default, shift, ref X(row), ref e, (nuint)length, target);
            if (!_dx.IsEmpty)
            {
                double weight = Weight(target);
                RowScale.Softmax<TLanes, TElement>(ref e, (nuint)length, settings.Factor(weight, length), sum.All);
                Unsafe.Add(ref e, target) = TElement.CreateTruncating(settings.AtTarget(sum, weight, length));
                Finish(row, sum);
            }

            return sum;
        }

        /// <summary>What is left to do for the gradient of a row: nothing, or it is ignored, or its targets are smoothed.</summary>
        private void Finish(int row, SplitSum sum)
        {
            Span<TElement> gradient = _dx.IsEmpty ? default : _dx.Slice(row * length, length);
            if (IsIgnored(row))
            {
                gradient.Clear();
                return;
            }

            if (settings.Smoothing == 0 || gradient.IsEmpty)
            {
                return;
            }

            for (int j = 0; j < gradient.Length; j++)
            {
                gradient[j] = TElement.CreateTruncating(Chunk16.Widen(gradient[j]) - settings.Spread(Weight(j), length));
            }

            gradient[(int)_targets[row]] = TElement.CreateTruncating(settings.AtTarget(sum, Weight(_targets[row]), length));
        }

        /// <summary>Whether a row's loss is its weight times a logarithm.</summary>
        private bool IsPlain(double logarithm, long target) =>
            settings.Smoothing == 0 && target != settings.IgnoreIndex && !double.IsPositiveInfinity(logarithm);

        /// <summary>The loss of an ignored row, or one that is a difference of logits, or the mean of many.</summary>
        /// <param name="row">The row.</param>
        /// <param name="loss">The loss of the row's class without its weight, infinite where that is beyond the exponential.</param>
        /// <param name="sum">The sum of exponentials.</param>
        /// <param name="shift">How they are kept in range.</param>
        private double Loss(int row, double loss, double sum, SoftmaxShift<TElement> shift)
        {
            if (IsIgnored(row))
            {
                return 0;
            }

            ReadOnlySpan<TElement> x = _x.Slice(row * length, length);
            double own = Chunk16.Widen(x[(int)_targets[row]]);
            if (double.IsPositiveInfinity(loss))
            {
                loss = SmoothedLoss.OfFarLogit(sum, shift, own);
            }

            double weight = Weight(_targets[row]);
            return settings.Smoothing == 0
                ? SmoothedLoss.Weighed(weight, loss)
                : SmoothedLoss.Weighed((1 - settings.Smoothing) * weight, loss)
                    + SmoothedLoss.Sum(x, _weights, settings.Smoothing / length, loss, own);
        }

        private ref TElement X(int row) => ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), (nint)row * length);

        private ref TElement Dx(int row) => ref Unsafe.Add(ref MemoryMarshal.GetReference(_dx), (nint)row * length);

        private bool IsIgnored(int row) => _targets[row] == settings.IgnoreIndex;

        private double Weight(long target) => _weights.IsEmpty ? 1 : _weights[(int)target];
    }
}
