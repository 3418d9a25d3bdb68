using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>What all softmaxes and cross-entropies share: the largest term, differences from it, and the exponentials.</summary>
/// <remarks>The loops are methods of their own, so that the JIT has registers for their constants and its inlining budget suffices.</remarks>
internal static class SoftmaxTerms
{
    private const nuint Chunk = Chunk16<float>.Length;

    /// <summary>The largest ±x of a row; whatever with a NaN in the row, which makes the sum NaN.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    internal static TElement Largest<TLanes, TElement, TTemperature>(TTemperature temperature, ref TElement x, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        nuint count = (nuint)TLanes.Count;
        TLanes a = TLanes.Create(TElement.NegativeInfinity);
        Unsafe.SkipInit(out Chunk16<TElement> buffer);
        if (length < count)
        {
            Chunk16.Fill<TLanes, TElement>(ref buffer.First, TElement.NegativeInfinity);
            for (nuint j = 0; j < length; j++)
            {
                temperature.Signed(Scalar<TElement>.Load(ref x, j)).Store(ref buffer.First, j);
            }

            return Chunk16.Largest(ref buffer.First, count);
        }

        TLanes b = a;
        TLanes c = a;
        TLanes d = a;
        nuint i = 0;
        for (; i + (4 * count) <= length; i += 4 * count)
        {
            a = TLanes.Max(a, temperature.Signed(TLanes.Load(ref x, i)));
            b = TLanes.Max(b, temperature.Signed(TLanes.Load(ref x, i + count)));
            c = TLanes.Max(c, temperature.Signed(TLanes.Load(ref x, i + (2 * count))));
            d = TLanes.Max(d, temperature.Signed(TLanes.Load(ref x, i + (3 * count))));
        }

        a = TLanes.Max(TLanes.Max(a, b), TLanes.Max(c, d));
        for (; i + count <= length; i += count)
        {
            a = TLanes.Max(a, temperature.Signed(TLanes.Load(ref x, i)));
        }

        // The last ones may be looked at twice.
        a = TLanes.Max(a, temperature.Signed(TLanes.Load(ref x, length - count)));
        a.Store(ref buffer.First, 0);
        return Chunk16.Largest(ref buffer.First, count);
    }

    /// <summary>The exponential of an argument times <c>2⁻ᴺ</c>, 0 from a floor downwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Exponential<T>(Wide<T> argument, bool wide, T floor, T exponent)
        where T : struct, IReal<T>
    {
        Wide<T> mantissa = Numbers.Elementary.Exponential.Mantissa(T.Max(floor, argument.Hi), argument.Lo, wide, out T n);
        return T.Select(argument.Hi <= floor, T.Zero, T.Scale(mantissa.Hi + mantissa.Lo, n - exponent));
    }

    /// <summary>The exponential of ±x, kept in range by a power of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Near<T, TTemperature>(TTemperature temperature, T signed, T floor, T exponent)
        where T : struct, IReal<T>
        where TTemperature : struct, ITemperature =>
        Exponential(temperature.Scaled(signed), TTemperature.IsWide, floor, exponent);

    /// <summary>The exponential of the difference ±x − largest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Far<T, TTemperature>(TTemperature temperature, T signed, T largest, T floor, T exponent)
        where T : struct, IReal<T>
        where TTemperature : struct, ITemperature =>
        Exponential(temperature.Scaled(Wide<T>.Sum(signed, -largest)), true, floor, exponent);

    /// <summary>The difference of ±x from the largest, times the magnitude of the inverse temperature; −∞ stays so at every temperature.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Difference<T, TTemperature>(T signed, T largest, T magnitude)
        where T : struct, IReal<T>
        where TTemperature : struct, ITemperature
    {
        T difference = signed - largest;
        if (!TTemperature.IsWide)
        {
            return difference;
        }

        // Of numbers so large that the difference is out of range, that of the products.
        T minusInfinity = T.Const(double.NegativeInfinity);
        T ofProducts = T.Select(signed <= minusInfinity, signed, (signed * magnitude) - (largest * magnitude));
        return T.Select(difference <= minusInfinity, ofProducts, difference * magnitude);
    }

    /// <summary>The first place of the largest ±x in a row; −1 if a NaN hid it.</summary>
    internal static int IndexOfLargest<TElement, TTemperature>(TTemperature temperature, TElement largest, ref TElement x, nuint length)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        // The largest is one of the elements, to the bit.
        TElement value = temperature.Signed(new Scalar<TElement>(largest)).Value;
        ReadOnlySpan<TElement> row = MemoryMarshal.CreateReadOnlySpan(ref x, (int)length);
        return typeof(TElement) == typeof(float)
            ? MemoryMarshal.Cast<TElement, int>(row).IndexOf(BitConverter.SingleToInt32Bits((float)(object)value))
            : MemoryMarshal.Cast<TElement, long>(row).IndexOf(BitConverter.DoubleToInt64Bits((double)(object)value));
    }

    /// <summary>Writes the exponentials of a row and returns their sum, whatever the order of the elements; NaN with a NaN among them.</summary>
    /// <param name="temperature">The inverse temperature.</param>
    /// <param name="shift">How they are kept in range.</param>
    /// <param name="x">The row.</param>
    /// <param name="e">The exponentials.</param>
    /// <param name="length">The number of elements.</param>
    internal static double Exponentials<TLanes, TSums, TElement, TTemperature>(
        TTemperature temperature, SoftmaxShift<TElement> shift, ref TElement x, ref TElement e, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature =>
        Sum<TLanes, TSums, TElement, TTemperature>(temperature, shift, ref x, ref e, length, -1, out _);

    /// <summary>
    /// Writes the exponentials of a row, 0 for one that is left out, and returns that one and the sum of the others, of which no digits are lost where it is
    /// small; NaN with a NaN among them.
    /// </summary>
    /// <param name="temperature">The inverse temperature.</param>
    /// <param name="shift">How they are kept in range.</param>
    /// <param name="x">The row.</param>
    /// <param name="e">The exponentials.</param>
    /// <param name="length">The number of elements.</param>
    /// <param name="leftOut">The place of the one that is left out; −1, of a row with a NaN, for none.</param>
    internal static SplitSum Exponentials<TLanes, TSums, TElement, TTemperature>(
        TTemperature temperature, SoftmaxShift<TElement> shift, ref TElement x, ref TElement e, nuint length, int leftOut)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        double sum = Sum<TLanes, TSums, TElement, TTemperature>(temperature, shift, ref x, ref e, length, leftOut, out TElement own);
        return new(Chunk16.Widen(own), leftOut < 0 ? sum : Rest<TLanes, TSums, TElement>(sum, ref e, length));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum<TLanes, TSums, TElement, TTemperature>(
        TTemperature temperature, SoftmaxShift<TElement> shift, ref TElement x, ref TElement e, nuint length, int leftOut, out TElement own)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        own = TElement.Zero;
        return length <= Reduce.BlockLength
            ? Block<TLanes, TSums, TElement, TTemperature>(temperature, shift, ref x, ref e, length, leftOut, ref own)
            : Blocks<TLanes, TSums, TElement, TTemperature>(temperature, shift, ref x, ref e, length, leftOut, ref own);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Block<TLanes, TSums, TElement, TTemperature>(
        TTemperature temperature, SoftmaxShift<TElement> shift, ref TElement x, ref TElement e, nuint length, int leftOut, ref TElement own)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        Write<TLanes, TElement, TTemperature>(temperature, shift, ref x, ref e, length);
        LeaveOut(ref e, length, leftOut, ref own);
        return WholeSums.Terms<TLanes, TSums, TElement>(ref e, ref e, length, SoftmaxShift<TElement>.Bound, WholeTerms.Exponentials);
    }

    // Each block is added while it is in the cache.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Blocks<TLanes, TSums, TElement, TTemperature>(
        TTemperature temperature, SoftmaxShift<TElement> shift, ref TElement x, ref TElement e, nuint length, int leftOut, ref TElement own)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        WholeSum sum = default;
        bool areNumbers = true;
        for (nuint start = 0; start < length; start += Reduce.BlockLength)
        {
            nuint count = Math.Min(length - start, Reduce.BlockLength);
            ref TElement block = ref Unsafe.Add(ref e, start);
            Write<TLanes, TElement, TTemperature>(temperature, shift, ref Unsafe.Add(ref x, start), ref block, count);
            LeaveOut(ref block, count, leftOut - (int)start, ref own);
            areNumbers &= WholeSums.Add<TLanes, TSums, TElement>(ref sum, ref block, ref block, count, SoftmaxShift<TElement>.Bound, WholeTerms.Exponentials);
        }

        return areNumbers ? sum.Value(SoftmaxShift<TElement>.Bound) : double.NaN;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LeaveOut<TElement>(ref TElement e, nuint length, int place, ref TElement own)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if ((uint)place < (uint)length)
        {
            own = Unsafe.Add(ref e, place);
            Unsafe.Add(ref e, place) = TElement.Zero;
        }
    }

    /// <summary>
    /// The sum of exponentials without one. Where that is small, its own largest term is the bound, so that near certainty nothing is lost.
    /// </summary>
    private static double Rest<TLanes, TSums, TElement>(double sum, ref TElement e, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        sum >= SoftmaxShift<TElement>.Bound / 64
            ? sum
            : WholeSums.Sum<TLanes, TSums, TElement>(ref e, length, WholeSums.Bound<TLanes, TElement>(ref e, length));

    /// <summary>Writes the exponentials of a row.</summary>
    [SkipLocalsInit]
    internal static void Write<TLanes, TElement, TTemperature>(
        TTemperature temperature, SoftmaxShift<TElement> shift, ref TElement x, ref TElement e, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        nuint whole = length & ~(Chunk - 1);
        Chunks<TLanes, TElement, TTemperature>(temperature, shift, ref x, ref e, whole);
        if (whole < length)
        {
            Unsafe.SkipInit(out Chunk16<TElement> buffer);
            Chunk16.Fill<TLanes, TElement>(ref buffer.First, temperature.Signed(new Scalar<TElement>(TElement.NegativeInfinity)).Value);
            Chunk16.Copy(ref Unsafe.Add(ref x, whole), ref buffer.First, length - whole);
            Chunks<TLanes, TElement, TTemperature>(temperature, shift, ref buffer.First, ref buffer.First, Chunk);
            Chunk16.Copy(ref buffer.First, ref Unsafe.Add(ref e, whole), length - whole);
        }
    }

    private static void Chunks<TLanes, TElement, TTemperature>(
        TTemperature temperature, SoftmaxShift<TElement> shift, ref TElement x, ref TElement e, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        if (shift.IsNear)
        {
            Near<TLanes, TElement, TTemperature>(temperature, shift, ref x, ref e, length);
        }
        else
        {
            Far<TLanes, TElement, TTemperature>(temperature, shift, ref x, ref e, length);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Near<TLanes, TElement, TTemperature>(
        TTemperature temperature, SoftmaxShift<TElement> shift, ref TElement x, ref TElement e, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        Twice<TLanes, TElement> floor = Twice<TLanes, TElement>.Create(shift.Floor);
        Twice<TLanes, TElement> exponent = Twice<TLanes, TElement>.Create(shift.Exponent);
        nuint j = 0;
        for (; j + (2 * (nuint)TLanes.Count) <= length; j += 2 * (nuint)TLanes.Count)
        {
            Near(temperature, temperature.Signed(Twice<TLanes, TElement>.Load(ref x, j)), floor, exponent).Store(ref e, j);
        }

        if (j < length)
        {
            Near(temperature, temperature.Signed(TLanes.Load(ref x, j)), floor.First, exponent.First).Store(ref e, j);
        }
    }

    // Rarely needed, so it is a loop of its own and simple.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Far<TLanes, TElement, TTemperature>(
        TTemperature temperature, SoftmaxShift<TElement> shift, ref TElement x, ref TElement e, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        TLanes largest = TLanes.Create(shift.Largest);
        TLanes floor = TLanes.Create(shift.Floor);
        TLanes exponent = TLanes.Create(shift.Exponent);
        for (nuint j = 0; j < length; j += (nuint)TLanes.Count)
        {
            Far(temperature, temperature.Signed(TLanes.Load(ref x, j)), largest, floor, exponent).Store(ref e, j);
        }
    }
}
