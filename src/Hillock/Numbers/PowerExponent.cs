using Hillock.Numbers.Elementary;

namespace Hillock.Numbers;

/// <summary>The constant exponent <c>p</c> of a power <c>xᵖ</c>, or of a derivative of it, and what follows from it, computed once.</summary>
/// <remarks>The exponent stays a double for <see cref="float"/> numbers too: <c>x^0.1</c> is the power of the double 0.1.</remarks>
public readonly record struct PowerExponent
{
    internal readonly PowerOfConstant Formula;

    /// <summary>Takes the exponent apart.</summary>
    /// <param name="value">The exponent.</param>
    /// <param name="order">Which derivative of the power is meant: 0 for the power itself.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="order"/> is below 0.</exception>
    public PowerExponent(double value, int order = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        (Value, Order, Formula) = (value, order, new(value, order));
    }

    /// <summary>The exponent.</summary>
    public double Value { get; }

    /// <summary>Which derivative of the power is meant: 0 for the power itself.</summary>
    public int Order { get; }

    /// <summary>The exponent for the next derivative.</summary>
    internal PowerExponent Next => new(Value, Order + 1);
}
