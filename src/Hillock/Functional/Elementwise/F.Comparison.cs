using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;
using Hillock.Numbers.Functions;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Where <c>x &gt; y</c>, broadcast; false where either is NaN.</summary>
    /// <returns>A tensor of <see cref="DataType.Bool"/>.</returns>
    public static Tensor Greater(Tensor x, Tensor y) => Compare(default(GreaterFunction), x, y);

    /// <summary>Where <c>x &gt; y</c> for a number.</summary>
    public static Tensor Greater(Tensor x, double y) => Compare(default(GreaterFunction), x, y);

    /// <summary>Where <c>x ≥ y</c>, broadcast; false where either is NaN.</summary>
    public static Tensor GreaterOrEqual(Tensor x, Tensor y) => Compare(default(GreaterOrEqualFunction), x, y);

    /// <summary>Where <c>x ≥ y</c> for a number.</summary>
    public static Tensor GreaterOrEqual(Tensor x, double y) => Compare(default(GreaterOrEqualFunction), x, y);

    /// <summary>Where <c>x &lt; y</c>, broadcast; false where either is NaN.</summary>
    public static Tensor Less(Tensor x, Tensor y) => Greater(y, x);

    /// <summary>Where <c>x &lt; y</c> for a number.</summary>
    public static Tensor Less(Tensor x, double y) => Compare(default(Swapped<GreaterFunction>), x, y);

    /// <summary>Where <c>x ≤ y</c>, broadcast; false where either is NaN.</summary>
    public static Tensor LessOrEqual(Tensor x, Tensor y) => GreaterOrEqual(y, x);

    /// <summary>Where <c>x ≤ y</c> for a number.</summary>
    public static Tensor LessOrEqual(Tensor x, double y) => Compare(default(Swapped<GreaterOrEqualFunction>), x, y);

    /// <summary>Where <c>x = y</c>, broadcast; a NaN equals nothing.</summary>
    public static Tensor Equal(Tensor x, Tensor y) => Compare(default(EqualFunction), x, y);

    /// <summary>Where <c>x = y</c> for a number.</summary>
    public static Tensor Equal(Tensor x, double y) => Compare(default(EqualFunction), x, y);

    /// <summary>Where <c>x ≠ y</c>, broadcast; a NaN differs from everything.</summary>
    public static Tensor NotEqual(Tensor x, Tensor y) => Compare(default(NotEqualFunction), x, y);

    /// <summary>Where <c>x ≠ y</c> for a number.</summary>
    public static Tensor NotEqual(Tensor x, double y) => Compare(default(NotEqualFunction), x, y);

    /// <summary>Where <c>x</c> is NaN.</summary>
    public static Tensor IsNaN(Tensor x) => NotEqual(x, x);

    /// <summary>Where <c>x</c> is neither infinite nor NaN: everywhere in a tensor of whole numbers or truth values.</summary>
    public static Tensor IsFinite(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DataType.IsFloatingPoint() ? Less(Abs(x.Detach()), double.PositiveInfinity) : Equal(x, x);
    }

    /// <summary>Where <c>x</c> is ∞ or −∞: nowhere in a tensor of whole numbers or truth values.</summary>
    public static Tensor IsInfinity(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DataType.IsFloatingPoint() ? Equal(Abs(x.Detach()), double.PositiveInfinity) : NotEqual(x, x);
    }

    /// <summary>
    /// Whether both tensors have the same shape and elements that differ by at most <c>absolute + relative·|y|</c>; NaN equals NaN, and an infinity only
    /// itself.
    /// </summary>
    public static bool AllClose(Tensor x, Tensor y, double relative = 1e-5, double absolute = 1e-8)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (!x.Shape.Equals(y.Shape))
        {
            return false;
        }

        double[] xs = x.ToArray<double>();
        double[] ys = y.ToArray<double>();
        for (int i = 0; i < xs.Length; i++)
        {
            bool close = xs[i] == ys[i] || (double.IsNaN(xs[i]) && double.IsNaN(ys[i]))
                || (double.IsFinite(xs[i]) && double.IsFinite(ys[i]) && Math.Abs(xs[i] - ys[i]) <= absolute + (relative * Math.Abs(ys[i])));
            if (!close)
            {
                return false;
            }
        }

        return true;
    }

    private static Tensor Compare<TComparison>(TComparison comparison, Tensor x, Tensor y)
        where TComparison : struct, IComparison
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        DataType type = DataTypes.Promote(x.DataType, y.DataType);
        x = x.Detach().To(type);
        y = y.Detach().To(type);
        if (!type.IsFloatingPoint())
        {
            return Elementwise.Integer(comparison, x, y, DataType.Bool);
        }

        return Elementwise.Binary(comparison, x, y).To(DataType.Bool);
    }

    private static Tensor Compare<TComparison>(TComparison comparison, Tensor x, double y)
        where TComparison : struct, IComparison
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.DataType.IsFloatingPoint())
        {
            if (IsInt64(y))
            {
                return Elementwise.Integer(comparison, x, Tensor.Full(Shape.Scalar, y, DataType.Int64), DataType.Bool);
            }

            // Rounding to float64 keeps the order with a fraction, whose whole neighbours are exact. Beyond Int64 every element is on one side.
            x = x.To(DataType.Float64);
            y = y >= long.MaxValue ? double.PositiveInfinity : y < long.MinValue ? double.NegativeInfinity : y;
        }

        return Elementwise.WithScalar(comparison, x.Detach(), y).To(DataType.Bool);
    }

    private readonly struct Swapped<TComparison> : IComparison
        where TComparison : struct, IComparison
    {
        public static Cost Cost => Cost.Moderate;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x, T y) where T : struct, IReal<T> => default(TComparison).Apply(y, x);

        public long Apply(long x, long y) => default(TComparison).Apply(y, x);
    }
}
