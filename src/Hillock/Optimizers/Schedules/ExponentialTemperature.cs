using System.Globalization;

namespace Hillock.Optimizers.Schedules;

/// <summary>
/// The temperature is multiplied by a factor every epoch, down to a least one: <c>max(minimum, first·γ^epoch)</c>.
/// Source: Jang, Gu, Poole, "Categorical reparameterization with Gumbel-softmax" (2017), who anneal so.
/// </summary>
public sealed class ExponentialTemperature : TemperatureSchedule
{
    private readonly double _first;
    private readonly double _gamma;
    private readonly double _minimum;

    /// <summary>Makes the schedule.</summary>
    /// <param name="first">The temperature of epoch 0, above 0.</param>
    /// <param name="gamma">The factor, above 0 and at most 1.</param>
    /// <param name="minimum">The least temperature, above 0 and at most <paramref name="first"/>: without it the product would reach 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public ExponentialTemperature(double first, double gamma, double minimum)
    {
        _first = Positive(first, nameof(first));
        _minimum = Positive(minimum, nameof(minimum));
        if (!(gamma is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(gamma), gamma, $"gamma expects a factor above 0 and at most 1 but got {gamma.ToString(CultureInfo.InvariantCulture)}.");
        }

        if (minimum > first)
        {
            throw new ArgumentOutOfRangeException(
                nameof(minimum), minimum, FormattableString.Invariant($"minimum expects at most the first temperature, {first}, but got {minimum}."));
        }

        _gamma = gamma;
    }

    /// <inheritdoc/>
    public override double Temperature(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        return Math.Max(_minimum, _first * LearningRateSchedule.Power(_gamma, epoch));
    }
}
