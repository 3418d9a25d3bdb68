using System.Runtime.CompilerServices;

namespace Hillock.Numbers;

/// <summary>
/// A value and its derivative. Evaluating a formula on <c>Dual(x, 1)</c> gives the formula's value and its derivative at <c>x</c>;
/// duals of duals give the second derivative, and so on.
/// </summary>
/// <remarks>
/// Each operation applies its rule of differentiation. The elementary functions have rules of their own
/// (<c>Dual.Elementary.cs</c>), so that a derivative never goes through a polynomial. A mask carries no tangent.
/// </remarks>
/// <typeparam name="T">The number that both parts are held in.</typeparam>
public readonly partial struct Dual<T> : IReal<Dual<T>>
    where T : struct, IReal<T>
{
    internal readonly T Value;
    internal readonly T Tangent;

    /// <summary>Makes the number from its parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Dual(T value, T tangent)
    {
        Value = value;
        Tangent = tangent;
    }

    /// <inheritdoc/>
    public static Dual<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(T.Zero, T.Zero);
    }

    /// <inheritdoc/>
    public static Dual<T> One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(T.One, T.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Const(double value) => new(T.Const(value), T.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Const(Constant constant) => new(T.Const(constant), T.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Const(double inSingle, double inDouble) => new(T.Const(inSingle, inDouble), T.Zero);

    /// <inheritdoc/>
    /// <remarks>A formula that asks for its precision is differentiated by a rule, not through its body.</remarks>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static Dual<T> ByPrecision<TFormula>(Dual<T> x)
        where TFormula : struct, IByPrecision => throw NoRule<TFormula>();

    /// <inheritdoc/>
    /// <remarks>A formula that asks for its precision is differentiated by a rule, not through its body.</remarks>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static Wide<Dual<T>> WideByPrecision<TFormula>(Dual<T> x)
        where TFormula : struct, IWideByPrecision => throw NoRule<TFormula>();

    /// <inheritdoc/>
    /// <remarks>A formula that asks for its precision is differentiated by a rule, not through its body.</remarks>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static Dual<T> InDouble<TFormula>(TFormula formula, Dual<T> x, Dual<T> y)
        where TFormula : struct, IDoubleFormula => throw NoRule<TFormula>();

    private static NotSupportedException NoRule<TFormula>() =>
        new($"{typeof(TFormula).Name} has no rule of differentiation; give the function that uses it one in Dual.Elementary.cs.");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator +(Dual<T> a, Dual<T> b) => new(a.Value + b.Value, a.Tangent + b.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator -(Dual<T> a, Dual<T> b) => new(a.Value - b.Value, a.Tangent - b.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator *(Dual<T> a, Dual<T> b) =>
        new(a.Value * b.Value, T.FusedMultiplyAdd(a.Tangent, b.Value, a.Value * b.Tangent));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> LimitProduct(Dual<T> a, Dual<T> b) =>
        new(T.LimitProduct(a.Value, b.Value), T.Propagate(b.Value, a.Tangent) + T.Propagate(a.Value, b.Tangent));

    /// <inheritdoc/>
    /// <remarks>A constant divisor does not multiply an infinite quotient.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator /(Dual<T> a, Dual<T> b)
    {
        T quotient = a.Value / b.Value;
        T change = T.Select(T.Abs(b.Tangent) > T.Zero, T.FusedMultiplyAdd(-quotient, b.Tangent, a.Tangent), a.Tangent);
        return new(quotient, change / b.Value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> FiniteQuotient(Dual<T> a, Dual<T> b)
    {
        T quotient = T.FiniteQuotient(a.Value, b.Value);
        return new(quotient, T.FiniteQuotient(T.FusedMultiplyAdd(-quotient, b.Tangent, a.Tangent), b.Value));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator -(Dual<T> a) => new(-a.Value, -a.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator >(Dual<T> a, Dual<T> b) => new(a.Value > b.Value, default);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator <(Dual<T> a, Dual<T> b) => new(a.Value < b.Value, default);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator >=(Dual<T> a, Dual<T> b) => new(a.Value >= b.Value, default);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator <=(Dual<T> a, Dual<T> b) => new(a.Value <= b.Value, default);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Select(Dual<T> mask, Dual<T> a, Dual<T> b) =>
        new(T.Select(mask.Value, a.Value, b.Value), T.Select(mask.Value, a.Tangent, b.Tangent));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Max(Dual<T> a, Dual<T> b) =>
        new(T.Max(a.Value, b.Value), T.Select(a.Value >= b.Value, a.Tangent, b.Tangent));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Min(Dual<T> a, Dual<T> b) =>
        new(T.Min(a.Value, b.Value), T.Select(a.Value <= b.Value, a.Tangent, b.Tangent));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Abs(Dual<T> x)
    {
        T slope = T.Select(x.Value > T.Zero, x.Tangent, -x.Tangent);
        T zero = T.Zero;
        return new(T.Abs(x.Value), T.Select(T.Abs(x.Value) <= zero, zero, slope));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> NegativeAbs(Dual<T> x) => -Abs(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> WithSignOfZero(Dual<T> x, Dual<T> zero) => new(T.WithSignOfZero(x.Value, zero.Value), x.Tangent);

    /// <inheritdoc/>
    /// <remarks>The derivative of the slope does not multiply an infinite <paramref name="x"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Line(Dual<T> slope, Dual<T> x)
    {
        T change = T.Select(T.Abs(slope.Tangent) > T.Zero, slope.Tangent * x.Value, T.NoLine(slope.Tangent, x.Value));
        return new(T.Line(slope.Value, x.Value), T.FusedMultiplyAdd(slope.Value, x.Tangent, change));
    }

    /// <inheritdoc/>
    /// <remarks>A slope can be 0 where its derivative is not: <c>slope′·x</c> stays.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> NoLine(Dual<T> slope, Dual<T> x) =>
        new(T.Zero, T.Select(T.Abs(slope.Tangent) > T.Zero, slope.Tangent * x.Value, T.NoLine(slope.Tangent, x.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Square(Dual<T> x) => new(T.Square(x.Value), T.Line(x.Tangent + x.Tangent, x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Reciprocal(Dual<T> x)
    {
        T value = T.Reciprocal(x.Value);
        return new(value, T.Propagate(-(value / x.Value), x.Tangent));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> ReciprocalSqrt(Dual<T> x)
    {
        T value = T.ReciprocalSqrt(x.Value);
        return new(value, T.Propagate(-(value / (x.Value + x.Value)), x.Tangent));
    }

    /// <inheritdoc/>
    /// <remarks>The sign is piecewise constant: it passes no tangent.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> FlipSign(Dual<T> x, Dual<T> sign) =>
        new(T.FlipSign(x.Value, sign.Value), T.FlipSign(x.Tangent, sign.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> IsNegative(Dual<T> x) => new(T.IsNegative(x.Value), default);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Sqrt(Dual<T> x)
    {
        T root = T.Sqrt(x.Value);
        return new(root, x.Tangent / (root + root));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> FusedMultiplyAdd(Dual<T> a, Dual<T> b, Dual<T> c) => new(
        T.FusedMultiplyAdd(a.Value, b.Value, c.Value),
        T.FusedMultiplyAdd(a.Tangent, b.Value, T.FusedMultiplyAdd(a.Value, b.Tangent, c.Tangent)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> MultiplySubtract(Dual<T> a, Dual<T> b, Dual<T> c) => new(
        T.MultiplySubtract(a.Value, b.Value, c.Value),
        T.FusedMultiplyAdd(a.Tangent, b.Value, T.MultiplySubtract(a.Value, b.Tangent, c.Tangent)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> NegatedMultiplyAdd(Dual<T> a, Dual<T> b, Dual<T> c) => new(
        T.NegatedMultiplyAdd(a.Value, b.Value, c.Value),
        T.NegatedMultiplyAdd(a.Tangent, b.Value, T.NegatedMultiplyAdd(a.Value, b.Tangent, c.Tangent)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> RootOfTwo(Dual<T> index)
    {
        Wide<T> root = T.RootOfTwo(index.Value);
        return new(new(root.Hi, T.Zero), new(root.Lo, T.Zero));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Lookup(ReadOnlySpan<float> table, Dual<T> index) => new(T.Lookup(table, index.Value), T.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> QuarterOctave(Dual<T> x, out Dual<T> index)
    {
        T centre = T.QuarterOctave(x.Value, out T bits);
        index = new(bits, T.Zero);
        return new(centre, T.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Lookup(ReadOnlySpan<double> table, Dual<T> index) => new(T.Lookup(table, index.Value), T.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Mantissa(Dual<T> x, out Dual<T> exponent)
    {
        T mantissa = T.Mantissa(x.Value, out T whole);
        exponent = new(whole, T.Zero);
        return new(mantissa, T.Scale(x.Tangent, -whole));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> AddToExponent(Dual<T> x, Dual<T> index) =>
        new(T.AddToExponent(x.Value, index.Value), x.Tangent * T.AddToExponent(T.One, index.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Exponent(Dual<T> x) => new(T.Exponent(x.Value), T.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyNegative(Dual<T> x) => T.AnyNegative(x.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> BitAsSign(Dual<T> index, int bit) => new(T.BitAsSign(index.Value, bit), T.Zero);

    /// <inheritdoc/>
    /// <remarks>The quarter turns are piecewise constant: they pass no tangent.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Angle<Dual<T>> ReduceLarge(Angle<Dual<T>> near, Dual<T> product, Dual<T> factor, Dual<T> x)
    {
        Angle<T> angle = T.ReduceLarge(new(Values(near.Rest), near.Index.Value), product.Value, factor.Value, x.Value);
        return new(new(new(angle.Rest.Hi, near.Rest.Hi.Tangent), new(angle.Rest.Lo, near.Rest.Lo.Tangent)), new(angle.Index, T.Zero));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Scale(Dual<T> x, Dual<T> n) => new(T.Scale(x.Value, n.Value), T.Scale(x.Tangent, n.Value));
}
