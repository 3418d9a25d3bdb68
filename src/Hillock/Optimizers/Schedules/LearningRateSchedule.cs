using Hillock.Optimizers;

namespace Hillock.Optimizers.Schedules;

/// <summary>How the learning rate changes as training goes on: a factor of the initial one.</summary>
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

    /// <summary>A power by repeated squaring: the same bits on every machine.</summary>
    internal static double Power(double value, int exponent)
    {
        double result = 1;
        for (; exponent > 0; exponent >>= 1, value *= value)
        {
            result = (exponent & 1) != 0 ? result * value : result;
        }

        return result;
    }
}
