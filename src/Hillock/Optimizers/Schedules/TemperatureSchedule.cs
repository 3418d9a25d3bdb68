using System.Globalization;
using Hillock.Modules;

namespace Hillock.Optimizers.Schedules;

/// <summary>How the temperature of a softmax changes as training goes on: hot and even at first, colder and sharper later.</summary>
/// <remarks>
/// For functions, <c>F.Softmax(x, beta: schedule.Beta(epoch))</c> and <c>F.GumbelSoftmax(x, random, schedule.Temperature(epoch))</c>; for the modules
/// of a network, <c>schedule.Apply(network, epoch)</c>. Source: Kirkpatrick, Gelatt, Vecchi, "Optimization by simulated annealing" (1983).
/// </remarks>
public abstract class TemperatureSchedule
{
    /// <summary>The temperature in an epoch (or step, whichever the caller counts): finite and above 0.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    public abstract double Temperature(int epoch);

    /// <summary>The inverse temperature <c>β = 1/T</c>.</summary>
    /// <inheritdoc cref="Temperature"/>
    public double Beta(int epoch) => 1 / Temperature(epoch);

    /// <summary>Sets the temperature of every <see cref="ITempered"/> module of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <returns>How many modules there were.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    public int Apply(Module network, int epoch)
    {
        ArgumentNullException.ThrowIfNull(network);
        double temperature = Temperature(epoch);
        int count = 0;
        foreach ((_, Module module) in network.NamedModules())
        {
            if (module is ITempered tempered)
            {
                tempered.Temperature = temperature;
                count++;
            }
        }

        return count;
    }

    // Below this the inverse overflows.
    private protected static double Positive(double value, string name) => value >= 1e-300 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(
            name, value,
            $"{name} expects a finite temperature above 0 (at least 1e-300) but got {value.ToString(CultureInfo.InvariantCulture)}; for a hard choice use " +
            "F.ArgMax.");
}
