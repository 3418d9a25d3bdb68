namespace Hillock.Optimizers.Schedules;

/// <summary>
/// The learning rate rises linearly to that of another schedule, which begins when the rise is over: the factor of epoch <c>e</c> is <c>f(0)·(e + 1)/w</c> in
/// the first <c>w</c> epochs, and <c>f(e − w)</c> afterwards. Source: Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour" (2017).
/// </summary>
public sealed class WarmupSchedule : LearningRateSchedule
{
    private readonly int _epochs;
    private readonly LearningRateSchedule _then;

    /// <summary>Makes the schedule.</summary>
    /// <param name="epochs">The epochs (or steps) <c>w</c> of the rise; 0 for none.</param>
    /// <param name="then">The schedule <c>f</c> that follows; a constant rate when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epochs"/> is negative.</exception>
    public WarmupSchedule(int epochs, LearningRateSchedule? then = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        _epochs = epochs;
        _then = then ?? new ConstantSchedule();
    }

    /// <inheritdoc/>
    public override double Factor(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        return epoch < _epochs ? _then.Factor(0) * ((epoch + 1.0) / _epochs) : _then.Factor(epoch - _epochs);
    }
}
