using Hillock.Optimizers;

namespace Hillock.Optimizers.Schedules;

/// <summary>How the learning rate changes as training goes on: a factor of the initial one.</summary>
/// <example>
/// <code>
/// // 1/√(1 + e): slower and slower.
/// sealed class InverseSquareRoot : LearningRateSchedule
/// {
///     public override double Factor(int epoch) =&gt; 1 / Math.Sqrt(1.0 + epoch);
/// }
/// </code>
/// </example>
public abstract class LearningRateSchedule
{
    /// <summary>The factor in an epoch (or step, whichever the caller counts).</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    public abstract double Factor(int epoch);

    /// <summary>Sets the learning rate of every group to its initial one times <see cref="Factor"/>.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    public void Apply(Optimizer optimizer, int epoch)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        double factor = Factor(epoch);
        foreach (ParameterGroup group in optimizer.Groups)
        {
            group.LearningRate = group.InitialLearningRate * factor;
        }
    }

    /// <summary>A power by repeated squaring: the same bits on every machine, which <see cref="Math.Pow"/> does not give.</summary>
    /// <param name="value">The base.</param>
    /// <param name="exponent">The exponent, at least 0.</param>
    protected internal static double Power(double value, int exponent)
    {
        double result = 1;
        for (; exponent > 0; exponent >>= 1, value *= value)
        {
            result = (exponent & 1) != 0 ? result * value : result;
        }

        return result;
    }
}
