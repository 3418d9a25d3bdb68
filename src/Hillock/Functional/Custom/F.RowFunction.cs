using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Applies an operation on rows to every slice along an axis, in parallel.</summary>
    /// <param name="x">The rows, of a floating-point type; any strides.</param>
    /// <param name="function">The operation.</param>
    /// <param name="axis">The axis along which the rows lie; negatives count from the last. A single number is a row of one.</param>
    /// <returns>
    /// The results, of the shape of <paramref name="x"/> but for the axis, which is as long as <see cref="IRowFunction.ResultLength"/> says. The bits do not
    /// depend on the number of threads.
    /// </returns>
    /// <exception cref="ArgumentException">The tensor is not of a floating-point type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="InvalidOperationException">
    /// The operation says a negative length, or when the backward runs its <see cref="IRowFunction.BackwardOfRows"/> has another shape or type.
    /// </exception>
    /// <example>
    /// <code>
    /// Tensor centred = F.RowFunction(x, new Centred());             // each row
    /// Tensor columns = F.RowFunction(x, new Centred(), axis: 0);    // each column
    /// </code>
    /// </example>
    public static Tensor RowFunction<TFunction>(Tensor x, TFunction function, int axis = -1)
        where TFunction : IRowFunction
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(function);
        if (!x.DataType.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(x.DataType);
        }

        if (Widening.IsNarrow(x.DataType))
        {
            return Widening.Apply(DataType.Float32, x, (function, axis), static (wide, s) => RowFunction(wide, s.function, s.axis));
        }

        axis = x.Rank == 0 && axis is 0 or -1 ? 0 : x.Shape.Axis(axis);
        if (axis < x.Rank - 1)
        {
            // Along another axis than the last: bring it there and back.
            return RowFunction(x.Transpose(axis, -1), function).Transpose(axis, -1).Contiguous();
        }

        int length = x.Rank == 0 ? 1 : x.Shape[-1];
        int resultLength = function.ResultLength(length);
        if (resultLength < 0)
        {
            throw new InvalidOperationException($"ResultLength of {function.Name} expects 0 or more elements for a row of {length} but gave {resultLength}.");
        }

        Shape shape = resultLength == length ? x.Shape : Shape.Create([.. x.Shape.Dimensions[..Math.Max(0, x.Rank - 1)], resultLength]);
        Tensor source = x.Detach().Contiguous();
        Tensor y = Tensor.Empty(shape, x.DataType);
        int rows = RowCount(x.Shape);
        if (x.DataType == DataType.Float32)
        {
            RowLoop.Forward<TFunction, float>(function, source.Span<float>(), y.Span<float>(), rows);
        }
        else
        {
            RowLoop.Forward<TFunction, double>(function, source.Span<double>(), y.Span<double>(), rows);
        }

        GC.KeepAlive(source);
        return Tracks(x) ? y.By(new RowFunctionNode<TFunction>(x, y, function)) : y;
    }

    internal static Tensor RowFunctionBackward<TFunction>(TFunction function, Tensor x, Tensor y, Tensor dy)
        where TFunction : IRowFunction
    {
        Tensor xs = x.Detach().Contiguous(), ys = y.Detach(), dys = dy.Detach().Contiguous();
        Tensor dx = Tensor.Empty(x.Shape, x.DataType);
        int rows = RowCount(x.Shape);
        if (x.DataType == DataType.Float32)
        {
            RowLoop.Backward<TFunction, float>(function, xs.Span<float>(), ys.Span<float>(), dys.Span<float>(), dx.Span<float>(), rows);
        }
        else
        {
            RowLoop.Backward<TFunction, double>(function, xs.Span<double>(), ys.Span<double>(), dys.Span<double>(), dx.Span<double>(), rows);
        }

        GC.KeepAlive(xs);
        GC.KeepAlive(ys);
        GC.KeepAlive(dys);
        return dx;
    }

    private static int RowCount(Shape shape)
    {
        int rows = 1;
        for (int i = 0; i < shape.Rank - 1; i++)
        {
            rows *= shape.Dimensions[i];
        }

        return rows;
    }
}
