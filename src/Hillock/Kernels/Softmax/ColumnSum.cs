using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Sums of at most sixteen terms that are never negative, one in each lane, whatever the order of the terms.</summary>
/// <remarks>
/// A term is cut into two whole numbers of units, a coarse and a fine one, of which sixteen add up exactly (see <see cref="WholeSums"/>). Adding 24 bounds
/// rounds to units of 2⁻¹⁹ bounds in single precision and 2⁻⁴⁸ in double: sixteen terms of at most a bound have 2²³ and 2⁵² of them. So a sum is off by at
/// most 2⁻³⁵ and 2⁻⁹³ bounds.
/// </remarks>
/// <param name="shifter"><see cref="Shifter"/> times a power of two that no term exceeds.</param>
internal struct ColumnSum<T>(T shifter)
    where T : struct, IReal<T>
{
    /// <summary>What rounds to whole units, in bounds.</summary>
    internal const double Shifter = 24;

    private readonly T _shifter = shifter;
    private readonly T _finer = shifter * T.Const(1.0 / (1 << 19), 1.0 / (1L << 48));
    private T _coarse = T.Zero;
    private T _fine = T.Zero;

    /// <summary>The sum so far.</summary>
    internal readonly Wide<T> Value => Wide<T>.OrderedSum(_coarse, _fine);

    /// <summary>Adds a term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(T term)
    {
        T rounded = (term + _shifter) - _shifter;
        _coarse += rounded;
        _fine += ((term - rounded) + _finer) - _finer;
    }

    /// <summary>Adds a term in two parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(T high, T low)
    {
        T rounded = (high + _shifter) - _shifter;
        _coarse += rounded;
        _fine += (((high - rounded) + low) + _finer) - _finer;
    }
}
