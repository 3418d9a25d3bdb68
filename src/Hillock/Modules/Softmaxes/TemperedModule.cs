using System.Globalization;

namespace Hillock.Modules;

/// <summary>A module of the softmax family, with an axis and an inverse temperature.</summary>
public abstract class TemperedModule : Module, ITempered
{
    private double _beta;

    /// <summary>Makes the module.</summary>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="beta">The inverse temperature, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is not finite.</exception>
    protected TemperedModule(int axis, double beta)
    {
        Axis = axis;
        Beta = beta;
    }

    /// <summary>The axis; negatives count from the last.</summary>
    public int Axis { get; }

    /// <summary>The inverse temperature <c>β</c>: larger is sharper, 0 is uniform.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that is not finite.</exception>
    public double Beta
    {
        get => _beta;
        set => _beta = double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value,
                $"The inverse temperature must be a finite number but is {value.ToString(CultureInfo.InvariantCulture)}; for a hard choice use F.ArgMax.");
    }

    /// <inheritdoc/>
    public double Temperature
    {
        get => 1 / Beta;
        set => Beta = 1 / CheckTemperature(value);
    }

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant($"dim={Axis}") + (Beta == 1 ? "" : $", beta={Format(Beta)}");

    internal static double CheckTemperature(double value) => value > 0 && double.IsFinite(value) && double.IsFinite(1 / value)
        ? value
        : throw new ArgumentOutOfRangeException(
            nameof(value), value,
            $"The temperature must be a finite number above 0 but is {value.ToString(CultureInfo.InvariantCulture)}; for a hard choice use F.ArgMax.");
}
