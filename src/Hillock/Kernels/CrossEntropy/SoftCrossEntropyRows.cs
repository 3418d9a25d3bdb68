using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;
using Hillock.Numbers.Functions;

namespace Hillock.Kernels;

/// <summary>Cross-entropies of rows of logits with rows of probabilities, and their gradients, without a temporary of the logits' size.</summary>
/// <remarks>
/// With the target <c>q = w·((1 − ε)·p + ε/C)</c> of a class, exponentials <c>e</c> as the softmax computes them, their sum <c>s</c> and the largest
/// logit <c>m</c>: loss <c>Σ q·(ln(s/eₘ) − (x − m))</c>, where <c>q = 0</c> counts for nothing, and gradient <c>(e·Σq − q·s)/s</c>; in double precision, or
/// in pairs of numbers of single precision, in an order that depends on the row alone.
/// </remarks>
internal static class SoftCrossEntropyRows
{
    // About 20 us of work for a thread.
    private const int BlockElements = 1 << 14;

    /// <summary>Computes the losses of all rows and, where <paramref name="dx"/> is not empty, the gradients of the logits.</summary>
    /// <param name="x">The logits, one row after the other.</param>
    /// <param name="p">The probabilities, in the same order.</param>
    /// <param name="weights">The weight of each class, or nothing.</param>
    /// <param name="losses">The loss of each row; NaN where a probability is negative or NaN.</param>
    /// <param name="dx">The gradients, or nothing.</param>
    /// <param name="smoothing">The share ε that is spread over all classes.</param>
    /// <param name="scale">The factor of the gradients.</param>
    internal static void Run<TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> p, ReadOnlySpan<double> weights, Span<double> losses, Span<TElement> dx, double smoothing,
        double scale)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (losses.Length == 0 || x.Length == 0)
        {
            losses.Clear();
            return;
        }

        int length = x.Length / losses.Length;
        int rowsEach = Math.Max(1, BlockElements / length);
        Parallelism.For(Partition.Count(losses.Length, rowsEach), new Body<TElement>(x, p, weights, losses, dx, smoothing, scale, length, rowsEach));
    }

    private readonly ref struct Body<TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> p, ReadOnlySpan<double> weights, Span<double> losses, Span<TElement> dx,
        double smoothing, double scale, int length, int rowsEach) : IParallelBody, ISumsBody<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly ReadOnlySpan<TElement> _p = p;
        private readonly ReadOnlySpan<double> _weights = weights;
        private readonly Span<double> _losses = losses;
        private readonly Span<TElement> _dx = dx;

        public void Invoke(int index) => SumsWidth.Run<Body<TElement>, TElement>(this, index, VectorWidth.Bits);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Invoke<TLanes, TSums, TDoubles>(int index)
            where TLanes : struct, ILanes<TLanes, TElement>
            where TSums : struct, ISixteenSums<TSums>
            where TDoubles : struct, ISixteenDoubles<TDoubles>
        {
            TElement[] exponentials = ArrayPool<TElement>.Shared.Rent(length);
            double[] goals = ArrayPool<double>.Shared.Rent(length);
            int end = Partition.End(index * rowsEach, rowsEach, _losses.Length);
            for (int i = index * rowsEach; i < end; i++)
            {
                ref TElement row = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), (nint)i * length);
                TElement largest = SoftmaxTerms.Largest<TLanes, TElement, Unscaled>(default, ref row, (nuint)length);
                SoftmaxShift<TElement> shift = SoftmaxShift<TElement>.Of(default(Unscaled), largest);
                int place = SoftmaxTerms.IndexOfLargest(default(Unscaled), largest, ref row, (nuint)length);
                SplitSum parts = SoftmaxTerms.Exponentials<TLanes, TSums, TElement, Unscaled>(
                    default, shift, ref row, ref exponentials[0], (nuint)length, place);
                Span<TElement> e = exponentials.AsSpan(0, length);
                double ratio = double.NaN;
                if (place >= 0)
                {
                    e[place] = TElement.CreateTruncating(parts.Own);
                    ratio = parts.Ratio;
                }

                double sum = parts.All;
                double logarithm = default(Log1pFunction).Apply(new Scalar<double>(ratio)).Value;
                if (_weights.IsEmpty)
                {
                    Unweighted(i, Chunk16.Widen(largest), logarithm, e, sum, out double whole);
                    AtLargest(i, place, parts, whole, default);
                    continue;
                }

                _losses[i] = Loss(i, Chunk16.Widen(largest), logarithm, goals.AsSpan(0, length), out double total);
                if (!_dx.IsEmpty)
                {
                    Gradient(_dx.Slice(i * length, length), e, goals, sum, total);
                    AtLargest(i, place, parts, total, goals);
                }
            }

            ArrayPool<double>.Shared.Return(goals);
            ArrayPool<TElement>.Shared.Return(exponentials);
        }

        /// <summary>
        /// The gradient at the largest logit, <c>(e·(Σq − q) − q·o)/s</c> with the sum <c>o</c> of the other exponentials: it keeps its digits where the
        /// softmax is almost 1.
        /// </summary>
        private void AtLargest(int row, int place, SplitSum sum, double total, ReadOnlySpan<double> goals)
        {
            if (_dx.IsEmpty || place < 0)
            {
                return;
            }

            double goal = goals.IsEmpty ? ((1 - smoothing) * Chunk16.Widen(_p[(row * length) + place])) + (smoothing / length) : goals[place];
            _dx[(row * length) + place] = TElement.CreateTruncating(((sum.Own * (total - goal)) - (goal * sum.Others)) / sum.All * scale);
        }

        /// <summary>The loss and the gradient of a row without weights, in vectors, and the sum of its targets.</summary>
        private void Unweighted(int row, double largest, double logarithm, ReadOnlySpan<TElement> e, double sum, out double total)
        {
            ReadOnlySpan<TElement> x = _x.Slice(row * length, length);
            ReadOnlySpan<TElement> p = _p.Slice(row * length, length);
            double even = smoothing / length;
            total = ((1 - smoothing) * Reduce.Sum(p)) + smoothing;
            double terms = PairSum.Sum(new SoftTargetTerm(1 - smoothing, even, largest), x, p);
            _losses[row] = (total * logarithm) + terms;
            if (!_dx.IsEmpty)
            {
                Zip.Apply(new SoftTargetGradient(1 - smoothing, even, total / sum * scale, scale), e, p, _dx.Slice(row * length, length));
            }
        }

        /// <summary>The loss of a row; writes its targets and adds them up.</summary>
        private double Loss(int row, double largest, double logarithm, Span<double> goals, out double total)
        {
            ReadOnlySpan<TElement> x = _x.Slice(row * length, length);
            ReadOnlySpan<TElement> p = _p.Slice(row * length, length);
            double even = smoothing / length;
            double least = 0;
            double loss = 0;
            total = 0;
            for (int j = 0; j < goals.Length; j++)
            {
                double probability = Chunk16.Widen(p[j]);
                least = Math.Min(least, probability);
                double goal = (((1 - smoothing) * probability) + even) * _weights[j];
                goals[j] = goal;
                total += goal;
                double other = Chunk16.Widen(x[j]);
                loss += goal == 0 ? 0
                    : double.IsFinite(other) && double.IsInfinity(other - largest) ? (goal * logarithm) - ((goal * other) - (goal * largest))
                    : goal * (logarithm - (other - largest));
            }

            // A NaN among the logits shows in the logarithm also where its probability is 0.
            return least >= 0 && !double.IsNaN(logarithm) ? loss : double.NaN;
        }

        private void Gradient(Span<TElement> dx, ReadOnlySpan<TElement> exponentials, ReadOnlySpan<double> goals, double sum, double total)
        {
            double factor = scale / sum;
            for (int j = 0; j < dx.Length; j++)
            {
                dx[j] = TElement.CreateTruncating(((Chunk16.Widen(exponentials[j]) * total) - (goals[j] * sum)) * factor);
            }
        }
    }
}
