using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The distance <c>‖xᵢ − yⱼ‖ₚ</c> of every row of one matrix from every row of another.</summary>
    /// <param name="x">Rows <c>[..., P, M]</c>, of a floating-point type.</param>
    /// <param name="y">Rows <c>[..., R, M]</c>; the axes in front of the last two broadcast.</param>
    /// <param name="p">The order of the norm: 0 (how many elements differ) or above, or infinite (the largest difference).</param>
    /// <returns>The distances <c>[..., P, R]</c>.</returns>
    /// <remarks>
    /// From the differences, never from products of rows, in double precision and rounded once: close rows keep their digits, equal rows have distance 0,
    /// and nothing overflows or underflows that the distance itself does not. The gradient is 0 at equal rows, and along elements that are equal; the
    /// largest differences share that of the infinite norm. Gradients of any order; from the second on they take memory for all P·R·M differences.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes do not fit, or the types are not of floating point.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is below 0 or NaN.</exception>
    public static Tensor CDist(Tensor x, Tensor y, double p = 2)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (!(p >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "CDist expects an order of 0 or above.");
        }

        if (x.Rank < 2 || y.Rank < 2 || x.Shape[-1] != y.Shape[-1])
        {
            throw new ArgumentException($"CDist expects rows [..., P, M] and [..., R, M] of one length M but got {x.Shape} and {y.Shape}.");
        }

        DataType type = DataTypes.Promote(x.DataType, y.DataType);
        if (!type.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(type);
        }

        Shape batch = Shape.Broadcast(Shape.Create(x.Shape.Dimensions[..^2]), Shape.Create(y.Shape.Dimensions[..^2]));
        return DistancesOf(Batched(x), Batched(y), p).To(type);

        Tensor Batched(Tensor rows) =>
            Expand(rows.To(DataType.Float64), Shape.Create([.. batch.Dimensions, rows.Shape[-2], rows.Shape[-1]])).Contiguous();
    }

    /// <summary>The distances of contiguous Float64 rows with equal batch axes.</summary>
    private static Tensor DistancesOf(Tensor x, Tensor y, double p)
    {
        Tensor distances = Tensor.Empty(Shape.Create([.. x.Shape.Dimensions[..^1], y.Shape[-2]]), DataType.Float64);
        switch (p)
        {
            case 2: Distances(default(EuclideanNorm), x, y, distances); break;
            case 1: Distances(default(AbsoluteNorm), x, y, distances); break;
            case 0: Distances(default(CountNorm), x, y, distances); break;
            case double.PositiveInfinity: Distances(default(LargestNorm), x, y, distances); break;
            default: Distances(new OrderedNorm(p), x, y, distances); break;
        }

        return Tracks(x, y) ? distances.By(new CDistNode(x, y, distances, p)) : distances;
    }

    /// <summary>The gradient of the distances with respect to the rows of <paramref name="x"/>: <c>Σⱼ dyᵢⱼ·∂‖xᵢ − yⱼ‖/∂xᵢ</c>.</summary>
    internal static Tensor CDistGradient(Tensor x, Tensor y, Tensor distances, Tensor gradient, double p)
    {
        Tensor result = Tensor.Empty(x.Shape, DataType.Float64);
        double factor = FactorOf(x, y, distances, p);
        (Tensor a, Tensor b, Tensor ab) = factor == 1 ? (x, y, distances) : InUnits(x.Detach(), y.Detach(), factor, p);
        switch (p)
        {
            case 2: DistanceGradients(default(EuclideanNorm), a, b, ab, gradient, result); break;
            case 1: DistanceGradients(default(AbsoluteNorm), a, b, ab, gradient, result); break;
            case 0: DistanceGradients(default(CountNorm), a, b, ab, gradient, result); break;
            case double.PositiveInfinity: DistanceGradients(default(LargestNorm), a, b, ab, gradient, result); break;
            default: DistanceGradients(new OrderedNorm(p), a, b, ab, gradient, result); break;
        }

        return Tracks(x, y) || Tracks(gradient) ? result.By(new CDistGradientNode(x, y, distances, gradient, p)) : result;
    }

    /// <summary>
    /// A power of two that brings rows of finite numbers, some of whose distances are infinite, to where those have a place: slopes do not change when rows are
    /// multiplied by a number. 1 for all others.
    /// </summary>
    internal static double FactorOf(Tensor x, Tensor y, Tensor distances, double p)
    {
        if (distances.Length == 0 || x.Length == 0)
        {
            return 1;
        }

        // From order 1 on a distance is at most the sum of all magnitudes.
        const double Harmless = 1e290;
        double largest = Math.Max(PairScale.Largest(x.Span<double>()), PairScale.Largest(y.Span<double>()));
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        return largest > (p < 1 ? 1 : Harmless) && double.IsFinite(largest) && Max(distances.Detach()).Item<double>() > double.MaxValue
            ? Math.ScaleB(1, -Math.ILogB(largest))
            : 1;
    }

    /// <summary>Rows times a factor, and their distances.</summary>
    internal static (Tensor X, Tensor Y, Tensor Distances) InUnits(Tensor x, Tensor y, double factor, double p)
    {
        (Tensor a, Tensor b) = (Multiply(x, factor), Multiply(y, factor));
        return (a, b, DistancesOf(a.Contiguous(), b.Contiguous(), p));
    }

    private static void Distances<TNorm>(TNorm norm, Tensor x, Tensor y, Tensor distances)
        where TNorm : struct, IPairNorm
    {
        if (distances.Length > 0)
        {
            int rows = x.Shape[-2];
            int others = y.Shape[-2];
            PairDistances.Compute(
                norm, x.Span<double>(), y.Span<double>(), distances.Length / (rows * others), rows, others, x.Shape[-1], distances.Span<double>());
        }

        GC.KeepAlive(x);
        GC.KeepAlive(y);
        GC.KeepAlive(distances);
    }

    private static void DistanceGradients<TNorm>(TNorm norm, Tensor x, Tensor y, Tensor distances, Tensor gradient, Tensor result)
        where TNorm : struct, IPairNorm
    {
        Tensor own = distances.Detach().Contiguous();
        Tensor upstream = gradient.Detach().Contiguous();
        if (result.Length > 0)
        {
            int rows = x.Shape[-2];
            int length = x.Shape[-1];
            PairGradients.Compute(
                norm, x.Span<double>(), y.Span<double>(), own.Span<double>(), upstream.Span<double>(), result.Length / (rows * length), rows, y.Shape[-2],
                length, result.Span<double>());
        }

        GC.KeepAlive(x);
        GC.KeepAlive(y);
        GC.KeepAlive(own);
        GC.KeepAlive(upstream);
        GC.KeepAlive(result);
    }
}
