using System.Globalization;
using System.Runtime.InteropServices;

namespace Hillock.Functional;

/// <summary>One number for all spatial axes, or one for each: <c>2</c>, <c>(1.5, 2)</c>, <c>(1, 2, 3)</c>.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct ScalePerAxis : IEquatable<ScalePerAxis>
{
    private readonly int _count;
    private readonly double _first;
    private readonly double _second;
    private readonly double _third;

    private ScalePerAxis(int count, double first, double second, double third)
    {
        _count = count;
        _first = first;
        _second = second;
        _third = third;
    }

    /// <summary>Whether the value was left out.</summary>
    public bool IsDefault => _count == 0;

    /// <summary>Compares two values.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they give the same numbers.</returns>
    public static bool operator ==(ScalePerAxis left, ScalePerAxis right) => left.Equals(right);

    /// <summary>Compares two values.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they give different numbers.</returns>
    public static bool operator !=(ScalePerAxis left, ScalePerAxis right) => !left.Equals(right);

    /// <summary>One number for all axes.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ScalePerAxis(double value) => FromDouble(value);

    /// <summary>Numbers for two axes.</summary>
    /// <param name="values">The numbers, height first.</param>
    public static implicit operator ScalePerAxis((double Height, double Width) values) => FromValueTuple(values);

    /// <summary>Numbers for three axes.</summary>
    /// <param name="values">The numbers, depth first.</param>
    public static implicit operator ScalePerAxis((double Depth, double Height, double Width) values) => FromValueTuple(values);

    /// <summary>One number for all axes.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The value.</returns>
    public static ScalePerAxis FromDouble(double value) => new(1, value, value, value);

    /// <summary>Numbers for two axes.</summary>
    /// <param name="values">The numbers, height first.</param>
    /// <returns>The value.</returns>
    public static ScalePerAxis FromValueTuple((double Height, double Width) values) => new(2, values.Height, values.Width, 0);

    /// <summary>Numbers for three axes.</summary>
    /// <param name="values">The numbers, depth first.</param>
    /// <returns>The value.</returns>
    public static ScalePerAxis FromValueTuple((double Depth, double Height, double Width) values) => new(3, values.Depth, values.Height, values.Width);

    /// <summary>The numbers as they were given: none, one for all axes, or one for each.</summary>
    internal double[] Numbers => ((double[])[_first, _second, _third])[.._count];

    /// <summary>The numbers of all axes.</summary>
    /// <param name="axes">How many spatial axes there are.</param>
    /// <param name="name">What the numbers are, for the message.</param>
    internal double[] Of(int axes, string name)
    {
        if (_count > 1 && _count != axes)
        {
            throw new ArgumentException(
                $"An operation along {axes} spatial {(axes == 1 ? "axis" : "axes")} expects one {name} for all axes or one for each but got {this}; give " +
                "one number.", name);
        }

        double[] all = ((double[])[_first, _second, _third])[..axes];
        foreach (double one in all)
        {
            if (!(one > 0 && double.IsFinite(one)))
            {
                throw new ArgumentOutOfRangeException(name, one, $"A {name} is expected to be finite and above 0 but is {this}.");
            }
        }

        return all;
    }

    /// <inheritdoc/>
    public bool Equals(ScalePerAxis other) =>
        (_count, _first, _second, _third).Equals((other._count, other._first, other._second, other._third));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ScalePerAxis other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_count, _first, _second, _third);

    /// <inheritdoc/>
    public override string ToString() => _count < 2
        ? Text(_first)
        : $"({string.Join(", ", ((double[])[_first, _second, _third])[.._count].Select(Text))})";

    private static string Text(double value) => value.ToString("0.0###############", CultureInfo.InvariantCulture);
}
