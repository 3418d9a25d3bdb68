using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The checks and divisors that all losses share.</summary>
internal static class LossReduction
{
    /// <summary>Refuses a reduction that there is not, or that this loss has not.</summary>
    internal static void Check(Reduction reduction, string name, bool hasBatchMean = false)
    {
        if (reduction is not (Reduction.Mean or Reduction.Sum or Reduction.None) && !(hasBatchMean && reduction == Reduction.BatchMean))
        {
            throw new ArgumentOutOfRangeException(
                nameof(reduction), reduction, $"{name} expects a reduction of Mean, Sum{(hasBatchMean ? ", BatchMean" : "")} or None but got {reduction}.");
        }
    }

    /// <summary>What a sum is multiplied by: 1, or the reciprocal of what the mean divides by.</summary>
    /// <param name="reduction">The reduction.</param>
    /// <param name="divisor">What the mean divides by.</param>
    /// <param name="emptyMean">What the mean is when that is 0.</param>
    /// <param name="name">The loss, for the message.</param>
    /// <returns>The factor: infinite where the mean of nothing is NaN, 0 where it is 0.</returns>
    internal static double Scale(Reduction reduction, double divisor, EmptyMean emptyMean, string name)
    {
        if (reduction is Reduction.Sum or Reduction.None)
        {
            return 1;
        }

        return divisor != 0 ? 1 / divisor : emptyMean switch
        {
            EmptyMean.NaN => double.PositiveInfinity,
            EmptyMean.Zero => 0,
            EmptyMean.Throw => throw new InvalidOperationException(
                $"{name} has nothing to take the mean of: no elements, or only ignored ones and weights of 0; leave such batches out, or use EmptyMean.Zero."),
            _ => throw new ArgumentOutOfRangeException(nameof(emptyMean), emptyMean, $"{name} expects an EmptyMean of NaN, Zero or Throw but got {emptyMean}."),
        };
    }

    /// <summary>The sum or mean as a number; NaN where nothing is divided by nothing.</summary>
    internal static double Reduce(double sum, Reduction reduction, double divisor, double scale) =>
        reduction is Reduction.Mean or Reduction.BatchMean
            ? divisor != 0 ? sum / divisor : scale == 0 ? 0 : double.NaN
            : sum;

    /// <summary>The sum or mean of losses, also where it is an ordinary number and a sum on the way is not.</summary>
    internal static double Reduce(ReadOnlySpan<double> losses, Reduction reduction, double divisor, double scale) =>
        reduction is Reduction.Mean or Reduction.BatchMean && divisor != 0
            ? RangeSum.Over(losses, divisor)
            : Reduce(RangeSum.Over(losses, 1), reduction, divisor, scale);

    /// <summary>Reduces unreduced losses by differentiable operations.</summary>
    internal static Tensor Reduce(Tensor losses, Reduction reduction, double divisor, EmptyMean emptyMean, string name)
    {
        if (reduction == Reduction.None)
        {
            return losses;
        }

        double scale = Scale(reduction, divisor, emptyMean, name);
        if (reduction != Reduction.Sum && divisor == losses.Length && scale != 0)
        {
            // Rounded once; and a mean of nothing has no number to divide its gradient by.
            return F.Mean(losses);
        }

        Tensor sum = F.Sum(losses);
        if (reduction == Reduction.Sum || scale == 0)
        {
            return reduction == Reduction.Sum ? sum : F.Multiply(sum, 0);
        }

        // Where the sum is more than the type holds, the mean of all may not be.
        return divisor != 0 && !double.IsFinite(sum.ToArray<double>()[0]) ? F.Multiply(F.Mean(losses), losses.Length / divisor) : F.Divide(sum, divisor);
    }
}
