using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Functions;

/// <summary>A comparison: 1 where it holds, 0 where not or where an operand is NaN.</summary>
internal interface IComparison : IBinaryFunction, IIntegerFunction
{
}

internal readonly struct GreaterFunction : IComparison
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T> => T.Select(x > y, T.One, T.Zero);

    public long Apply(long x, long y) => x > y ? 1 : 0;
}

internal readonly struct GreaterOrEqualFunction : IComparison
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T> => T.Select(x >= y, T.One, T.Zero);

    public long Apply(long x, long y) => x >= y ? 1 : 0;
}

internal readonly struct EqualFunction : IComparison
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T> => T.Select(x >= y, T.Select(x <= y, T.One, T.Zero), T.Zero);

    public long Apply(long x, long y) => x == y ? 1 : 0;
}

internal readonly struct NotEqualFunction : IComparison
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T> => T.Select(x >= y, T.Select(x <= y, T.Zero, T.One), T.One);

    public long Apply(long x, long y) => x != y ? 1 : 0;
}

/// <summary>The larger of two numbers; NaN if one is.</summary>
internal readonly struct MaximumFunction : IBinaryFunction, IIntegerFunction
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T> => T.Select(T.Abs(x) >= T.Zero, T.Max(x, y), x);

    public long Apply(long x, long y) => Math.Max(x, y);
}

/// <summary>The smaller of two numbers; NaN if one is.</summary>
internal readonly struct MinimumFunction : IBinaryFunction, IIntegerFunction
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T> => T.Select(T.Abs(x) >= T.Zero, T.Min(x, y), x);

    public long Apply(long x, long y) => Math.Min(x, y);
}

/// <summary>The share of the gradient that the first operand of a maximum gets: all, none, or half at a tie; NaN passes.</summary>
internal readonly struct MaximumShareFunction : IBinaryFunction
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T> =>
        T.Select(x > y, T.One, T.Select(x < y, T.Zero, T.Select(x >= y, T.Const(0.5), x + y)));
}
