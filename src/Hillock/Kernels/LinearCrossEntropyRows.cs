using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Cross-entropies of the rows of a projection, and their gradients, of which only a tile of logits is ever in memory.</summary>
/// <remarks>
/// <para>Forward, each block of <see cref="Reduce.BlockLength"/> classes leaves its largest logit and its sum of exponentials behind. A row's sum then is that
/// of <see cref="CrossEntropyRows"/>, over the same tree: to bring the blocks to one scale takes powers of two. Backward, the logits are computed
/// again and replaced by their gradient, which the products with the features and the weight continue as one chain over all tiles. So the
/// results are those of a projection followed by a cross-entropy.</para>
/// <para>Memory: a tile (16 MiB of float32), and 16 bytes a row and block of classes.</para>
/// </remarks>
internal static class LinearCrossEntropyRows
{
    /// <summary>Computes the losses of all rows.</summary>
    /// <param name="operands">The features, weight and bias.</param>
    /// <param name="targets">The class of each row, checked.</param>
    /// <param name="weights">The weight of each class, or nothing.</param>
    /// <param name="settings">The rest.</param>
    /// <param name="plan">The tiles.</param>
    /// <param name="tile">Room for a tile; if there is but one, it holds the logits afterwards.</param>
    /// <param name="largest">The largest logit of each row.</param>
    /// <param name="sums">The sum of exponentials of each row, to the scale of <see cref="SoftmaxShift{TElement}"/>.</param>
    /// <param name="losses">The loss of each row.</param>
    internal static void Forward<TElement>(
        in LinearOperands<TElement> operands, ReadOnlySpan<long> targets, ReadOnlySpan<double> weights, CrossEntropySettings settings,
        LinearCrossEntropyPlan plan, Span<TElement> tile, Span<TElement> largest, Span<double> sums, Span<double> losses)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        // Of a row: the largest logits and the sums of its blocks, the target's logit, and for smoothing the weighted sum of all.
        var blockLargest = new TElement[plan.RowsEach * plan.Blocks];
        var blockSums = new double[blockLargest.Length];
        var atTarget = new TElement[plan.RowsEach];
        var all = new double[settings.Smoothing == 0 ? 0 : plan.RowsEach];
        for (int row = 0; row < plan.Rows; row += plan.RowsEach)
        {
            int rows = Math.Min(plan.RowsEach, plan.Rows - row);
            all.AsSpan().Clear();
            for (int first = 0; first < plan.Classes; first += plan.ClassesEach)
            {
                int classes = Math.Min(plan.ClassesEach, plan.Classes - first);
                Span<TElement> logits = tile[..(rows * classes)];
                operands.Project(row..(row + rows), first..(first + classes), logits);
                var blocks = new LinearCrossEntropyBlocks<TElement>(
                    logits, targets.Slice(row, rows), weights, plan.Blocks, first, classes, blockLargest, blockSums, atTarget, all);
                Parallelism.For((rows + blocks.RowsEach - 1) / blocks.RowsEach, blocks);
            }

            for (int i = 0; i < rows; i++)
            {
                Span<TElement> ownLargest = blockLargest.AsSpan(i * plan.Blocks, plan.Blocks);
                TElement peak = Peak(ownLargest);
                double sum = Joined(ownLargest, blockSums.AsSpan(i * plan.Blocks, plan.Blocks), peak);
                largest[row + i] = peak;
                sums[row + i] = sum;
                losses[row + i] = targets[row + i] == settings.IgnoreIndex
                    ? 0
                    : Loss(atTarget[i], peak, sum, all.Length == 0 ? 0 : all[i], Reference(blockLargest[i * plan.Blocks]), (int)targets[row + i], weights, settings, plan.Classes);
            }
        }
    }

    /// <summary>Computes the gradients of <c>Σ upstream·loss</c>.</summary>
    /// <param name="operands">The features, weight and bias.</param>
    /// <param name="targets">The class of each row, checked.</param>
    /// <param name="weights">The weight of each class, or nothing.</param>
    /// <param name="settings">The rest.</param>
    /// <param name="plan">The tiles.</param>
    /// <param name="tile">Room for a tile.</param>
    /// <param name="isComputed">Whether it is the only one, and holds the logits.</param>
    /// <param name="largest">The largest logit of each row.</param>
    /// <param name="sums">The sum of exponentials of each row.</param>
    /// <param name="upstream">The gradient of each row's loss, or one of all.</param>
    /// <param name="dx">The features' gradient, dense, or nothing.</param>
    /// <param name="dWeight">The weight's gradient, dense, or nothing.</param>
    /// <param name="dBias">The bias's gradient, or nothing.</param>
    internal static void Backward<TElement>(
        in LinearOperands<TElement> operands, ReadOnlySpan<long> targets, ReadOnlySpan<double> weights, CrossEntropySettings settings,
        LinearCrossEntropyPlan plan, Span<TElement> tile, bool isComputed, ReadOnlySpan<TElement> largest, ReadOnlySpan<double> sums,
        ReadOnlySpan<double> upstream, Span<TElement> dx, Span<TElement> dWeight, Span<TElement> dBias)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        int features = operands.XLayout.Columns;
        var biasSums = new double[dBias.Length];
        for (int row = 0; row < plan.Rows; row += plan.RowsEach)
        {
            int rows = Math.Min(plan.RowsEach, plan.Rows - row);
            for (int first = 0; first < plan.Classes; first += plan.ClassesEach)
            {
                int classes = Math.Min(plan.ClassesEach, plan.Classes - first);
                Span<TElement> logits = tile[..(rows * classes)];
                if (!isComputed)
                {
                    operands.Project(row..(row + rows), first..(first + classes), logits);
                }

                var gradients = new LinearCrossEntropyGradients<TElement>(
                    logits, targets.Slice(row, rows), weights, settings, plan.Classes, first, classes, largest.Slice(row, rows), sums.Slice(row, rows),
                    upstream.Length == 1 ? upstream : upstream.Slice(row, rows));
                Parallelism.For((rows + gradients.RowsEach - 1) / gradients.RowsEach, gradients);
                MatrixLayout layout = MatrixLayout.RowMajor(rows, classes);
                if (!dx.IsEmpty)
                {
                    MatMul.Multiply(
                        logits, layout, LinearOperands<TElement>.Part(operands.Weight, operands.WeightLayout, first), operands.WeightLayout with { Rows = classes },
                        dx.Slice(row * features, rows * features), MatrixLayout.RowMajor(rows, features), accumulate: first > 0);
                }

                if (!dWeight.IsEmpty)
                {
                    MatMul.Multiply(
                        logits, layout.Transposed, LinearOperands<TElement>.Part(operands.X, operands.XLayout, row), operands.XLayout with { Rows = rows },
                        dWeight.Slice(first * features, classes * features), MatrixLayout.RowMajor(classes, features), accumulate: row > 0);
                }

                if (!dBias.IsEmpty)
                {
                    var columns = new ColumnSums<TElement>(logits, rows, classes, biasSums.AsSpan(first, classes));
                    Parallelism.For((classes + ColumnSums<TElement>.Width - 1) / ColumnSums<TElement>.Width, columns);
                }
            }
        }

        for (int j = 0; j < dBias.Length; j++)
        {
            dBias[j] = TElement.CreateTruncating(biasSums[j]);
        }
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
        var shift = SoftmaxShift<TElement>.Of(default(Unscaled), peak);
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
                sums[b] = sum == 0 ? 0 : sum * Exponential(new Scalar<double>(distance)).Value;
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

    private static double Loss<TElement>(
        TElement logit, TElement peak, double sum, double all, double reference, int target, ReadOnlySpan<double> weights, CrossEntropySettings settings, int classes)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var shift = SoftmaxShift<TElement>.Of(default(Unscaled), peak);
        TElement e = TElement.Zero;
        SoftmaxTerms.Exponentials<Lanes128<TElement>, SixteenSums128, TElement, Unscaled>(default, shift, ref logit, ref e, 1);
        double exponential = Chunk16.Widen(e);
        double weight = weights.IsEmpty ? 1 : weights[target];
        double loss = LogarithmOfOneMore(new Scalar<double>((sum - exponential) / exponential)).Value;
        if (settings.Smoothing == 0 && !double.IsPositiveInfinity(loss))
        {
            return weight * loss;
        }

        double largest = Chunk16.Widen(peak);
        double logarithm = Logarithm(new Scalar<double>(sum * SoftmaxShift<TElement>.Lowering)).Value - shift.OfLargest(1);
        loss = weight * (logarithm - (Chunk16.Widen(logit) - largest));
        return settings.Smoothing == 0
            ? loss
            : ((1 - settings.Smoothing) * loss) + (settings.Smoothing / classes * ((settings.WeightSum * (logarithm + (largest - reference))) - all));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Exponential<T>(T x)
        where T : struct, IReal<T> => T.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Logarithm<T>(T x)
        where T : struct, IReal<T> => T.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T LogarithmOfOneMore<T>(T x)
        where T : struct, IReal<T> => T.Log1p(x);
}
