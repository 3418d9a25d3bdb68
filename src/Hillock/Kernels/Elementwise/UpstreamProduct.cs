using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>The product <c>slope·dy</c> of a slope and the gradient that comes from above: where that is 0 it is 0 for an infinite slope too.</summary>
/// <remarks>What has no effect on the result has none through a steep function either: an element of weight 0, for example. NaN stays NaN.</remarks>
internal readonly struct UpstreamProduct : IBinaryFunction
{
    public static Cost Cost => Cost.Light;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T slope, T dy)
        where T : struct, IReal<T>
    {
        T largest = T.Const(float.MaxValue, double.MaxValue);
        T bounded = T.Min(largest, T.Max(-largest, slope));
        return dy * T.Select(T.Abs(dy) <= T.Zero, bounded, slope);
    }
}
