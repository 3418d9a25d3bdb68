using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The logarithm <c>ln Σ exp(x)</c> of all elements, without overflow or cancellation; −∞ of nothing but −∞.</summary>
    /// <remarks>Accuracy and gradient are as along an axis.</remarks>
    /// <exception cref="ArgumentException">The tensor is not of a floating-point type.</exception>
    public static Tensor LogSumExp(Tensor x) => LogSumExp(x, []);

    /// <summary>The logarithm <c>ln Σ exp(x)</c> along an axis, without overflow or cancellation; −∞ of nothing but −∞.</summary>
    /// <remarks>
    /// Within 1 ULP in float32 and rounded once in 16-bit types, but where the largest element and the logarithm cancel. The gradient is the softmax;
    /// it is 0 where all elements are −∞, and those that are +∞ share it alone.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(F.LogSumExp(Tensor.From([1000.0, 1000]), 0)); // float64 [] 1000.6931
    /// </code>
    /// </example>
    public static Tensor LogSumExp(Tensor x, int axis, bool keepDims = false) => LogSumExp(x, [axis], keepDims);

    /// <summary>The logarithm <c>ln Σ exp(x)</c> along several axes; none means all.</summary>
    /// <inheritdoc cref="LogSumExp(Tensor, int, bool)"/>
    /// <exception cref="ArgumentException">The tensor is not of a floating-point type, or an axis is named twice.</exception>
    public static Tensor LogSumExp(Tensor x, ReadOnlySpan<int> axes, bool keepDims = false)
    {
        Tensor rows = RowsOf(x, axes, keepDims, nameof(LogSumExp), out Shape shape);
        return Reshape(Widening.Apply(DataType.Float32, rows, LogSumExpOfRows), shape);
    }

    private static Tensor LogSumExpOfRows(Tensor x)
    {
        Tensor source = x.Detach().Contiguous();
        Tensor y = Tensor.Empty(x.Shape[0], DataType.Float64);
        if (x.DataType == DataType.Float32)
        {
            RowLogSumExp.Run(source.Span<float>(), y.Span<double>(), x.Shape[1], VectorWidth.Bits);
        }
        else
        {
            RowLogSumExp.Run(source.Span<double>(), y.Span<double>(), x.Shape[1], VectorWidth.Bits);
        }

        GC.KeepAlive(source);
        y = y.To(x.DataType);
        return Tracks(x) ? y.By(new LogSumExpNode(x, y)) : y;
    }
}
