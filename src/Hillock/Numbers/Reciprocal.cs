using System.Runtime.CompilerServices;

namespace Hillock.Numbers;

/// <summary>The reciprocal of a parameter, to twice the precision of either element, computed once.</summary>
/// <remarks>A parameter is rounded to the element before it is used, so its reciprocal is that of the rounded parameter.</remarks>
public readonly record struct Reciprocal
{
    private readonly Constant _high;
    private readonly Constant _low;

    /// <summary>Computes <c>1/value</c>.</summary>
    /// <param name="value">The parameter, not 0.</param>
    public Reciprocal(double value)
    {
        double inSingle = 1.0 / (float)value, inDouble = 1 / value;
        _high = new((float)inSingle, inDouble);
        _low = new((float)(inSingle - (float)inSingle), Math.FusedMultiplyAdd(-inDouble, value, 1) / value);
    }

    /// <summary>The reciprocal as a constant of the number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Wide<T> As<T>()
        where T : struct, IReal<T> => new(T.Const(_high), T.Const(_low));
}
