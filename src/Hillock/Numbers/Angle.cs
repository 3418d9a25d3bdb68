using System.Runtime.CompilerServices;

namespace Hillock.Numbers;

/// <summary>An angle, written as a whole number of quarter turns and a rest between <c>−π/4</c> and <c>π/4</c>.</summary>
/// <typeparam name="T">The number.</typeparam>
public readonly struct Angle<T>
    where T : struct, IReal<T>
{
    /// <summary>What is left of the angle, in radians, to twice the number's precision.</summary>
    internal readonly Wide<T> Rest;

    /// <summary>A number whose two lowest bits hold the quarter turns modulo 4.</summary>
    internal readonly T Index;

    /// <summary>Makes the angle from its parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Angle(Wide<T> rest, T index)
    {
        Rest = rest;
        Index = index;
    }
}
