namespace Hillock.Numbers.Elementary;

internal static class Logarithm
{
    internal static Wide<T> Log<T>(T x)
        where T : struct, IReal<T> => x * T.One;

    internal static Wide<T> Log1p<T>(T x)
        where T : struct, IReal<T> => x * T.One;
}
