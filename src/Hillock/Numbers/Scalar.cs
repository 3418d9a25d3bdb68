using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers.Elementary;

namespace Hillock.Numbers;

/// <summary>One <see cref="float"/> or <see cref="double"/>, computing with exactly the operations of the vector lanes.</summary>
/// <typeparam name="TElement">The element: <see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly struct Scalar<TElement> : ILanes<Scalar<TElement>, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    internal readonly TElement Value;

    /// <summary>Makes the number from its parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Scalar(TElement value) => Value = value;

    /// <summary>The number in the invariant culture.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override string ToString() => Value.ToString(null, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    /// <inheritdoc/>
    public static Scalar<TElement> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(TElement.Zero);
    }

    /// <inheritdoc/>
    public static Scalar<TElement> One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(TElement.One);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> Create(TElement value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> Load(ref TElement source, nuint index) => new(Unsafe.Add(ref source, index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref TElement target, nuint index) => Unsafe.Add(ref target, index) = Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> Const(double value) =>
        typeof(TElement) == typeof(float) ? new((TElement)(object)(float)value) : new((TElement)(object)value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> Const(Constant constant) =>
        typeof(TElement) == typeof(float) ? new((TElement)(object)constant.InSingle) : new((TElement)(object)constant.InDouble);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> Const(double inSingle, double inDouble) =>
        typeof(TElement) == typeof(float) ? new((TElement)(object)(float)inSingle) : new((TElement)(object)inDouble);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> ByPrecision<TFormula>(Scalar<TElement> x)
        where TFormula : struct, IByPrecision => typeof(TElement) == typeof(float) ? TFormula.InSingle(x) : TFormula.InDouble(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Scalar<TElement>> WideByPrecision<TFormula>(Scalar<TElement> x)
        where TFormula : struct, IWideByPrecision => typeof(TElement) == typeof(float) ? TFormula.InSingle(x) : TFormula.InDouble(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> InDouble<TFormula>(TFormula formula, Scalar<TElement> x, Scalar<TElement> y)
        where TFormula : struct, IDoubleFormula => typeof(TElement) == typeof(float)
            ? new((TElement)(object)(float)formula.OfSingles(new Scalar<double>((float)(object)x.Value), new Scalar<double>((float)(object)y.Value)).Value)
            : formula.OfDoubles(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> operator +(Scalar<TElement> a, Scalar<TElement> b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> operator -(Scalar<TElement> a, Scalar<TElement> b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> operator *(Scalar<TElement> a, Scalar<TElement> b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> operator /(Scalar<TElement> a, Scalar<TElement> b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> operator -(Scalar<TElement> a) => new(-a.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> operator >(Scalar<TElement> a, Scalar<TElement> b) => Mask(a.Value > b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> operator <(Scalar<TElement> a, Scalar<TElement> b) => Mask(a.Value < b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> operator >=(Scalar<TElement> a, Scalar<TElement> b) => Mask(a.Value >= b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> operator <=(Scalar<TElement> a, Scalar<TElement> b) => Mask(a.Value <= b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> Select(Scalar<TElement> mask, Scalar<TElement> a, Scalar<TElement> b) => mask.Value != TElement.Zero ? a : b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> Max(Scalar<TElement> a, Scalar<TElement> b) => a.Value > b.Value ? a : b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> Min(Scalar<TElement> a, Scalar<TElement> b) => a.Value < b.Value ? a : b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> Abs(Scalar<TElement> x) => new(TElement.Abs(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> NegativeAbs(Scalar<TElement> x) => new(-TElement.Abs(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> WithSignOfZero(Scalar<TElement> x, Scalar<TElement> zero) =>
        TElement.IsNegative(zero.Value) && !TElement.IsNegative(x.Value) ? -x : x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> FlipSign(Scalar<TElement> x, Scalar<TElement> sign) =>
        TElement.IsNegative(sign.Value) ? -x : x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> IsNegative(Scalar<TElement> x) => Mask(TElement.IsNegative(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> Sqrt(Scalar<TElement> x) => new(TElement.Sqrt(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> FusedMultiplyAdd(Scalar<TElement> a, Scalar<TElement> b, Scalar<TElement> c) =>
        new(TElement.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> MultiplySubtract(Scalar<TElement> a, Scalar<TElement> b, Scalar<TElement> c) =>
        new(TElement.FusedMultiplyAdd(a.Value, b.Value, -c.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> NegatedMultiplyAdd(Scalar<TElement> a, Scalar<TElement> b, Scalar<TElement> c) =>
        new(TElement.FusedMultiplyAdd(-a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Scalar<TElement>> RootOfTwo(Scalar<TElement> index)
    {
        if (typeof(TElement) == typeof(float))
        {
            int j = BitConverter.SingleToInt32Bits((float)(object)index.Value) & 15;
            return new(new((TElement)(object)RootsOfTwo.SingleHi[j]), new((TElement)(object)RootsOfTwo.SingleLo[j]));
        }
        else
        {
            int j = (int)BitConverter.DoubleToInt64Bits((double)(object)index.Value) & 15;
            return new(new((TElement)(object)RootsOfTwo.DoubleHi[j]), new((TElement)(object)RootsOfTwo.DoubleLo[j]));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> Lookup(ReadOnlySpan<float> table, Scalar<TElement> index) =>
        new((TElement)(object)table[BitConverter.SingleToInt32Bits((float)(object)index.Value) & 15]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> QuarterOctave(Scalar<TElement> x, out Scalar<TElement> index)
    {
        int bits = BitConverter.SingleToInt32Bits((float)(object)x.Value);
        index = new((TElement)(object)BitConverter.Int32BitsToSingle(bits >>> 21));
        return new((TElement)(object)BitConverter.Int32BitsToSingle((bits & -0x200000) | 0x100000));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> Lookup(ReadOnlySpan<double> table, Scalar<TElement> index) =>
        new((TElement)(object)table[(int)BitConverter.DoubleToInt64Bits((double)(object)index.Value) & 15]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> Mantissa(Scalar<TElement> x, out Scalar<TElement> exponent)
    {
        long bits = BitConverter.DoubleToInt64Bits((double)(object)x.Value), shifted = bits + BinaryLogarithm.Carry;
        exponent = new((TElement)(object)(double)((shifted >>> 52) - 1023));
        return new((TElement)(object)BitConverter.Int64BitsToDouble(bits - (shifted & (-1L << 52)) + (1023L << 52)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> AddToExponent(Scalar<TElement> x, Scalar<TElement> index) =>
        new((TElement)(object)BitConverter.Int64BitsToDouble(
            BitConverter.DoubleToInt64Bits((double)(object)x.Value) + (BitConverter.DoubleToInt64Bits((double)(object)index.Value) << 52)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> Exponent(Scalar<TElement> x) => typeof(TElement) == typeof(float)
        ? new((TElement)(object)(float)(((BitConverter.SingleToInt32Bits((float)(object)x.Value) >> 23) & 0xFF) - 127))
        : new((TElement)(object)(double)(((BitConverter.DoubleToInt64Bits((double)(object)x.Value) >> 52) & 0x7FF) - 1023));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyNegative(Scalar<TElement> x) => x.Value < TElement.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> BitAsSign(Scalar<TElement> index, int bit) => typeof(TElement) == typeof(float)
        ? new((TElement)(object)BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits((float)(object)index.Value) << (31 - bit)))
        : new((TElement)(object)BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits((double)(object)index.Value) << (63 - bit)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Angle<Scalar<TElement>> ReduceLarge(Angle<Scalar<TElement>> near, Scalar<TElement> product, Scalar<TElement> factor, Scalar<TElement> x) =>
        TElement.Abs(product.Value) > Const(LargeAngle.SingleLimit, LargeAngle.DoubleLimit).Value
            ? LargeAngle.Reduce<Scalar<TElement>, TElement>(near, product, factor, x)
            : near;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<TElement> Scale(Scalar<TElement> x, Scalar<TElement> n)
    {
        // Three exact powers of two, none of them out of range, so that only the last product can round, also into the subnormals.
        if (typeof(TElement) == typeof(float))
        {
            float exponent = MathF.Floor((float)(object)n.Value);
            int k = (int)exponent, third = (int)MathF.Floor(exponent * (1f / 3));
            float power = Power(third);
            return new((TElement)(object)((float)(object)x.Value * power * power * Power(k - third - third)));
        }
        else
        {
            double exponent = Math.Floor((double)(object)n.Value);
            long k = (long)exponent, third = (long)Math.Floor(exponent * (1.0 / 3));
            double power = Power(third);
            return new((TElement)(object)((double)(object)x.Value * power * power * Power(k - third - third)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Power(int n) => BitConverter.Int32BitsToSingle((n + 127) << 23);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Power(long n) => BitConverter.Int64BitsToDouble((n + 1023) << 52);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Scalar<TElement> Mask(bool condition) => new(condition ? TElement.One : TElement.Zero);
}
