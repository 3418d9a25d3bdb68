namespace Hillock.Optimizers.Schedules;

/// <summary>The temperature stays.</summary>
/// <param name="temperature">The temperature, above 0.</param>
/// <exception cref="ArgumentOutOfRangeException">The temperature is not a finite number above 0.</exception>
public sealed class ConstantTemperature(double temperature = 1) : TemperatureSchedule
{
    private readonly double _temperature = Positive(temperature, nameof(temperature));

    /// <inheritdoc/>
    public override double Temperature(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        return _temperature;
    }
}
