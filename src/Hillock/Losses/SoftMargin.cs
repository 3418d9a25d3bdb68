using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>The soft margin: <c>ln(1 + e^(−t·x))</c>.</summary>
/// <remarks>
/// The logistic loss of a score <c>x</c> and a class <c>t</c> of −1 or 1, evaluated as <c>softplus(−t·x)</c> without overflow. Gradient <c>−t·σ(−t·x)</c>.
/// </remarks>
public readonly record struct SoftMargin : IElementwiseLoss
{
    /// <inheritdoc/>
    public static double OtherClass => -1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T t) where T : struct, IReal<T>
    {
        T minus = -t;
        T high = T.Line(minus, x);
        T low = T.MultiplySubtract(minus, x, high);
        return T.Softplus(new Wide<T>(high, T.Select(T.Abs(high) < T.Const(2000), low, T.Zero)));
    }
}
