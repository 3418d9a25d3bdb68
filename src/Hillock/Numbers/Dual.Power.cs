using System.Runtime.CompilerServices;

namespace Hillock.Numbers;

/// <content>The rules of differentiation of powers.</content>
public readonly partial struct Dual<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Propagate(Dual<T> slope, Dual<T> tangent) => new(
        T.Propagate(slope.Value, tangent.Value), T.Propagate(slope.Tangent, tangent.Value) + T.Propagate(slope.Value, tangent.Tangent));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Pow(Dual<T> x, Dual<T> y) => Pow(x, y, 0, 0);

    /// <inheritdoc/>
    /// <remarks>The derivatives of a power are a family: each is the power rule's or the exponential's of the one before.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Pow(Dual<T> x, Dual<T> y, int orderX, int orderY) => new(
        T.Pow(x.Value, y.Value, orderX, orderY),
        T.Propagate(T.Pow(x.Value, y.Value, orderX + 1, orderY), x.Tangent) + T.Propagate(T.Pow(x.Value, y.Value, orderX, orderY + 1), y.Tangent));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Pow(Dual<T> x, PowerExponent p) => new(T.Pow(x.Value, p), T.Propagate(T.Pow(x.Value, p.Next), x.Tangent));
}
