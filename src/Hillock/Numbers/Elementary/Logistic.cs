namespace Hillock.Numbers.Elementary;

internal static class Logistic
{
    internal static Wide<T> Sigmoid<T>(Wide<T> x)
        where T : struct, IReal<T> => x * T.One;

    internal static Wide<T> Softplus<T>(Wide<T> x)
        where T : struct, IReal<T> => x * T.One;
}
