using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>
/// Softmax and log-softmax of rows of at most sixteen elements, with as many rows side by side as a vector has lanes: element <c>j</c> of each in
/// vector <c>j</c>, so that largest terms, sums and logarithms need no operations across lanes, and no lane is idle.
/// </summary>
/// <remarks>
/// The sums do not depend on the order of the elements (<see cref="ColumnSum{TLanes}"/>). Where the terms of a row are too large for the exponential, the row
/// is left to the kernels that take the difference from the largest.
/// </remarks>
internal static class ColumnSoftmax
{
    /// <summary>The most elements that a row may have.</summary>
    internal const int Columns = 16;

    /// <summary>Groups of rows that are brought into columns together: time for the stores before they are loaded in another size.</summary>
    internal const int Groups = 4;

    /// <summary>The size of a buffer of columns: 4 KiB of floats, half of them used for doubles.</summary>
    internal const int BufferLength = Groups * Columns * Columns;

    /// <summary>Brings rows into columns.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="columns">The columns, <paramref name="lanes"/> apart; those of a group of rows follow those of another.</param>
    /// <param name="rows">The number of rows, at most <see cref="Groups"/> times <paramref name="lanes"/>.</param>
    /// <param name="length">The number of elements of a row.</param>
    /// <param name="lanes">The rows of a group.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Gather<TElement>(ref TElement x, ref TElement columns, int rows, nuint length, nuint lanes)
        where TElement : unmanaged
    {
        for (nuint i = 0; i < (nuint)rows; i++)
        {
            ref TElement row = ref Unsafe.Add(ref x, i * length);
            ref TElement column = ref Unsafe.Add(ref columns, (i / lanes * Columns * lanes) + (i % lanes));
            for (nuint j = 0; j < length; j++)
            {
                Unsafe.Add(ref column, j * lanes) = Unsafe.Add(ref row, j);
            }
        }

        // The lanes after the last row compute something, but nobody looks at it: anything finite will do.
        for (nuint i = (nuint)rows; i % lanes != 0; i++)
        {
            ref TElement column = ref Unsafe.Add(ref columns, (i / lanes * Columns * lanes) + (i % lanes));
            for (nuint j = 0; j < length; j++)
            {
                Unsafe.Add(ref column, j * lanes) = default;
            }
        }
    }

    /// <summary>Brings rows back from columns, but those marked with 1 in <paramref name="far"/>, if it is not empty.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Scatter<TElement>(ref TElement columns, ref TElement z, int rows, nuint length, nuint lanes, ReadOnlySpan<TElement> far)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (nuint i = 0; i < (nuint)rows; i++)
        {
            if (!far.IsEmpty && far[(int)i] > TElement.Zero)
            {
                continue;
            }

            ref TElement column = ref Unsafe.Add(ref columns, (i / lanes * Columns * lanes) + (i % lanes));
            ref TElement row = ref Unsafe.Add(ref z, i * length);
            for (nuint j = 0; j < length; j++)
            {
                Unsafe.Add(ref row, j) = Unsafe.Add(ref column, j * lanes);
            }
        }
    }

    /// <summary>
    /// Computes the softmax of a group in place; writes 1 for each row that must be done otherwise, 0 for the others, and returns whether there is one.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool Softmax<TLanes, TElement, TTemperature>(TTemperature temperature, ref TElement columns, nuint length, ref TElement far)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        nuint lanes = (nuint)TLanes.Count;
        TLanes largest = Largest<TLanes, TElement, TTemperature>(temperature, ref columns, length, out _, out _);
        TLanes none = Center<TLanes, TElement, TTemperature>(temperature, largest, out TLanes floor, out TLanes exponent);
        ColumnSum<TLanes> sum = new ColumnSum<TLanes>(TLanes.Const(ColumnSum<TLanes>.Shifter * SoftmaxShift<TElement>.Bound));
        for (nuint j = 0; j < length; j++)
        {
            TLanes e = SoftmaxTerms.Near(temperature, temperature.Signed(TLanes.Load(ref columns, j * lanes)), floor, exponent);
            e.Store(ref columns, j * lanes);
            sum.Add(e);
        }

        // The reciprocal in two parts, so that the products are rounded once.
        Wide<TLanes> all = sum.Value;
        TLanes high = TLanes.One / all.Hi;
        TLanes rest = TLanes.NegatedMultiplyAdd(all.Lo, high, TLanes.NegatedMultiplyAdd(all.Hi, high, TLanes.One));
        TLanes low = rest * high;
        for (nuint j = 0; j < length; j++)
        {
            TLanes e = TLanes.Load(ref columns, j * lanes);
            TLanes.FusedMultiplyAdd(e, high, e * low).Store(ref columns, j * lanes);
        }

        return IsAny<TLanes, TElement>(none, ref far);
    }

    /// <summary>Computes the log-softmax of a group in place; the rest is as for <see cref="Softmax"/>.</summary>
    /// <remarks>
    /// The logarithm is that of 1 and the sum of the other terms over the largest, so that near certainty, where the rest is tiny, nothing is lost.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool LogSoftmax<TLanes, TElement, TTemperature>(TTemperature temperature, ref TElement columns, nuint length, ref TElement far)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        nuint lanes = (nuint)TLanes.Count;
        TLanes largest = Largest<TLanes, TElement, TTemperature>(temperature, ref columns, length, out TLanes place, out TLanes second);
        TLanes none = Center<TLanes, TElement, TTemperature>(temperature, largest, out TLanes floor, out TLanes exponent);
        TLanes shifter = OfSecond<TLanes, TElement, TTemperature>(temperature, second, floor, exponent);
        Wide<TLanes> ratio = Ratio<TLanes, TElement, TTemperature>(temperature, ref columns, length, place, floor, exponent, shifter);
        Wide<TLanes> logarithm = Logarithm(ratio);
        TLanes high = logarithm.Hi + logarithm.Lo;
        TLanes low = (logarithm.Hi - high) + logarithm.Lo;
        TLanes magnitude = TLanes.Const(temperature.Magnitude);
        for (nuint j = 0; j < length; j++)
        {
            TLanes difference = SoftmaxTerms.Difference<TLanes, TTemperature>(
                temperature.Signed(TLanes.Load(ref columns, j * lanes)), largest, magnitude);

            // Neither is above 0, so nothing cancels and the roundings of both weigh at most 1½ units in the last place.
            ((difference - high) - low).Store(ref columns, j * lanes);
        }

        return IsAny<TLanes, TElement>(none, ref far);
    }

    /// <summary>The sum of all terms but the largest, over the largest.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Wide<TLanes> Ratio<TLanes, TElement, TTemperature>(
        TTemperature temperature, ref TElement columns, nuint length, TLanes place, TLanes floor, TLanes exponent, TLanes shifter)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        nuint lanes = (nuint)TLanes.Count;
        ColumnSum<TLanes> others = new ColumnSum<TLanes>(shifter);
        Wide<TLanes> top = TLanes.Zero;
        TLanes index = TLanes.Zero;
        for (nuint j = 0; j < length; j++)
        {
            Wide<TLanes> argument = temperature.Scaled(temperature.Signed(TLanes.Load(ref columns, j * lanes)));
            Wide<TLanes> mantissa = Numbers.Elementary.Exponential.Mantissa(TLanes.Max(floor, argument.Hi), argument.Lo, TTemperature.IsWide, out TLanes n);
            mantissa = Wide<TLanes>.OrderedSum(mantissa.Hi, mantissa.Lo);
            TLanes isNone = argument.Hi <= floor;
            TLanes high = TLanes.Select(isNone, TLanes.Zero, TLanes.Scale(mantissa.Hi, n - exponent));
            TLanes low = TLanes.Select(isNone, TLanes.Zero, TLanes.Scale(mantissa.Lo, n - exponent));
            TLanes here = TLanes.Abs(place - index) < TLanes.One;
            top = new(TLanes.Select(here, high, top.Hi), TLanes.Select(here, low, top.Lo));
            high = TLanes.Select(here, TLanes.Zero, high);
            low = TLanes.Select(here, TLanes.Zero, low);
            others.Add(high, low);
            index += TLanes.One;
        }

        return Wide<TLanes>.Quotient(others.Value, top);
    }

    /// <summary><c>ln(1 + x)</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Wide<T> Logarithm<T>(Wide<T> x)
        where T : struct, IReal<T>
    {
        Wide<T> logarithm = T.Log1p(x.Hi);
        return new(logarithm.Hi, logarithm.Lo + (x.Lo / (T.One + x.Hi)));
    }

    /// <summary>The largest ±x of each row, its first place, and the largest of the others; whatever with a NaN in the row, which makes the sum NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Largest<TLanes, TElement, TTemperature>(
        TTemperature temperature, ref TElement columns, nuint length, out TLanes place, out TLanes second)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        nuint lanes = (nuint)TLanes.Count;
        TLanes largest = temperature.Signed(TLanes.Load(ref columns, 0));
        TLanes index = TLanes.Zero;
        place = TLanes.Zero;
        second = TLanes.Const(double.NegativeInfinity);
        for (nuint j = 1; j < length; j++)
        {
            TLanes x = temperature.Signed(TLanes.Load(ref columns, j * lanes));
            index += TLanes.One;
            place = TLanes.Select(x > largest, index, place);
            second = TLanes.Max(second, TLanes.Min(x, largest));
            largest = TLanes.Max(x, largest);
        }

        return largest;
    }

    /// <summary>
    /// How the exponentials are kept in range, as <see cref="SoftmaxShift{TElement}"/> says; 1 for the rows where a power of two does not serve.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Center<TLanes, TElement, TTemperature>(TTemperature temperature, TLanes largest, out TLanes floor, out TLanes exponent)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        TLanes center = TTemperature.IsWide ? largest * TLanes.Const(temperature.Magnitude) : largest;
        TLanes near = TLanes.Abs(center) <= TLanes.Const(SoftmaxShift<TElement>.NearLimit);
        center = TLanes.Select(near, center, TLanes.Zero);

        // Adding 1.5·2^(precision − 1) rounds to a whole number.
        TLanes magic = TLanes.Const(12582912, 6755399441055744);
        exponent = (TLanes.FusedMultiplyAdd(center, TLanes.Const(1.4426950408889634), magic) - magic) - TLanes.Const(SoftmaxShift<TElement>.Lift);
        floor = center - TLanes.Const(SoftmaxShift<TElement>.Range);
        return TLanes.Select(near, TLanes.Zero, TLanes.One);
    }

    /// <summary>What rounds exponentials to whole units, of which that of the second largest term has no more than sixteen leave room for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes OfSecond<TLanes, TElement, TTemperature>(TTemperature temperature, TLanes second, TLanes floor, TLanes exponent)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        // Without a second term it is −∞, and stays so at every temperature, 0 included.
        TLanes center = TTemperature.IsWide
            ? TLanes.Select(second <= TLanes.Const(double.NegativeInfinity), second, second * TLanes.Const(temperature.Magnitude))
            : second;
        center = TLanes.Max(floor, center);
        TLanes magic = TLanes.Const(12582912, 6755399441055744);
        TLanes power = (TLanes.FusedMultiplyAdd(center, TLanes.Const(1.4426950408889634), magic) - magic) - exponent;

        // An exponential is less than twice that power of two.
        return TLanes.Scale(TLanes.Const(2 * ColumnSum<TLanes>.Shifter), power);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsAny<TLanes, TElement>(TLanes far, ref TElement buffer)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        far.Store(ref buffer, 0);
        return Chunk16.Largest(ref buffer, (nuint)TLanes.Count) > TElement.Zero;
    }
}
