using System.Numerics;
using Hillock.Numbers;
using Hillock.Numbers.Functions;

namespace Hillock.Kernels;

/// <summary>Losses of classes that are no plain logarithm: far from the largest logit, of weight 0, or spread over all classes.</summary>
internal static class SmoothedLoss
{
    private const int Few = 32;

    /// <summary>The loss of a class whose exponential is too small to divide by: the logarithm of the sum, less the logit.</summary>
    /// <param name="sum">The sum of exponentials.</param>
    /// <param name="shift">How they are kept in range.</param>
    /// <param name="logit">The logit of the class.</param>
    internal static double OfFarLogit<TElement>(double sum, SoftmaxShift<TElement> shift, double logit)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        double logarithm = default(LogFunction).Apply(new Scalar<double>(sum * SoftmaxShift<TElement>.Lowering)).Value - shift.OfLargest(1);
        return logarithm - (logit - Chunk16.Widen(shift.Largest));
    }

    /// <summary>The weighted loss of a class; one of weight 0 counts for nothing where its logit is −∞ too.</summary>
    internal static double Weighed(double weight, double loss) => weight == 0 && double.IsInfinity(loss) ? 0 : weight * loss;

    /// <summary>
    /// The sum of <c>share·w·(ℓ + (xₜ − x))</c> over the classes, where <c>ℓ</c> is the loss of the class <c>t</c>: by halves, so that its error does not grow
    /// with their number.
    /// </summary>
    /// <param name="x">The logits.</param>
    /// <param name="weights">The weights of the classes, or nothing.</param>
    /// <param name="share">The share of each class.</param>
    /// <param name="loss">The loss of a class.</param>
    /// <param name="logit">The logit of that class.</param>
    internal static double Sum<TElement>(ReadOnlySpan<TElement> x, ReadOnlySpan<double> weights, double share, double loss, double logit)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (x.Length > Few)
        {
            int half = x.Length / 2;
            return Sum(x[..half], weights.IsEmpty ? weights : weights[..half], share, loss, logit)
                + Sum(x[half..], weights.IsEmpty ? weights : weights[half..], share, loss, logit);
        }

        double sum = 0;
        for (int j = 0; j < x.Length; j++)
        {
            sum += Term(share * (weights.IsEmpty ? 1 : weights[j]), loss, logit, Chunk16.Widen(x[j]));
        }

        return sum;
    }

    private static double Term(double factor, double loss, double own, double other)
    {
        double difference = own - other;
        if (!double.IsInfinity(difference))
        {
            return factor * (loss + difference);
        }

        // Of finite logits so far apart the products are in range.
        return factor == 0 ? 0
            : double.IsFinite(other) && double.IsFinite(own) ? (factor * loss) + ((factor * own) - (factor * other))
            : factor * difference;
    }
}
