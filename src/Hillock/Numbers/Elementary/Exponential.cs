namespace Hillock.Numbers.Elementary;

internal static class Exponential
{
    internal static Wide<T> Exp<T>(Wide<T> x)
        where T : struct, IReal<T> => x * T.One;

    internal static Wide<T> Expm1<T>(Wide<T> x)
        where T : struct, IReal<T> => x * T.One;
}
