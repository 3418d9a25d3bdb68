using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>A quotient without poles: <c>p/(1 + |q|)</c>; the slope of <c>|q|</c> at 0 is 0.</summary>
internal readonly struct SafeQuotient : IBinaryFunction
{
    public static Cost Cost => Cost.Light;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T p, T q) where T : struct, IReal<T> => p / (T.One + T.Abs(q));
}
