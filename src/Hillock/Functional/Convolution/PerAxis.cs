namespace Hillock.Functional;

/// <summary>One whole number for all spatial axes of a convolution or pooling, or one for each: <c>2</c>, <c>(1, 2)</c>, <c>(1, 2, 3)</c>.</summary>
/// <remarks>Where it is left out, strides and dilations are 1 and paddings 0; the stride of a pooling is its kernel.</remarks>
public readonly struct PerAxis : IEquatable<PerAxis>
{
    private const int Automatic = -1;

    private readonly int _count;
    private readonly int _first;
    private readonly int _second;
    private readonly int _third;

    private PerAxis(int count, int first, int second, int third)
    {
        _count = count;
        _first = first;
        _second = second;
        _third = third;
    }

    /// <summary>As padding: as many zeros as keep the axes' lengths, the odd one after the input. The stride must be 1.</summary>
    public static PerAxis Same => new(Automatic, 0, 0, 0);

    /// <summary>Whether the value is <see cref="Same"/>.</summary>
    public bool IsSame => _count == Automatic;

    /// <summary>Whether the value was left out.</summary>
    public bool IsDefault => _count == 0;

    /// <summary>Whether the value has a number for each axis.</summary>
    private bool IsSeveral => _count > 1;

    /// <summary>Compares two values.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they are written alike: one number for all axes is not one for each, though all are that number.</returns>
    public static bool operator ==(PerAxis left, PerAxis right) => left.Equals(right);

    /// <summary>Compares two values.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they are not written alike.</returns>
    public static bool operator !=(PerAxis left, PerAxis right) => !left.Equals(right);

    /// <summary>One number for all axes.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator PerAxis(int value) => FromInt32(value);

    /// <summary>Numbers for two axes.</summary>
    /// <param name="values">The numbers, height first.</param>
    public static implicit operator PerAxis((int Height, int Width) values) => FromValueTuple(values);

    /// <summary>Numbers for three axes.</summary>
    /// <param name="values">The numbers, depth first.</param>
    public static implicit operator PerAxis((int Depth, int Height, int Width) values) => FromValueTuple(values);

    /// <summary>One number for all axes.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The value.</returns>
    public static PerAxis FromInt32(int value) => new(1, value, 0, 0);

    /// <summary>Numbers for two axes.</summary>
    /// <param name="values">The numbers, height first.</param>
    /// <returns>The value.</returns>
    public static PerAxis FromValueTuple((int Height, int Width) values) => new(2, values.Height, values.Width, 0);

    /// <summary>Numbers for three axes.</summary>
    /// <param name="values">The numbers, depth first.</param>
    /// <returns>The value.</returns>
    public static PerAxis FromValueTuple((int Depth, int Height, int Width) values) => new(3, values.Depth, values.Height, values.Width);

    /// <summary>The value, or what stands for one that was left out.</summary>
    internal PerAxis Or(int standard) => IsDefault ? standard : this;

    /// <summary>The numbers as they were given: none, one for all axes, or one for each.</summary>
    internal int[] Numbers => _count < 1 ? [] : ((int[])[_first, _second, _third])[.._count];

    /// <summary>The numbers of all axes.</summary>
    /// <param name="axes">How many spatial axes there are.</param>
    /// <param name="name">What the numbers are, for the message.</param>
    /// <param name="least">The least that each may be.</param>
    internal int[] Of(int axes, string name, int least)
    {
        if (IsSame || (IsSeveral && _count != axes))
        {
            throw new ArgumentException(
                $"An operation along {axes} spatial {(axes == 1 ? "axis" : "axes")} expects one {name} for all axes or one for each but got {this}; give " +
                "one number.", name);
        }

        int[] all = new int[axes];
        for (int i = 0; i < axes; i++)
        {
            all[i] = IsDefault ? least : !IsSeveral || i == 0 ? _first : i == 1 ? _second : _third;
            if (all[i] < least)
            {
                throw new ArgumentOutOfRangeException(name, all[i], $"An operation along spatial axes expects a {name} of {least} or more but got {this}.");
            }
        }

        return all;
    }

    /// <inheritdoc/>
    public bool Equals(PerAxis other) => (_count, _first, _second, _third) == (other._count, other._first, other._second, other._third);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PerAxis other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_count, _first, _second, _third);

    /// <inheritdoc/>
    public override string ToString() => _count switch
    {
        Automatic => "same",
        2 => FormattableString.Invariant($"({_first}, {_second})"),
        3 => FormattableString.Invariant($"({_first}, {_second}, {_third})"),
        _ => FormattableString.Invariant($"{_first}"),
    };
}
