using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The Euclidean norm <c>√Σx²</c> of all elements; its gradient at 0 is 0.</summary>
    public static Tensor Norm(Tensor x) => Norm(x, 2, []);

    /// <summary>The norm <c>(Σ|x|ᵖ)^(1/p)</c> of all elements.</summary>
    /// <param name="x">The elements; of whole numbers the norm is a float32.</param>
    /// <param name="p">The order, as in the overload of several axes.</param>
    /// <inheritdoc cref="Norm(Tensor, double, ReadOnlySpan{int}, bool)"/>
    public static Tensor Norm(Tensor x, double p) => Norm(x, p, []);

    /// <summary>The norm <c>(Σ|x|ᵖ)^(1/p)</c> along an axis.</summary>
    /// <param name="x">The elements; of whole numbers the norm is a float32.</param>
    /// <param name="p">The order, as in the overload of several axes.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="keepDims">Whether the axis stays, with one element.</param>
    /// <inheritdoc cref="Norm(Tensor, double, ReadOnlySpan{int}, bool)"/>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From([3f, 4, 6, 8], [2, 2]);
    /// Console.WriteLine(F.Norm(x, 2, 1)); // float32 [2] [ 5, 10]
    /// </code>
    /// </example>
    public static Tensor Norm(Tensor x, double p, int axis, bool keepDims = false) => Norm(x, p, [axis], keepDims);

    /// <summary>The norm <c>(Σ|x|ᵖ)^(1/p)</c> along axes; none means all.</summary>
    /// <param name="x">The elements; of whole numbers the norm is a float32.</param>
    /// <param name="p">
    /// The order. ∞ is the largest magnitude and −∞ the smallest; 0 is the number of elements that are not 0. Those below 1 are no norms, but are computed
    /// alike.
    /// </param>
    /// <param name="axes">The axes.</param>
    /// <param name="keepDims">Whether the axes stay, with one element.</param>
    /// <remarks>
    /// <para>
    /// Nothing in between overflows or underflows. Orders 1 and 2 are within 1 ULP; others, computed in double precision, within 1 ULP up to float32 and
    /// <c>1 + 1/(32·|p|)</c> ULP in float64, for any number of elements. NaN with a NaN. Of no elements 0; orders below 0, and ∞, have no value there.
    /// </para>
    /// <para>
    /// The gradient of an element that is 0 is 0 for every order, so it is 0 at a row of zeros, and with an order below 0 where an element is 0. With order
    /// ±∞ equal magnitudes share it; with order 0 it is 0.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is NaN.</exception>
    /// <exception cref="ArgumentException">There are no elements, and the order is ∞ or below 0; or an axis is named twice.</exception>
    public static Tensor Norm(Tensor x, double p, ReadOnlySpan<int> axes, bool keepDims = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (double.IsNaN(p))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "Norm expects an order that is a number.");
        }

        x = Floating(x);
        CheckOrder(x, p, axes);
        switch (p)
        {
            case double.PositiveInfinity:
                return Max(Abs(x), axes, keepDims);
            case double.NegativeInfinity:
                return Min(Abs(x), axes, keepDims);
            case 0:
                return Sum(Abs(Sign(x)), axes, keepDims);
        }

        Tensor rows = RowsOf(x, axes, keepDims, nameof(Norm), out Shape shape);
        Tensor y = p is 1 or 2
            ? Widening.Apply(DataType.Float32, rows, p == 2, static (wide, euclidean) => NormOfRows(wide, euclidean))
            : Widening.Apply(DataType.Float64, rows, p, static (wide, order) => PowerNormOfRows(wide, order));
        return Reshape(y, shape);
    }

    /// <summary>Refuses orders that have no norm of no elements where there are norms of no elements to compute.</summary>
    private static void CheckOrder(Tensor x, double p, ReadOnlySpan<int> axes)
    {
        if ((p >= 0 && !double.IsPositiveInfinity(p)) || x.Length > 0)
        {
            return;
        }

        Span<int> buffer = stackalloc int[Math.Max(x.Rank, axes.Length)];
        if (new Axes(x.Shape, axes, buffer, nameof(Norm)).Dropped(x.Shape).Length > 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Norm of order {p} of no elements does not exist: the shape is {x.Shape}; use a finite order from 0 on, whose norm of none is 0."),
                    nameof(x));
        }
    }

    /// <summary>The norms of order 1 or 2 of the rows of a matrix.</summary>
    internal static Tensor NormOfRows(Tensor x, bool euclidean)
    {
        Tensor source = x.Detach().Contiguous();
        int rows = x.Shape[0];
        Tensor y = Tensor.Empty(rows, DataType.Float64), factors = Tensor.Empty(rows, DataType.Float64), scaled = Tensor.Empty(rows, DataType.Float64);
        if (x.DataType == DataType.Float32)
        {
            RowNorms.Run(source.Span<float>(), y.Span<double>(), factors.Span<double>(), scaled.Span<double>(), x.Shape[1], euclidean, VectorWidth.Bits);
        }
        else
        {
            RowNorms.Run(source.Span<double>(), y.Span<double>(), factors.Span<double>(), scaled.Span<double>(), x.Shape[1], euclidean, VectorWidth.Bits);
        }

        GC.KeepAlive(source);
        GC.KeepAlive(factors);
        GC.KeepAlive(scaled);
        y = y.To(x.DataType);
        return !Tracks(x) ? y : euclidean ? y.By(new NormNode(x, factors, scaled)) : y.By(new MagnitudeSumNode(x));
    }

    /// <summary>The norms of another order of the rows of a float64 matrix; see <see cref="RowPowerNorms"/>.</summary>
    internal static Tensor PowerNormOfRows(Tensor x, double p)
    {
        Tensor unit = Tensor.Zeros([x.Shape[0], 1], DataType.Float64);
        if (x.Length > 0)
        {
            Tensor magnitudes = Abs(x.Detach());
            unit = p > 0 ? Max(magnitudes, 1, keepDims: true) : Min(magnitudes, 1, keepDims: true);
        }

        // A zero, an infinity or a NaN there is the norm.
        Tensor ordinary = Where(Greater(unit, 0), Less(unit, double.PositiveInfinity), Greater(unit, 0));
        Tensor safe = Where(ordinary, unit, 1);
        Tensor source = x.Detach().Contiguous();
        Tensor units = unit.Contiguous();
        Tensor y = Tensor.Empty(x.Shape[0], DataType.Float64);
        RowPowerNorms.Run(source.Span<double>(), units.Span<double>(), y.Span<double>(), x.Shape[1], p, VectorWidth.Bits);
        GC.KeepAlive(source);
        GC.KeepAlive(units);
        return Tracks(x) ? y.By(new PowerNormNode(x, unit, safe, p)) : y;
    }

    /// <summary>The lines <c>((x·k − m) − l)·s</c> of the rows of a matrix; see <see cref="RowLines"/>. Records nothing.</summary>
    internal static Tensor LinesOfRows(Tensor x, Tensor numbers)
    {
        Tensor source = x.Detach().Contiguous();
        Tensor z = Tensor.Empty(x.Shape, x.DataType);
        if (x.DataType == DataType.Float32)
        {
            RowLines.Run<float>(source.Span<float>(), numbers.Span<double>(), z.Span<float>(), VectorWidth.Bits);
        }
        else
        {
            RowLines.Run<double>(source.Span<double>(), numbers.Span<double>(), z.Span<double>(), VectorWidth.Bits);
        }

        GC.KeepAlive(source);
        GC.KeepAlive(numbers);
        GC.KeepAlive(z);
        return z;
    }
}
