namespace Hillock.Optimizers.Schedules;

/// <summary>The learning rate stays.</summary>
public sealed class ConstantSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        return 1;
    }
}
