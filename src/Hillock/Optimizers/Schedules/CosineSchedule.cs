using Hillock.Numbers;

namespace Hillock.Optimizers.Schedules;

/// <summary>
/// The learning rate falls along half a cosine: <c>m + (1 − m)·(1 + cos(π·epoch/epochs))/2</c>, and stays at <c>m</c> afterwards.
/// Source: Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts" (2017).
/// </summary>
public sealed class CosineSchedule : LearningRateSchedule
{
    private readonly int _epochs;
    private readonly double _minimum;

    /// <summary>Makes the schedule.</summary>
    /// <param name="epochs">The epochs of the fall, at least 1.</param>
    /// <param name="minimum">The last factor <c>m</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public CosineSchedule(int epochs, double minimum = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        _epochs = epochs;
        _minimum = Check.NonNegative(minimum, nameof(minimum));
    }

    /// <inheritdoc/>
    public override double Factor(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        double share = Math.Min(epoch, _epochs) / (double)_epochs;
        return _minimum + ((1 - _minimum) * (1 + PortableMath.CosPi(share)) / 2);
    }
}
