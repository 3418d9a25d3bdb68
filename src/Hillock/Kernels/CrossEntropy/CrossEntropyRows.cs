using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;
using Hillock.Numbers.Functions;

namespace Hillock.Kernels;

/// <summary>What the rows of a cross-entropy have in common.</summary>
/// <param name="IgnoreIndex">Rows with this target are left out.</param>
/// <param name="Smoothing">The share of the target that is spread over all classes.</param>
/// <param name="Scale">The factor of the gradients.</param>
/// <param name="WeightSum">The sum of the class weights, or the number of classes without weights.</param>
internal readonly record struct CrossEntropySettings(long IgnoreIndex, double Smoothing, double Scale, double WeightSum);

/// <summary>Cross-entropies of rows of logits, and their gradients, in one pass over the logits.</summary>
/// <remarks>
/// With exponentials <c>e</c> as the softmax computes them, their sum <c>s</c> in double precision as <see cref="Reduce"/> adds and class weight
/// <c>w</c>: loss <c>w·ln(1 + (s − eₜ)/eₜ)</c>, gradient <c>w·eⱼ/s</c> and at the target <c>w·(eₜ − s)/s</c>. Where the target is almost certain and
/// <c>s − eₜ</c> would cancel, the other exponentials are added alone, so that a loss keeps its digits down to the smallest numbers; it is never below 0.
/// The bits depend on the row alone.
/// </remarks>
internal static class CrossEntropyRows
{
    private const int Batch = 64;

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
        var body = new Body<TElement>(x, targets, weights, losses, dx, settings, length, rowsEach);
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
            int rows = Math.Min(rowsEach, _targets.Length - start);
            Span<double> sums = stackalloc double[Batch];
            Span<double> others = stackalloc double[Batch];
            Span<double> ratios = stackalloc double[Batch];
            Span<SoftmaxShift<TElement>> shifts = stackalloc SoftmaxShift<TElement>[Batch];
            Span<TElement> exponentials = stackalloc TElement[Batch * Chunk16<TElement>.Length];
            bool isShort = length <= Chunk16<TElement>.Length;
            TElement[]? rented = !isShort && _dx.IsEmpty ? ArrayPool<TElement>.Shared.Rent(length) : null;
            for (int done = 0; done < rows; done += Batch)
            {
                int first = start + done;
                int count = Math.Min(Batch, rows - done);
                ref TElement x = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), (nint)first * length);
                if (isShort)
                {
                    ref TElement e = ref MemoryMarshal.GetReference(exponentials);
                    ShortSoftmax.Exponentials<TLanes, TSums, TElement, Unscaled>(default, ref x, ref e, count, (nuint)length, sums, shifts);
                    for (int i = 0; i < count; i++)
                    {
                        ratios[i] = Ratio(first + i, sums[i], ref Unsafe.Add(ref e, i * Chunk16<TElement>.Length), out others[i]);
                    }

                    if (!_dx.IsEmpty)
                    {
                        GradientsOfShort<TLanes>(ref e, first, count, sums, others);
                    }
                }
                else
                {
                    for (int i = 0; i < count; i++)
                    {
                        ref TElement row = ref Unsafe.Add(ref x, (nint)i * length);
                        ref TElement e = ref rented is null ? ref Unsafe.Add(ref MemoryMarshal.GetReference(_dx), (nint)(first + i) * length) : ref rented[0];
                        shifts[i] = SoftmaxShift<TElement>.Of(
                            default(Unscaled), SoftmaxTerms.Largest<TLanes, TElement, Unscaled>(default, ref row, (nuint)length));
                        sums[i] = SoftmaxTerms.Exponentials<TLanes, TSums, TElement, Unscaled>(default, shifts[i], ref row, ref e, (nuint)length);
                        ratios[i] = Ratio(first + i, sums[i], ref e, out others[i]);
                        if (!_dx.IsEmpty)
                        {
                            GradientOfLong<TLanes>(ref e, first + i, sums[i], others[i]);
                        }
                    }
                }

                Map.Apply<Log1pFunction, double>(default, ratios[..count], ratios[..count]);
                for (int i = 0; i < count; i++)
                {
                    _losses[first + i] = Loss(first + i, ratios[i], sums[i], in shifts[i]);
                }
            }

            if (rented is not null)
            {
                ArrayPool<TElement>.Shared.Return(rented);
            }
        }

        private double Weight(long target) => _weights.IsEmpty ? 1 : _weights[(int)target];

        /// <summary>(s − eₜ)/eₜ, infinite where the target's exponential is 0, and s − eₜ.</summary>
        private double Ratio(int row, double sum, ref TElement e, out double others)
        {
            long target = _targets[row];
            if (target == settings.IgnoreIndex)
            {
                others = 0;
                return 0;
            }

            others = Others(ref e, length, (int)target, sum);
            return others / Chunk16.Widen(Unsafe.Add(ref e, (nint)target));
        }

        private double Loss(int row, double loss, double sum, in SoftmaxShift<TElement> shift)
        {
            long target = _targets[row];
            if (target == settings.IgnoreIndex)
            {
                return 0;
            }

            if (settings.Smoothing == 0 && !double.IsPositiveInfinity(loss))
            {
                return Weight(target) * loss;
            }

            ReadOnlySpan<TElement> x = _x.Slice(row * length, length);
            double largest = Chunk16.Widen(shift.Largest);
            double logarithm = default(LogFunction).Apply(new Scalar<double>(sum * SoftmaxShift<TElement>.Lowering)).Value - shift.OfLargest(1);
            loss = Weight(target) * (logarithm - (Chunk16.Widen(x[(int)target]) - largest));
            if (settings.Smoothing == 0)
            {
                return loss;
            }

            double all = 0;
            for (int j = 0; j < x.Length; j++)
            {
                all += Weight(j) * (logarithm - (Chunk16.Widen(x[j]) - largest));
            }

            return ((1 - settings.Smoothing) * loss) + (settings.Smoothing / length * all);
        }

        /// <summary>Divides the exponentials in place by their sum, times the row's weight.</summary>
        private void GradientOfLong<TLanes>(ref TElement e, int row, double sum, double others)
            where TLanes : struct, ILanes<TLanes, TElement>
        {
            long target = _targets[row];
            Span<TElement> gradient = MemoryMarshal.CreateSpan(ref e, length);
            if (target == settings.IgnoreIndex)
            {
                gradient.Clear();
                return;
            }

            double atTarget = Chunk16.Widen(gradient[(int)target]);
            double factor = Factor(target);
            Scale<TLanes, TElement>(ref e, (nuint)length, factor / sum);
            AtTarget(gradient, target, atTarget, sum, others, factor);
        }

        [SkipLocalsInit]
        private void GradientsOfShort<TLanes>(ref TElement e, int first, int rows, ReadOnlySpan<double> sums, ReadOnlySpan<double> others)
            where TLanes : struct, ILanes<TLanes, TElement>
        {
            ref TElement dx = ref Unsafe.Add(ref MemoryMarshal.GetReference(_dx), (nint)first * length);
            nuint room = (nuint)rows * (nuint)length;
            for (int i = 0; i < rows; i++)
            {
                long target = _targets[first + i];
                nuint start = (nuint)i * (nuint)length;
                ref TElement source = ref Unsafe.Add(ref e, (nuint)i * Chunk16<TElement>.Length);
                Span<TElement> gradient = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref dx, start), length);
                if (target == settings.IgnoreIndex)
                {
                    gradient.Clear();
                    continue;
                }

                double factor = Factor(target);
                double atTarget = Chunk16.Widen(Unsafe.Add(ref source, (nint)target));
                Split(factor / sums[i], out TElement high, out TElement low);
                TLanes highLanes = TLanes.Create(high);
                TLanes lowLanes = TLanes.Create(low);
                bool wide = start + Chunk16<TElement>.Length <= room;

                // A store may reach into the next rows as long as they are there: they are written after it.
                ref TElement goal = ref wide ? ref Unsafe.Add(ref dx, start) : ref source;
                for (nuint j = 0; j < Chunk16<TElement>.Length; j += (nuint)TLanes.Count)
                {
                    TLanes value = TLanes.Load(ref source, j);
                    TLanes.FusedMultiplyAdd(value, highLanes, value * lowLanes).Store(ref goal, j);
                }

                if (!wide)
                {
                    Chunk16.Copy(ref source, ref gradient[0], (nuint)length);
                }

                AtTarget(gradient, target, atTarget, sums[i], others[i], factor);
            }
        }

        /// <summary>What the softmax is multiplied by in the gradient.</summary>
        private double Factor(long target) => settings.Smoothing == 0
            ? settings.Scale * Weight(target)
            : settings.Scale * (((1 - settings.Smoothing) * Weight(target)) + (settings.Smoothing / length * settings.WeightSum));

        private void AtTarget(Span<TElement> gradient, long target, double e, double sum, double others, double factor)
        {
            if (settings.Smoothing == 0)
            {
                gradient[(int)target] = TElement.CreateTruncating(-others / sum * factor);
                return;
            }

            double spread = settings.Scale * settings.Smoothing / length;
            for (int j = 0; j < gradient.Length; j++)
            {
                double given = spread * Weight(j);
                gradient[j] = TElement.CreateTruncating(Chunk16.Widen(gradient[j]) - given);
            }

            double share = settings.Scale * (((1 - settings.Smoothing) * Weight(target)) + (settings.Smoothing / length * Weight(target)));
            gradient[(int)target] = TElement.CreateTruncating((e / sum * factor) - share);
        }
    }

    /// <summary>The sum of all exponentials but one: <c>s − eₜ</c>, or where that has lost digits of the element type, the others added alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Others<TElement>(ref TElement e, int length, int target, double sum)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        double own = Chunk16.Widen(Unsafe.Add(ref e, (nint)target));
        double others = sum - own;

        // The sum is exact to some 2⁻⁵² of itself, so that 2⁻²⁶ of the target's leaves the digits of a float32, and a quarter those of a float64.
        double enough = typeof(TElement) == typeof(float) ? 1.0 / (1 << 26) : 0.25;
        return others < own * enough ? OthersAlone<TElement>(MemoryMarshal.CreateReadOnlySpan(ref e, length), target) : others;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double OthersAlone<TElement>(ReadOnlySpan<TElement> e, int target)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => Reduce.Sum(e[..target]) + Reduce.Sum(e[(target + 1)..]);

    /// <summary>Multiplies by a factor in two parts, so that the product is rounded once.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Scale<TLanes, TElement>(ref TElement z, nuint length, double factor)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Split(factor, out TElement high, out TElement low);
        TLanes highLanes = TLanes.Create(high);
        TLanes lowLanes = TLanes.Create(low);
        nuint i = 0;
        for (; i + (nuint)TLanes.Count <= length; i += (nuint)TLanes.Count)
        {
            TLanes e = TLanes.Load(ref z, i);
            TLanes.FusedMultiplyAdd(e, highLanes, e * lowLanes).Store(ref z, i);
        }

        for (; i < length; i++)
        {
            var e = Scalar<TElement>.Load(ref z, i);
            Scalar<TElement>.FusedMultiplyAdd(e, new(high), e * new Scalar<TElement>(low)).Store(ref z, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Split<TElement>(double factor, out TElement high, out TElement low)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (typeof(TElement) == typeof(float))
        {
            float rounded = (float)factor;
            high = (TElement)(object)rounded;
            low = (TElement)(object)(float)(factor - rounded);
        }
        else
        {
            high = (TElement)(object)factor;
            low = TElement.Zero;
        }
    }
}
