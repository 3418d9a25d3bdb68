using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;
using Hillock.Numbers.Functions;

namespace Hillock.Kernels;

/// <summary>Cross-entropies of the rows of a projection, and their gradients, of which only a tile of logits is ever in memory.</summary>
/// <remarks>
/// <para>Forward, each block of classes leaves its largest logit and its sum of exponentials behind, but for that of the row's class. Where a tile holds
/// whole rows, a row is one block, and the sum that of <see cref="CrossEntropyRows"/>. Otherwise blocks of <see cref="Reduce.BlockLength"/> classes are brought
/// to one scale by powers of two and added in a tree: as each is counted in units of its own, the sum may differ from that of a whole row by some
/// <c>2⁻⁵²</c> of it. Backward, or at once where a tile holds whole rows, logits (computed again) are replaced by their gradient, which the products with the
/// features and the weight continue as one chain over all tiles.</para>
/// <para>Memory: a tile (16 MiB of float32), and 16 bytes a row and a block of classes.</para>
/// </remarks>
internal static class LinearCrossEntropyRows
{
    /// <summary>Computes the losses of all rows.</summary>
    /// <param name="operands">The features, weight and bias.</param>
    /// <param name="targets">The class of each row, checked.</param>
    /// <param name="weights">The weight of each class, or nothing.</param>
    /// <param name="settings">The rest.</param>
    /// <param name="plan">The tiles.</param>
    /// <param name="tile">Room for a tile.</param>
    /// <param name="largest">The largest logit of each row.</param>
    /// <param name="sums">The sum of exponentials of each row, that of its class apart, to the scale of <see cref="SoftmaxShift{TElement}"/>.</param>
    /// <param name="losses">The loss of each row.</param>
    /// <param name="gradients">The gradients of the sum of all losses, if they are wanted and <see cref="LinearCrossEntropyPlan.HoldsRows"/>.</param>
    internal static void Forward<TElement>(
        in LinearOperands<TElement> operands, ReadOnlySpan<long> targets, ReadOnlySpan<double> weights, CrossEntropySettings settings,
        LinearCrossEntropyPlan plan, Span<TElement> tile, Span<TElement> largest, Span<SplitSum> sums, Span<double> losses,
        in ProjectionGradients<TElement> gradients)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        // Of a row: the largest logits and the sums of its blocks, the target's logit, and for smoothing the weighted sum of all.
        TElement[] blockLargest = new TElement[plan.RowsEach * plan.Blocks];
        double[] blockSums = new double[blockLargest.Length];
        TElement[] atTarget = new TElement[plan.RowsEach];
        double[] all = new double[settings.Smoothing == 0 ? 0 : plan.RowsEach];
        for (int row = 0; row < plan.Rows; row = Partition.End(row, plan.RowsEach, plan.Rows))
        {
            int rows = Math.Min(plan.RowsEach, plan.Rows - row);
            all.AsSpan().Clear();
            for (int first = 0; first < plan.Classes; first = Partition.End(first, plan.ClassesEach, plan.Classes))
            {
                int classes = Math.Min(plan.ClassesEach, plan.Classes - first);
                Span<TElement> logits = tile[..(rows * classes)];
                operands.Project(row..(row + rows), first..(first + classes), logits);
                LinearCrossEntropyBlocks<TElement> blocks = new LinearCrossEntropyBlocks<TElement>(
                    logits, targets.Slice(row, rows), weights, plan.BlockLength, plan.Blocks, first, classes, blockLargest, blockSums, atTarget, all);
                Parallelism.For(Partition.Count(rows, blocks.RowsEach), blocks);
            }

            for (int i = 0; i < rows; i++)
            {
                Span<TElement> ownLargest = blockLargest.AsSpan(i * plan.Blocks, plan.Blocks);
                TElement peak = Peak(ownLargest);
                largest[row + i] = peak;
                if (targets[row + i] == settings.IgnoreIndex)
                {
                    losses[row + i] = 0;
                    continue;
                }

                SplitSum sum = new(Exponential(atTarget[i], peak), Joined(ownLargest, blockSums.AsSpan(i * plan.Blocks, plan.Blocks), peak));
                sums[row + i] = sum;
                losses[row + i] = Loss(
                    atTarget[i], peak, sum, all.Length == 0 ? 0 : all[i], Reference(blockLargest[i * plan.Blocks]), (int)targets[row + i], weights,
                    settings, plan.Classes);
            }

            if (!gradients.IsEmpty)
            {
                Span<TElement> logits = tile[..(rows * plan.Classes)];
                LinearCrossEntropyGradients<TElement> own = new LinearCrossEntropyGradients<TElement>(
                    logits, targets.Slice(row, rows), weights, settings, plan.Classes, 0, plan.Classes, largest.Slice(row, rows), sums.Slice(row, rows), [1.0]);
                Parallelism.For(Partition.Count(rows, own.RowsEach), own);
                gradients.Add(in operands, logits, row, rows, 0, plan.Classes);
            }
        }

        gradients.Finish();
    }

    /// <summary>Computes the gradients of <c>Σ upstream·loss</c>, from logits computed again.</summary>
    /// <param name="operands">The features, weight and bias.</param>
    /// <param name="targets">The class of each row, checked.</param>
    /// <param name="weights">The weight of each class, or nothing.</param>
    /// <param name="settings">The rest.</param>
    /// <param name="plan">The tiles.</param>
    /// <param name="tile">Room for a tile.</param>
    /// <param name="largest">The largest logit of each row.</param>
    /// <param name="sums">The sum of exponentials of each row.</param>
    /// <param name="upstream">The gradient of each row's loss, or one of all.</param>
    /// <param name="gradients">The results.</param>
    internal static void Backward<TElement>(
        in LinearOperands<TElement> operands, ReadOnlySpan<long> targets, ReadOnlySpan<double> weights, CrossEntropySettings settings,
        LinearCrossEntropyPlan plan, Span<TElement> tile, ReadOnlySpan<TElement> largest, ReadOnlySpan<SplitSum> sums,
        ReadOnlySpan<double> upstream, in ProjectionGradients<TElement> gradients)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (int row = 0; row < plan.Rows; row = Partition.End(row, plan.RowsEach, plan.Rows))
        {
            int rows = Math.Min(plan.RowsEach, plan.Rows - row);
            for (int first = 0; first < plan.Classes; first = Partition.End(first, plan.ClassesEach, plan.Classes))
            {
                int classes = Math.Min(plan.ClassesEach, plan.Classes - first);
                Span<TElement> logits = tile[..(rows * classes)];
                operands.Project(row..(row + rows), first..(first + classes), logits);
                LinearCrossEntropyGradients<TElement> own = new LinearCrossEntropyGradients<TElement>(
                    logits, targets.Slice(row, rows), weights, settings, plan.Classes, first, classes, largest.Slice(row, rows), sums.Slice(row, rows),
                    upstream.Length == 1 ? upstream : upstream.Slice(row, rows));
                Parallelism.For(Partition.Count(rows, own.RowsEach), own);
                gradients.Add(in operands, logits, row, rows, first, classes);
            }
        }

        gradients.Finish();
    }

    private static TElement Peak<TElement>(ReadOnlySpan<TElement> largest)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        TElement peak = largest[0];
        foreach (TElement value in largest)
        {
            peak = value > peak ? value : peak;
        }

        return peak;
    }

    /// <summary>Brings the blocks' sums to the scale of the row's largest logit, and adds them.</summary>
    private static double Joined<TElement>(ReadOnlySpan<TElement> largest, Span<double> sums, TElement peak)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        SoftmaxShift<TElement> shift = SoftmaxShift<TElement>.Of(default(Unscaled), peak);
        for (int b = 0; b < sums.Length; b++)
        {
            SoftmaxShift<TElement> own = Shift(largest[b]);
            double sum = sums[b];
            if (own.IsNear && shift.IsNear)
            {
                // Exact, or 0; beyond the limit the power itself would be out of range.
                double power = Math.Max(-2100, Chunk16.Widen(own.Exponent) - Chunk16.Widen(shift.Exponent));
                sums[b] = Scalar<double>.Scale(new(sum), new(power)).Value;
            }
            else if (largest[b] != peak)
            {
                double distance = Chunk16.Widen(own.Largest) - Chunk16.Widen(peak) - own.OfLargest(1) + shift.OfLargest(1);
                sums[b] = sum == 0 ? 0 : sum * default(ExpFunction).Apply(new Scalar<double>(distance)).Value;
            }
        }

        return Reduce.Pairwise(sums);
    }

    /// <summary>A block's scale. Of nothing but −∞ it is any: the exponentials are 0, but for a NaN, which the largest need not show.</summary>
    internal static SoftmaxShift<TElement> Shift<TElement>(TElement largest)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        SoftmaxShift<TElement>.Of(default(Unscaled), TElement.IsNegativeInfinity(largest) ? TElement.Zero : largest);

    /// <summary>What the weighted sum of a row's logits is relative to: the largest of its first block, if that is a number.</summary>
    internal static double Reference<TElement>(TElement largest)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => TElement.IsFinite(largest) ? Chunk16.Widen(largest) : 0;

    private static double Exponential<TElement>(TElement logit, TElement peak)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        TElement e = TElement.Zero;
        SoftmaxTerms.Write<Lanes128<TElement>, TElement, Unscaled>(default, SoftmaxShift<TElement>.Of(default(Unscaled), peak), ref logit, ref e, 1);
        return Chunk16.Widen(e);
    }

    private static double Loss<TElement>(
        TElement logit, TElement peak, SplitSum sum, double all, double reference, int target, ReadOnlySpan<double> weights, CrossEntropySettings settings,
        int classes)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        double weight = weights.IsEmpty ? 1 : weights[target];
        double own = Chunk16.Widen(logit);
        double loss = default(Log1pFunction).Apply(new Scalar<double>(sum.Ratio)).Value;
        if (double.IsPositiveInfinity(loss))
        {
            loss = SmoothedLoss.OfFarLogit(sum.All, SoftmaxShift<TElement>.Of(default(Unscaled), peak), own);
        }

        return settings.Smoothing == 0
            ? SmoothedLoss.Weighed(weight, loss)
            : SmoothedLoss.Weighed((1 - settings.Smoothing) * weight, loss)
                + (settings.Smoothing / classes * ((settings.WeightSum * (loss + (own - reference))) - all));
    }
}
