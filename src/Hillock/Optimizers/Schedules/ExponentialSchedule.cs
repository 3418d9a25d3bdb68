using Hillock.Numbers;

namespace Hillock.Optimizers.Schedules;

/// <summary>The learning rate is multiplied by a factor every epoch: <c>γ^epoch</c>.</summary>
/// <param name="gamma">The factor.</param>
public sealed class ExponentialSchedule(double gamma) : LearningRateSchedule
{
    private readonly double _gamma = Check.NonNegative(gamma, nameof(gamma));

    /// <inheritdoc/>
    public override double Factor(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        return Power(_gamma, epoch);
    }
}
