namespace Hillock.Optimizers.Schedules;

/// <summary>The temperature goes from one value to another in equal steps, and stays there: <c>first + (last − first)·epoch/epochs</c>.</summary>
public sealed class LinearTemperature : TemperatureSchedule
{
    private readonly double _first;
    private readonly double _last;
    private readonly int _epochs;

    /// <summary>Makes the schedule.</summary>
    /// <param name="first">The temperature of epoch 0, above 0.</param>
    /// <param name="last">The temperature from epoch <paramref name="epochs"/> on, above 0.</param>
    /// <param name="epochs">The epochs of the change, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A temperature is not a finite number above 0, or there are no epochs.</exception>
    public LinearTemperature(double first, double last, int epochs)
    {
        _first = Positive(first, nameof(first));
        _last = Positive(last, nameof(last));
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        _epochs = epochs;
    }

    /// <inheritdoc/>
    public override double Temperature(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        double share = Math.Min(epoch, _epochs) / (double)_epochs;

        // A mean of the two, so that it is above 0 and both ends are exact.
        return (_first * (1 - share)) + (_last * share);
    }
}
