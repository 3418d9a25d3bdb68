using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Training.SparseCoding;

/// <summary>A gradient step and a shrinkage in one pass: <c>shrink(z − step·g)</c>.</summary>
internal readonly struct ProximalStep<TShrinkage>(TShrinkage shrinkage, double step) : IBinaryFunction
    where TShrinkage : struct, IUnaryFunction
{
    private readonly Constant _step = new(step);

    public static Cost Cost => Cost.Light;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T z, T g) where T : struct, IReal<T> => shrinkage.Apply(T.NegatedMultiplyAdd(T.Const(_step), g, z));
}

/// <summary>On from one point past the next: <c>next + m·(next − last)</c>.</summary>
internal readonly struct Extrapolation(double momentum) : IBinaryFunction
{
    private readonly Constant _momentum = new(momentum);

    public static Cost Cost => Cost.Light;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T next, T last) where T : struct, IReal<T> => T.FusedMultiplyAdd(T.Const(_momentum), next - last, next);
}

/// <summary>The magnitude of a difference.</summary>
internal readonly struct Distance : IBinaryFunction
{
    public static Cost Cost => Cost.Light;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T> => T.Abs(x - y);
}

internal readonly struct HalfSquare : IUnaryFunction
{
    public static Cost Cost => Cost.Light;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Const(0.5) * (x * x);
}

/// <summary>1 of everything but 0.</summary>
internal readonly struct IsNotZero : IUnaryFunction
{
    public static Cost Cost => Cost.Light;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Select(T.Abs(x) > T.Zero, T.One, T.Zero);
}
