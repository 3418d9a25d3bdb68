using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Applies a function of one number, or its derivative, to every element of a span.</summary>
/// <remarks>
/// Long spans are shared among <see cref="Parallelism.Threads"/> threads. The result of an element depends on the element alone: not on its place,
/// the vector width, or the number of threads.
/// </remarks>
public static class Map
{
    /// <summary>Computes <c>y[i] = f(x[i])</c>.</summary>
    /// <param name="function">The function <c>f</c>.</param>
    /// <param name="x">The arguments.</param>
    /// <param name="y">The results, as long as <paramref name="x"/>; may be the same memory as <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public static void Apply<TFunction, TElement>(TFunction function, ReadOnlySpan<TElement> x, Span<TElement> y)
        where TFunction : struct, IUnaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        SweepGuard.Check(x, y, nameof(x), nameof(y));
        Sweep.Run(
            new ApplyBody<TFunction, TElement>(function),
            ref MemoryMarshal.GetReference(x),
            ref MemoryMarshal.GetReference(y),
            ref Unsafe.NullRef<TElement>(),
            x.Length);
    }

    /// <summary>Computes <c>dx[i] = dy[i]·f′(x[i])</c>.</summary>
    /// <param name="function">The function <c>f</c>.</param>
    /// <param name="x">The arguments.</param>
    /// <param name="dy">The gradient of the results, as long as <paramref name="x"/>.</param>
    /// <param name="dx">The gradient of the arguments, as long; may be the same memory as either.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public static void Backward<TFunction, TElement>(
        TFunction function, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> dy, Span<TElement> dx)
        where TFunction : struct, IUnaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        SweepGuard.Check(x, dy, nameof(x), nameof(dy));
        SweepGuard.Check(x, dx, nameof(x), nameof(dx));
        SweepGuard.Check(dy, dx, nameof(dy), nameof(dx));
        Sweep.Run(
            new BackwardBody<TFunction, TElement>(function),
            ref MemoryMarshal.GetReference(x),
            ref MemoryMarshal.GetReference(dy),
            ref MemoryMarshal.GetReference(dx),
            x.Length);
    }

    /// <summary>Computes <c>y[i] = f(x[i])</c> and <c>slope[i] = f′(x[i])</c> together, which shares most of the work.</summary>
    /// <param name="function">The function <c>f</c>.</param>
    /// <param name="x">The arguments.</param>
    /// <param name="y">The results, as long as <paramref name="x"/>; may be the same memory as <paramref name="x"/>.</param>
    /// <param name="slope">The derivatives, as long, in memory of their own.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public static void ApplyWithSlope<TFunction, TElement>(
        TFunction function, ReadOnlySpan<TElement> x, Span<TElement> y, Span<TElement> slope)
        where TFunction : struct, IUnaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        SweepGuard.Check(x, y, nameof(x), nameof(y));
        SweepGuard.Check(x, slope, nameof(x), nameof(slope));
        if (y.Overlaps(slope))
        {
            throw new ArgumentException("slope overlaps y; pass memory of its own.", nameof(slope));
        }

        Sweep.Run(
            new SlopeBody<TFunction, TElement>(function),
            ref MemoryMarshal.GetReference(x),
            ref MemoryMarshal.GetReference(y),
            ref MemoryMarshal.GetReference(slope),
            x.Length);
    }

    private readonly struct ApplyBody<TFunction, TElement>(TFunction function) : ISweepBody<TElement>
        where TFunction : struct, IUnaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly TFunction _function = function;

        public static int Inputs => 1;

        public static int Arrays => 2;

        public static Cost Cost => TFunction.Cost;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<TLanes>(ref TElement a, ref TElement b, ref TElement c, nuint index)
            where TLanes : struct, ILanes<TLanes, TElement> =>
            _function.Apply(TLanes.Load(ref a, index)).Store(ref b, index);
    }

    private readonly struct BackwardBody<TFunction, TElement>(TFunction function) : ISweepBody<TElement>
        where TFunction : struct, IUnaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly Derivative<TFunction> _derivative = new(function);

        public static int Inputs => 2;

        public static int Arrays => 3;

        public static Cost Cost => TFunction.Cost.OfDerivative();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<TLanes>(ref TElement a, ref TElement b, ref TElement c, nuint index)
            where TLanes : struct, ILanes<TLanes, TElement> =>
            (TLanes.Load(ref b, index) * _derivative.Apply(TLanes.Load(ref a, index))).Store(ref c, index);
    }

    private readonly struct SlopeBody<TFunction, TElement>(TFunction function) : ISweepBody<TElement>
        where TFunction : struct, IUnaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly TFunction _function = function;

        public static int Inputs => 1;

        public static int Arrays => 3;

        public static Cost Cost => TFunction.Cost.OfDerivative();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<TLanes>(ref TElement a, ref TElement b, ref TElement c, nuint index)
            where TLanes : struct, ILanes<TLanes, TElement>
        {
            TLanes x = TLanes.Load(ref a, index);
            Dual<TLanes> y = _function.Apply(new Dual<TLanes>(x, TLanes.One));
            y.Value.Store(ref b, index);
            TLanes.Select(TLanes.Abs(x) >= TLanes.Zero, y.Tangent, x).Store(ref c, index);
        }
    }
}
