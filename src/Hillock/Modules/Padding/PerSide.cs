using System.Runtime.InteropServices;

namespace Hillock.Modules;

/// <summary>
/// One whole number for all sides of the spatial axes, or one for each side in PyTorch's order, the last axis first: <c>(left, right)</c>,
/// <c>(left, right, top, bottom)</c>, <c>(left, right, top, bottom, front, back)</c>. Negative numbers take away.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct PerSide : IEquatable<PerSide>
{
    private readonly int _count;
    private readonly (int Before, int After) _last;
    private readonly (int Before, int After) _second;
    private readonly (int Before, int After) _third;

    private PerSide(int count, (int Before, int After) last, (int Before, int After) second, (int Before, int After) third)
    {
        _count = count;
        _last = last;
        _second = second;
        _third = third;
    }

    /// <summary>Compares two values.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they give the same numbers.</returns>
    public static bool operator ==(PerSide left, PerSide right) => left.Equals(right);

    /// <summary>Compares two values.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they give different numbers.</returns>
    public static bool operator !=(PerSide left, PerSide right) => !left.Equals(right);

    /// <summary>One number for all sides.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator PerSide(int value) => FromInt32(value);

    /// <summary>Numbers for one axis.</summary>
    /// <param name="values">The numbers.</param>
    public static implicit operator PerSide((int Left, int Right) values) => FromValueTuple(values);

    /// <summary>Numbers for two axes.</summary>
    /// <param name="values">The numbers.</param>
    public static implicit operator PerSide((int Left, int Right, int Top, int Bottom) values) => FromValueTuple(values);

    /// <summary>Numbers for three axes.</summary>
    /// <param name="values">The numbers.</param>
    public static implicit operator PerSide((int Left, int Right, int Top, int Bottom, int Front, int Back) values) => FromValueTuple(values);

    /// <summary>One number for all sides.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The value.</returns>
    public static PerSide FromInt32(int value) => new(0, (value, value), (value, value), (value, value));

    /// <summary>Numbers for one axis.</summary>
    /// <param name="values">The numbers.</param>
    /// <returns>The value.</returns>
    public static PerSide FromValueTuple((int Left, int Right) values) => new(1, values, default, default);

    /// <summary>Numbers for two axes.</summary>
    /// <param name="values">The numbers.</param>
    /// <returns>The value.</returns>
    public static PerSide FromValueTuple((int Left, int Right, int Top, int Bottom) values) =>
        new(2, (values.Left, values.Right), (values.Top, values.Bottom), default);

    /// <summary>Numbers for three axes.</summary>
    /// <param name="values">The numbers.</param>
    /// <returns>The value.</returns>
    public static PerSide FromValueTuple((int Left, int Right, int Top, int Bottom, int Front, int Back) values) =>
        new(3, (values.Left, values.Right), (values.Top, values.Bottom), (values.Front, values.Back));

    /// <summary>The numbers of axes in the order of a tensor's, the last one last.</summary>
    /// <param name="axes">How many spatial axes there are.</param>
    /// <param name="layer">The layer, for the message.</param>
    /// <param name="name">What the numbers are, for the message.</param>
    internal (int Before, int After)[] Of(int axes, string layer, string name)
    {
        if (_count != 0 && _count != axes)
        {
            throw new ArgumentException(
                $"{layer} expects one {name} for all sides or {2 * axes}, two for each axis, the last axis first, but got {this}; give one number.", name);
        }

        return axes switch { 1 => [_last], 2 => [_second, _last], _ => [_third, _second, _last] };
    }

    /// <inheritdoc/>
    public bool Equals(PerSide other) =>
        (_count, _last.Before, _last.After) == (other._count, other._last.Before, other._last.After)
            && (_second.Before, _second.After, _third.Before, _third.After)
                == (other._second.Before, other._second.After, other._third.Before, other._third.After);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PerSide other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_count, _last, _second, _third);

    /// <inheritdoc/>
    public override string ToString() => _count switch
    {
        0 => FormattableString.Invariant($"{_last.Before}"),
        1 => FormattableString.Invariant($"({_last.Before}, {_last.After})"),
        2 => FormattableString.Invariant($"({_last.Before}, {_last.After}, {_second.Before}, {_second.After})"),
        _ => FormattableString.Invariant($"({_last.Before}, {_last.After}, {_second.Before}, {_second.After}, {_third.Before}, {_third.After})"),
    };
}
