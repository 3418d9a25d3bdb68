using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>One time step of the forward and backward recursions of CTC, on the logarithms of probabilities, all states side by side.</summary>
/// <remarks>Lengths are multiples of <see cref="Padding"/>. States beyond the last are −∞ and stay so.</remarks>
internal static class CtcLattice
{
    /// <summary>The doubles of the widest vector.</summary>
    internal const int Padding = 8;

    /// <summary>Adds what reaches each state: <c>to[s] = ln(exp from[s + near] + exp from[s + 1] + exp(from[s + far] + skip[s]))</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Merge<TLanes>(ref double from, nuint near, nuint far, ref double skip, ref double to, nuint length)
        where TLanes : struct, ILanes<TLanes, double>
    {
        for (nuint s = 0; s < length; s += (nuint)TLanes.Count)
        {
            TLanes skipped = TLanes.Load(ref from, s + far) + TLanes.Load(ref skip, s);
            Add(TLanes.Load(ref from, s + near), TLanes.Load(ref from, s + 1), skipped).Store(ref to, s);
        }
    }

    /// <summary>Adds <c>terms − shift</c> to a row and returns the largest; −∞ if all are.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static double AddTo<TLanes>(ref double row, ref double terms, double shift, ref double sums, nuint length)
        where TLanes : struct, ILanes<TLanes, double>
    {
        TLanes lowering = TLanes.Create(shift);
        TLanes largest = TLanes.Create(double.NegativeInfinity);
        for (nuint s = 0; s < length; s += (nuint)TLanes.Count)
        {
            TLanes sum = TLanes.Load(ref row, s) + (TLanes.Load(ref terms, s) - lowering);
            sum.Store(ref sums, s);
            largest = TLanes.Max(largest, sum);
        }

        Unsafe.SkipInit(out Chunk16<double> buffer);
        Chunk16.Fill<TLanes, double>(ref buffer.First, double.NegativeInfinity);
        largest.Store(ref buffer.First, 0);
        return Chunk16.Largest(ref buffer.First, Chunk16<double>.Length);
    }

    /// <summary>Replaces a row by the exponentials of its differences from its largest, which is finite.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Exponentials<TLanes>(ref double row, double largest, nuint length)
        where TLanes : struct, ILanes<TLanes, double>
    {
        TLanes shift = TLanes.Create(largest);
        for (nuint s = 0; s < length; s += (nuint)TLanes.Count)
        {
            TLanes e = TLanes.Exp(TLanes.Load(ref row, s) - shift);
            e.Store(ref row, s);
        }
    }

    /// <summary>The logarithm of the sum of three exponentials: the largest plus <c>ln(1 + e^(middle − largest) + e^(least − largest))</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Add<T>(T a, T b, T c)
        where T : struct, IReal<T>
    {
        T high = T.Max(a, b);
        T low = T.Min(a, b);
        T largest = T.Max(high, c);
        T middle = T.Max(low, T.Min(high, c));
        T least = T.Min(low, c);

        // Of −∞ alone the difference would be NaN.
        T shift = T.Select(largest > T.Const(double.NegativeInfinity), largest, T.Zero);
        T e = T.Exp(middle - shift);
        T f = T.Exp(least - shift);
        T logarithm = T.Log1p(e + f);
        return largest + logarithm;
    }
}
