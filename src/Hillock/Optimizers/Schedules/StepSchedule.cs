using Hillock.Numbers;

namespace Hillock.Optimizers.Schedules;

/// <summary>The learning rate is multiplied by a factor every so many epochs: <c>γ^⌊epoch/size⌋</c>.</summary>
public sealed class StepSchedule : LearningRateSchedule
{
    private readonly int _size;
    private readonly double _gamma;

    /// <summary>Makes the schedule.</summary>
    /// <param name="size">The epochs between two changes, at least 1.</param>
    /// <param name="gamma">The factor.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public StepSchedule(int size, double gamma = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _size = size;
        _gamma = Check.NonNegative(gamma, nameof(gamma));
    }

    /// <inheritdoc/>
    public override double Factor(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        return Power(_gamma, epoch / _size);
    }
}
