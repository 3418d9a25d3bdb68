using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The distance <c>‖x − y + ε‖ₚ</c> of vectors along the last axis.</summary>
    /// <remarks>
    /// ε is added to the signed difference, as in PyTorch: equal vectors keep a gradient, and the distance is not quite symmetric. Computed in float64 and
    /// rounded once.
    /// </remarks>
    /// <param name="x">The first vectors, of a floating-point type.</param>
    /// <param name="y">The second vectors, of a shape that broadcasts with the first.</param>
    /// <param name="p">The order of the norm; see <see cref="Norm(Tensor, double, ReadOnlySpan{int}, bool)"/>.</param>
    /// <param name="epsilon">What is added to each difference.</param>
    /// <param name="keepDims">Whether the last axis stays, with one element.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or there is no axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is NaN.</exception>
    public static Tensor PairwiseDistance(Tensor x, Tensor y, double p = 2, double epsilon = 1e-6, bool keepDims = false)
    {
        DataType type = PairType(x, y);
        if (x.Rank == 0 && y.Rank == 0)
        {
            throw new ArgumentException($"PairwiseDistance expects vectors along the last axis but got {x.Shape} and {y.Shape}.", nameof(x));
        }

        Tensor difference = Subtract(x.To(DataType.Float64), y.To(DataType.Float64));
        return Norm(epsilon == 0 ? difference : Add(difference, epsilon), p, [-1], keepDims).To(type);
    }

    /// <summary>The cosine <c>x·y/(max(‖x‖, ε)·max(‖y‖, ε))</c> of the angle between vectors along an axis.</summary>
    /// <remarks>
    /// Within 1 ULP, never beyond ±1, and exactly 1 of equal vectors; nothing in between overflows or underflows. No gradient flows to the norm of a vector
    /// shorter than ε: a vector of zeros has the cosine 0.
    /// </remarks>
    /// <param name="x">The first vectors, of a floating-point type.</param>
    /// <param name="y">The second vectors, of a shape that broadcasts with the first.</param>
    /// <param name="axis">The axis; negatives count from the last. It is 1 when left out, as in PyTorch, and not the last one.</param>
    /// <param name="epsilon">The least norm.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor CosineSimilarity(Tensor x, Tensor y, int axis = 1, double epsilon = 1e-8)
    {
        DataType type = PairType(x, y);
        Shape shape = Shape.Broadcast(x.Shape, y.Shape);

        // Vectors are repeated when they are wide, so that the sum of their gradients is rounded once.
        return Widening.Apply(DataType.Float32, x.To(type), y.To(type), (shape, axis, epsilon), static (wideX, wideY, s) =>
        {
            Tensor rowsX = RowsOf(Expand(wideX, s.shape), [s.axis], false, nameof(CosineSimilarity), out Shape dropped);
            Tensor rowsY = RowsOf(Expand(wideY, s.shape), [s.axis], false, nameof(CosineSimilarity), out _);
            return Reshape(CosineOfRows(rowsX, rowsY, s.epsilon), dropped);
        });
    }

    /// <summary>The cosines of the rows of two matrices of one type.</summary>
    internal static Tensor CosineOfRows(Tensor x, Tensor y, double epsilon)
    {
        Tensor xs = x.Detach().Contiguous(), ys = y.Detach().Contiguous();
        Tensor z = Tensor.Empty(x.Shape[0], DataType.Float64);
        Tensor kept = Tensor.Empty([x.Shape[0], RowCosines.Kept], DataType.Float64);
        if (x.DataType == DataType.Float32)
        {
            RowCosines.Run<float>(xs.Span<float>(), ys.Span<float>(), z.Span<double>(), kept.Span<double>(), x.Shape[1], epsilon, VectorWidth.Bits);
        }
        else
        {
            RowCosines.Run<double>(xs.Span<double>(), ys.Span<double>(), z.Span<double>(), kept.Span<double>(), x.Shape[1], epsilon, VectorWidth.Bits);
        }

        GC.KeepAlive(xs);
        GC.KeepAlive(ys);
        GC.KeepAlive(kept);
        z = z.To(x.DataType);
        return Tracks(x, y) ? z.By(new CosineNode(x, y, kept, epsilon)) : z;
    }

    /// <summary>The combinations <c>((y·l)·t − (x·k)·s)·p·q</c> of the rows of two matrices; see <see cref="RowDifferences"/>. Records nothing.</summary>
    internal static Tensor DifferencesOfRows(Tensor x, Tensor y, Tensor numbers)
    {
        Tensor xs = x.Detach().Contiguous(), ys = y.Detach().Contiguous();
        Tensor z = Tensor.Empty(x.Shape, x.DataType);
        if (x.DataType == DataType.Float32)
        {
            RowDifferences.Run<float>(xs.Span<float>(), ys.Span<float>(), numbers.Span<double>(), z.Span<float>(), VectorWidth.Bits);
        }
        else
        {
            RowDifferences.Run<double>(xs.Span<double>(), ys.Span<double>(), numbers.Span<double>(), z.Span<double>(), VectorWidth.Bits);
        }

        GC.KeepAlive(xs);
        GC.KeepAlive(ys);
        GC.KeepAlive(numbers);
        GC.KeepAlive(z);
        return z;
    }

    /// <summary>The powers of two, <c>[rows, 1]</c> of float64, that bring rows into the range of squares; see <see cref="RowTotals.Factor"/>.</summary>
    internal static Tensor FactorsOfRows(Tensor x)
    {
        Tensor factors = Tensor.Ones([x.Shape[0], 1], DataType.Float64);
        if (x.DataType == DataType.Float64)
        {
            Tensor source = x.Detach().Contiguous();
            Span<double> all = factors.Span<double>();
            for (int i = 0; i < all.Length; i++)
            {
                all[i] = RowTotals.Factor<double>(source.Span<double>().Slice(i * x.Shape[1], x.Shape[1]));
            }

            GC.KeepAlive(source);
        }

        GC.KeepAlive(factors);
        return factors;
    }

    private static DataType PairType(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        DataType type = DataTypes.Promote(x.DataType, y.DataType);
        return type.IsFloatingPoint() ? type : DataType.Float32;
    }
}
