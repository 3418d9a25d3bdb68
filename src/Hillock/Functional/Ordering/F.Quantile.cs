using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The quantile of all elements: the value below which the fraction <paramref name="q"/> of them lies.</summary>
    /// <inheritdoc cref="Quantile(Tensor, ReadOnlySpan{double}, int, bool, QuantileInterpolation)"/>
    /// <example>
    /// <code>
    /// Console.WriteLine(F.Quantile(Tensor.From([1f, 2, 3, 4]), 0.5)); // float32 [] 2.5
    /// </code>
    /// </example>
    public static Tensor Quantile(Tensor x, double q, QuantileInterpolation interpolation = QuantileInterpolation.Linear)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Quantiles(x.Reshape(x.Length), [q], 0, interpolation).Squeeze(0);
    }

    /// <summary>Several quantiles of all elements, as a vector.</summary>
    /// <inheritdoc cref="Quantile(Tensor, ReadOnlySpan{double}, int, bool, QuantileInterpolation)"/>
    public static Tensor Quantile(Tensor x, ReadOnlySpan<double> q, QuantileInterpolation interpolation = QuantileInterpolation.Linear)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Quantiles(x.Reshape(x.Length), q, 0, interpolation);
    }

    /// <summary>The quantiles along an axis.</summary>
    /// <inheritdoc cref="Quantile(Tensor, ReadOnlySpan{double}, int, bool, QuantileInterpolation)"/>
    public static Tensor Quantile(
        Tensor x, double q, int axis, bool keepDims = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear)
    {
        ArgumentNullException.ThrowIfNull(x);
        axis = ElementOrder.Axis(x.Shape, axis);
        Tensor y = Quantiles(x, [q], axis, interpolation);
        return keepDims || x.Rank == 0 ? Reshape(y, x.Rank == 0 ? Shape.Scalar : y.Shape) : y.Squeeze(axis);
    }

    /// <summary>Several quantiles along an axis; those of one <paramref name="q"/> after those of another along a new first axis.</summary>
    /// <param name="x">The elements, of a floating-point type.</param>
    /// <param name="q">The fractions, from 0 (the smallest element) to 1 (the largest).</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="keepDims">Whether the axis stays, with one element.</param>
    /// <param name="interpolation">What a quantile is that lies between two elements.</param>
    /// <remarks>
    /// Of <c>n</c> elements in ascending order the quantile has the rank <c>q·(n − 1)</c>, counted from 0. It is NaN where an element is NaN, and between
    /// equal elements it is that element, infinities too. Computed in double precision and rounded once. A gradient flows to the two neighbours by their
    /// shares; of equal elements the one of the right rank in stable order gets it.
    /// </remarks>
    /// <exception cref="ArgumentException">There are no elements, or they are not of a floating-point type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or <paramref name="q"/> is not between 0 and 1.</exception>
    public static Tensor Quantile(
        Tensor x, ReadOnlySpan<double> q, int axis, bool keepDims = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear)
    {
        ArgumentNullException.ThrowIfNull(x);
        axis = ElementOrder.Axis(x.Shape, axis);
        Tensor y = Quantiles(x.Rank == 0 ? x.Reshape(1) : x, q, axis, interpolation);
        if (x.Rank == 0)
        {
            return y;
        }

        // The new axis goes from the place of the old one to the front.
        Tensor front = y.Unsqueeze(0).Transpose(0, axis + 1);
        return keepDims ? front.Contiguous() : front.Squeeze(axis + 1).Contiguous();
    }

    /// <summary>The quantiles in the place of the axis.</summary>
    private static Tensor Quantiles(Tensor x, ReadOnlySpan<double> q, int axis, QuantileInterpolation interpolation)
    {
        if (!x.DataType.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(x.DataType);
        }

        if (!Enum.IsDefined(interpolation))
        {
            throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "Quantile expects one of the named interpolations.");
        }

        x = x.Rank == 0 ? Reshape(x, 1) : x;
        int length = x.Shape[axis];
        if (length == 0)
        {
            throw new ArgumentException($"Quantile of no elements does not exist: the shape is {x.Shape}.", nameof(x));
        }

        double[] shares = new double[q.Length];
        int[] lower = new int[q.Length];
        for (int i = 0; i < q.Length; i++)
        {
            if (!(q[i] >= 0 && q[i] <= 1))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(q), q[i], FormattableString.Invariant($"Quantile expects fractions from 0 to 1 but element {i} is {q[i]}."));
            }

            double rank = q[i] * (length - 1);
            lower[i] = (int)rank;
            shares[i] = Share(rank, interpolation);
        }

        Tensor rows = ElementOrder.Rows(x, axis);
        Tensor sorted = Tensor.Empty(rows.Shape, x.DataType);
        Tensor order = ElementOrder.Sort(rows, descending: false, sorted);
        int[] dimensions = rows.Shape.Dimensions.ToArray();
        dimensions[^1] = q.Length;
        Shape shape = Shape.Adopt(dimensions);
        long[] below = new long[shape.Length];
        long[] above = new long[shape.Length];
        double[] values = new double[shape.Length];
        InterpolateRows(sorted.To(DataType.Float64), order, lower, shares, values, below, above);
        Tensor y = ElementOrder.FromRows(Tensor.From(values, shape).To(x.DataType), axis);
        if (!Tracks(x))
        {
            return y;
        }

        Tensor positionsBelow = ElementOrder.FromRows(Tensor.From(below, shape), axis);
        Tensor positionsAbove = ElementOrder.FromRows(Tensor.From(above, shape), axis);
        return y.By(new InterpolationNode(x, axis, positionsBelow, positionsAbove, shares));
    }

    /// <summary>The share of the upper neighbour.</summary>
    private static double Share(double rank, QuantileInterpolation interpolation)
    {
        double share = rank - Math.Floor(rank);
        return interpolation switch
        {
            QuantileInterpolation.Lower => 0,
            QuantileInterpolation.Higher => share > 0 ? 1 : 0,
            QuantileInterpolation.Nearest => Math.Round(rank, MidpointRounding.ToEven) > rank - share ? 1 : 0,
            QuantileInterpolation.Midpoint => share > 0 ? 0.5 : 0,
            _ => share,
        };
    }

    private static void InterpolateRows(
        Tensor sorted, Tensor order, ReadOnlySpan<int> lower, ReadOnlySpan<double> shares, Span<double> values, Span<long> below, Span<long> above)
    {
        int length = sorted.Shape[-1];
        int count = lower.Length;
        ReadOnlySpan<double> elements = sorted.Span<double>();
        ReadOnlySpan<long> places = order.Span<long>();
        for (int i = 0; i < values.Length; i++)
        {
            int start = i / count * length;
            int rank = lower[i % count];
            double share = shares[i % count];
            int next = share > 0 ? rank + 1 : rank;
            if (double.IsNaN(elements[start + length - 1]))
            {
                rank = length - 1;
                next = rank;
            }

            values[i] = Between(elements[start + rank], elements[start + next], share);
            below[i] = places[start + rank];
            above[i] = places[start + next];
        }

        GC.KeepAlive(sorted);
        GC.KeepAlive(order);
    }

    private static double Between(double a, double b, double share)
    {
        if (share == 0 || a == b)
        {
            return a;
        }

        // From the nearer end, so that it stays between them; where the difference overflows, by parts.
        double difference = b - a;
        return share == 1 ? b
            : !double.IsFinite(difference) ? (a * (1 - share)) + (b * share)
            : share < 0.5 ? a + (difference * share) : b - (difference * (1 - share));
    }
}
