using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Applies a function of two numbers to the elements of two spans, or of a span and a scalar.</summary>
/// <remarks>As <see cref="Map"/>, in parallel where the spans are long, and with results that depend on the elements alone.</remarks>
public static class Zip
{
    /// <summary>Computes <c>z[i] = f(x[i], y[i])</c>.</summary>
    /// <param name="function">The function <c>f</c>.</param>
    /// <param name="x">The first arguments.</param>
    /// <param name="y">The second arguments, as long as <paramref name="x"/>.</param>
    /// <param name="z">The results, as long; may be the same memory as either.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public static void Apply<TFunction, TElement>(
        TFunction function, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, Span<TElement> z)
        where TFunction : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (x.Length != y.Length)
        {
            SweepGuard.Check(x, y, nameof(x), nameof(y));
        }

        SweepGuard.Check(x, z, nameof(x), nameof(z));
        SweepGuard.Check(y, z, nameof(y), nameof(z));
        Sweep.Run(
            new BothBody<TFunction, TElement>(function),
            ref MemoryMarshal.GetReference(x),
            ref MemoryMarshal.GetReference(y),
            ref MemoryMarshal.GetReference(z),
            x.Length);
    }

    /// <summary>Computes <c>z[i] = f(x[i], y)</c>.</summary>
    /// <param name="function">The function <c>f</c>.</param>
    /// <param name="x">The first arguments.</param>
    /// <param name="y">The second argument of all.</param>
    /// <param name="z">The results, as long as <paramref name="x"/>; may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public static void ApplyRight<TFunction, TElement>(TFunction function, ReadOnlySpan<TElement> x, TElement y, Span<TElement> z)
        where TFunction : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        SweepGuard.Check(x, z, nameof(x), nameof(z));
        Sweep.Run(
            new ScalarBody<TFunction, TElement>(function, y, right: true),
            ref MemoryMarshal.GetReference(x),
            ref MemoryMarshal.GetReference(z),
            ref Unsafe.NullRef<TElement>(),
            x.Length);
    }

    /// <summary>Computes <c>z[i] = f(x, y[i])</c>.</summary>
    /// <param name="function">The function <c>f</c>.</param>
    /// <param name="x">The first argument of all.</param>
    /// <param name="y">The second arguments.</param>
    /// <param name="z">The results, as long as <paramref name="y"/>; may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public static void ApplyLeft<TFunction, TElement>(TFunction function, TElement x, ReadOnlySpan<TElement> y, Span<TElement> z)
        where TFunction : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        SweepGuard.Check(y, z, nameof(y), nameof(z));
        Sweep.Run(
            new ScalarBody<TFunction, TElement>(function, x, right: false),
            ref MemoryMarshal.GetReference(y),
            ref MemoryMarshal.GetReference(z),
            ref Unsafe.NullRef<TElement>(),
            y.Length);
    }

    private readonly struct BothBody<TFunction, TElement>(TFunction function) : ISweepBody<TElement>
        where TFunction : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly TFunction _function = function;

        public static int Inputs => 2;

        public static int Arrays => 3;

        public static Cost Cost => TFunction.Cost;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<TLanes>(ref TElement a, ref TElement b, ref TElement c, nuint index)
            where TLanes : struct, ILanes<TLanes, TElement> =>
            _function.Apply(TLanes.Load(ref a, index), TLanes.Load(ref b, index)).Store(ref c, index);
    }

    private readonly struct ScalarBody<TFunction, TElement>(TFunction function, TElement scalar, bool right) : ISweepBody<TElement>
        where TFunction : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly TFunction _function = function;
        private readonly TElement _scalar = scalar;
        private readonly bool _right = right;

        public static int Inputs => 1;

        public static int Arrays => 2;

        public static Cost Cost => TFunction.Cost;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<TLanes>(ref TElement a, ref TElement b, ref TElement c, nuint index)
            where TLanes : struct, ILanes<TLanes, TElement>
        {
            TLanes x = TLanes.Load(ref a, index), scalar = TLanes.Create(_scalar);
            TLanes first = _right ? x : scalar, second = _right ? scalar : x;
            _function.Apply(first, second).Store(ref b, index);
        }
    }
}
