using System.Runtime.CompilerServices;

namespace Hillock.Numbers;

/// <summary>The reciprocal of a parameter, to twice the precision of either element, computed once.</summary>
/// <remarks>A parameter is rounded to the element before it is used, so its reciprocal is that of the rounded parameter.</remarks>
public readonly record struct Reciprocal
{
    private readonly double _single;
    private readonly double _double;
    private readonly double _doubleRest;

    /// <summary>Computes <c>1/value</c>.</summary>
    /// <param name="value">The parameter, not 0.</param>
    public Reciprocal(double value)
    {
        _single = 1.0 / (float)value;
        _double = 1 / value;
        _doubleRest = Math.FusedMultiplyAdd(-_double, value, 1) / value;
    }

    /// <summary>The reciprocal as a constant of the number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Wide<T> As<T>()
        where T : struct, IReal<T> => Wide<T>.Const(_single, _double, _doubleRest);
}
