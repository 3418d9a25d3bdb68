using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Multiplies a row by a factor in two parts, so that each product is rounded once.</summary>
internal static class RowScale
{
    /// <summary>Below this, a factor of a softmax divided by a sum of lifted exponentials would be a subnormal number: 2⁻⁴⁰ and 2⁻⁴⁰⁰.</summary>
    internal static double SmallFactor<TElement>()
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => typeof(TElement) == typeof(float) ? 9.094947017729282e-13 : 3.872591914849318e-121;

    /// <summary>Turns exponentials into softmaxes times a factor.</summary>
    /// <param name="e">The exponentials of a row, lifted as <see cref="SoftmaxShift{TElement}"/> says.</param>
    /// <param name="length">The number of elements.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="sum">The sum of the exponentials.</param>
    internal static void Softmax<TLanes, TElement>(ref TElement e, nuint length, double factor, double sum)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (Math.Abs(factor) < SmallFactor<TElement>())
        {
            // An exponential that loses bits here is so small that its product is 0.
            double lowering = SoftmaxShift<TElement>.Lowering;
            Apply<TLanes, TElement>(ref e, length, TElement.CreateTruncating(lowering), TElement.Zero);
            sum *= lowering;
        }

        Split(factor / sum, out TElement high, out TElement low);
        Apply<TLanes, TElement>(ref e, length, high, low);
    }

    /// <summary>The two parts of a factor. Of float64 the second is 0: the factor is rounded already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Split<TElement>(double factor, out TElement high, out TElement low)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (typeof(TElement) == typeof(float))
        {
            float rounded = (float)factor;
            high = (TElement)(object)rounded;
            low = (TElement)(object)(float)(factor - rounded);
        }
        else
        {
            high = (TElement)(object)factor;
            low = TElement.Zero;
        }
    }

    /// <summary>The two parts of a reciprocal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Reciprocal<TElement>(double sum, out TElement high, out TElement low)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        double reciprocal = 1 / sum;
        Split(reciprocal, out high, out low);
        if (typeof(TElement) == typeof(double))
        {
            low = (TElement)(object)(Math.FusedMultiplyAdd(-sum, reciprocal, 1) * reciprocal);
        }
    }

    /// <summary>Multiplies a row in place.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Apply<TLanes, TElement>(ref TElement z, nuint length, TElement high, TElement low)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        TLanes highLanes = TLanes.Create(high);
        TLanes lowLanes = TLanes.Create(low);
        nuint i = 0;
        for (; i + (nuint)TLanes.Count <= length; i += (nuint)TLanes.Count)
        {
            TLanes e = TLanes.Load(ref z, i);
            TLanes.FusedMultiplyAdd(e, highLanes, e * lowLanes).Store(ref z, i);
        }

        for (; i < length; i++)
        {
            Scalar<TElement> e = Scalar<TElement>.Load(ref z, i);
            Scalar<TElement>.FusedMultiplyAdd(e, new(high), e * new Scalar<TElement>(low)).Store(ref z, i);
        }
    }
}
