using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>
/// The term <c>q·(m − x)</c> of a cross-entropy, with the target <c>q = keep·p + even</c> and the largest logit <c>m</c>: nothing where <c>q = 0</c>, NaN where
/// <c>p &lt; 0</c>.
/// </summary>
internal readonly struct SoftTargetTerm(double keep, double even, double largest) : IBinaryFunction
{
    private readonly Constant _keep = new(keep);
    private readonly Constant _even = new(even);
    private readonly Constant _largest = new(largest);

    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T p) where T : struct, IReal<T>
    {
        T zero = T.Zero;
        T goal = T.FusedMultiplyAdd(T.Const(_keep), p, T.Const(_even));
        T largest = T.Const(_largest);
        T difference = largest - x;

        // Of logits so far apart that their difference is out of range, the products are in it.
        T product = T.Select(difference >= T.Const(double.PositiveInfinity), (goal * largest) - (goal * x), goal * difference);
        T term = T.Select(T.Abs(goal) <= zero, zero, product);
        return T.Select(p >= zero, term, T.Const(double.NaN));
    }
}

/// <summary>The gradient <c>e·share − q·scale</c> of a cross-entropy, rounded about once: it cancels where the target is almost certain.</summary>
internal readonly struct SoftTargetGradient(double keep, double even, double share, double scale) : IBinaryFunction
{
    private readonly Constant _keep = new(keep);
    private readonly Constant _even = new(even);
    private readonly Constant _share = new(share);
    private readonly Constant _shareRest = Rest(share);
    private readonly Constant _scale = new(scale);
    private readonly Constant _scaleRest = Rest(scale);

    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T e, T p) where T : struct, IReal<T>
    {
        T goal = T.FusedMultiplyAdd(T.Const(_keep), p, T.Const(_even));
        Wide<T> all = Wide<T>.Product(e, T.Const(_share)), own = Wide<T>.Product(goal, T.Const(_scale));
        T rest = T.FusedMultiplyAdd(e, T.Const(_shareRest), all.Lo) - T.FusedMultiplyAdd(goal, T.Const(_scaleRest), own.Lo);
        return (all.Hi - own.Hi) + rest;
    }

    private static Constant Rest(double value) => new((float)(value - (float)value), 0);
}
