using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The matrix product.</summary>
    /// <param name="x">A vector <c>[k]</c>, a matrix <c>[m, k]</c> or a batch of matrices <c>[..., m, k]</c>.</param>
    /// <param name="y">A vector <c>[k]</c>, a matrix <c>[k, n]</c> or a batch of matrices <c>[..., k, n]</c>; batch axes broadcast.</param>
    /// <returns>
    /// <c>[..., m, n]</c>; a vector on the left counts as a row and one on the right as a column, and its axis is left out.
    /// </returns>
    /// <exception cref="ArgumentException">The inner lengths differ, an operand has no axes, or the types are not of floating point.</exception>
    /// <example>
    /// <code>
    /// Tensor a = Tensor.From([1f, 2, 3, 4], [2, 2]);
    /// Console.WriteLine(F.MatMul(a, a)[0]); // float32 [2] [ 7, 10]
    /// </code>
    /// </example>
    public static Tensor MatMul(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Rank == 0 || y.Rank == 0 || x.Shape[-1] != y.Shape[y.Rank == 1 ? 0 : -2])
        {
            throw new ArgumentException(
                $"MatMul expects [..., m, k] and [..., k, n] but got {x.Shape} and {y.Shape}; " +
                (x.Rank == 0 || y.Rank == 0 ? "multiply by a single number with *." : "transpose one of them if its axes are the other way round."));
        }

        if (x.DataType != y.DataType || !x.DataType.IsFloatingPoint())
        {
            DataType type = DataTypes.Promote(x.DataType, y.DataType);
            if (!type.IsFloatingPoint())
            {
                throw Elementwise.NeedsFloatingPoint(type);
            }

            x = x.To(type);
            y = y.To(type);
        }

        if (x.Rank == 1)
        {
            Tensor row = MatMul(x.Unsqueeze(0), y);
            return row.Squeeze(y.Rank == 1 ? 0 : -2);
        }

        if (y.Rank == 1)
        {
            return MatMul(x, y.Unsqueeze(1)).Squeeze(-1);
        }

        if (x.Rank > 2 && y.Rank == 2)
        {
            // One product of many rows instead of many products.
            int[] dimensions = x.Shape.Dimensions.ToArray();
            dimensions[^1] = y.Shape[1];
            Shape shape = Shape.Adopt(dimensions);
            return Reshape(MatMul(x.Reshape(x.Shape.Rows, x.Shape[-1]), y), shape);
        }

        Tensor z = Product(x, y);
        return Tracks(x, y) ? z.By(new MatMulNode(x, y)) : z;
    }

    private static Tensor Product(Tensor x, Tensor y)
    {
        if (x.DataType is DataType.Float16 or DataType.BFloat16)
        {
            return Product(Elementwise.Widened(x), Elementwise.Widened(y)).To(x.DataType);
        }

        Shape batch = Shape.Scalar;
        if (x.Rank > 2 || y.Rank > 2)
        {
            batch = Shape.Broadcast(Shape.Create(x.Shape.Dimensions[..^2]), Shape.Create(y.Shape.Dimensions[..^2]));
        }

        int[] dimensions = new int[batch.Rank + 2];
        batch.Dimensions.CopyTo(dimensions);
        dimensions[^2] = x.Shape[-2];
        dimensions[^1] = y.Shape[-1];
        Tensor z = Tensor.Empty(Shape.Adopt(dimensions), x.DataType);
        if (z.DataType == DataType.Float32)
        {
            ProductInto<float>(x, y, z, batch);
        }
        else
        {
            ProductInto<double>(x, y, z, batch);
        }

        return z;
    }

    private static void ProductInto<T>(Tensor x, Tensor y, Tensor z, Shape batch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.Length == 0 || y.Length == 0)
        {
            // Sums of no terms, if z has elements: its batches may start beyond the operands' memory, which holds none.
            z.Span<T>().Clear();
            GC.KeepAlive(z);
            return;
        }

        ReadOnlySpan<T> xs = x.Reach<T>();
        ReadOnlySpan<T> ys = y.Reach<T>();
        Span<T> zs = z.Span<T>();
        MatrixLayout xLayout = Layout(x);
        MatrixLayout yLayout = Layout(y);
        MatrixLayout zLayout = Layout(z);
        int size = zLayout.Rows * zLayout.Columns;
        Span<int> index = stackalloc int[batch.Rank + 1];
        index.Clear();
        for (int i = 0; i < batch.Length; i++)
        {
            int xOffset = BatchOffset(x, index[..batch.Rank]);
            int yOffset = BatchOffset(y, index[..batch.Rank]);
            MatrixProduct(xs[xOffset..], xLayout, ys[yOffset..], yLayout, zs.Slice(i * size, size), zLayout);
            for (int axis = batch.Rank - 1; axis >= 0 && ++index[axis] == batch.Dimensions[axis]; axis--)
            {
                index[axis] = 0;
            }
        }

        GC.KeepAlive(x);
        GC.KeepAlive(y);
        GC.KeepAlive(z);
    }

    private static void MatrixProduct<T>(
        ReadOnlySpan<T> x, MatrixLayout xLayout, ReadOnlySpan<T> y, MatrixLayout yLayout, Span<T> z, MatrixLayout zLayout, bool accumulate = false)
        where T : unmanaged
    {
        MultiplyAdds.Add((long)xLayout.Rows * xLayout.Columns * yLayout.Columns);
        Kernels.MatMul.Multiply(x, xLayout, y, yLayout, z, zLayout, accumulate);
    }

    private static MatrixLayout Layout(Tensor x) => new(x.Shape[-2], x.Shape[-1], x.Strides[^2], x.Strides[^1]);

    private static int BatchOffset(Tensor x, ReadOnlySpan<int> index)
    {
        int offset = 0;
        int added = index.Length - (x.Rank - 2);
        for (int i = 0; i < x.Rank - 2; i++)
        {
            offset += x.Shape.Dimensions[i] == 1 ? 0 : index[i + added] * x.Strides[i];
        }

        return offset;
    }
}
