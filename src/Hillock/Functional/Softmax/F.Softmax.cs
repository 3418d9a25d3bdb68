using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The softmax <c>exp(β·xᵢ) / Σⱼ exp(β·xⱼ)</c> along an axis.</summary>
    /// <param name="x">The logits, of a floating-point type.</param>
    /// <param name="axis">The axis whose elements then add up to 1; negatives count from the last.</param>
    /// <param name="beta">The inverse temperature: larger is sharper, 0 is uniform.</param>
    /// <remarks>A slice with a NaN or +∞, and one of nothing but −∞, becomes NaN; a −∞ among others gives 0 with gradient 0.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or <paramref name="beta"/> is not finite.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(F.Softmax(Tensor.From([0f, 0, 0, 0]))); // float32 [4] [0.25, 0.25, 0.25, 0.25]
    /// </code>
    /// </example>
    public static Tensor Softmax(Tensor x, int axis = -1, double beta = 1)
    {
        axis = SoftmaxAxis(x, axis, beta);
        if (IsWidened(x))
        {
            return Widening.Apply(DataType.Float32, x, (axis, beta), static (wide, s) => Softmax(wide, s.axis, s.beta));
        }

        beta = InRange(x, beta);
        Tensor y = OverRows(x, null, axis, beta, RowKind.Softmax);
        return Tracks(x) ? y.By(new SoftmaxNode(x, y, axis, beta)) : y;
    }

    /// <summary>The logarithm <c>β·xᵢ − ln Σⱼ exp(β·xⱼ)</c> of the softmax along an axis, without overflow or cancellation.</summary>
    /// <param name="x">The logits, of a floating-point type.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="beta">The inverse temperature.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or <paramref name="beta"/> is not finite.</exception>
    public static Tensor LogSoftmax(Tensor x, int axis = -1, double beta = 1)
    {
        axis = SoftmaxAxis(x, axis, beta);
        if (IsWidened(x))
        {
            return Widening.Apply(DataType.Float32, x, (axis, beta), static (wide, s) => LogSoftmax(wide, s.axis, s.beta));
        }

        beta = InRange(x, beta);
        Tensor y = OverRows(x, null, axis, beta, RowKind.LogSoftmax);
        return Tracks(x) ? y.By(new LogSoftmaxNode(x, y, axis, beta)) : y;
    }

    /// <summary>The softmin <c>exp(−β·xᵢ) / Σⱼ exp(−β·xⱼ)</c> along an axis.</summary>
    /// <param name="x">The costs, of a floating-point type.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="beta">The inverse temperature.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or <paramref name="beta"/> is not finite.</exception>
    public static Tensor Softmin(Tensor x, int axis = -1, double beta = 1) => Softmax(x, axis, -beta);

    internal static Tensor SoftmaxBackward(Tensor y, Tensor dy, int axis, double beta)
    {
        Tensor dx = OverRows(y, dy, axis, beta, RowKind.SoftmaxBackward);
        return Tracks(y, dy) ? dx.By(new SoftmaxBackwardNode(y, dy, axis, beta)) : dx;
    }

    internal static Tensor LogSoftmaxBackward(Tensor y, Tensor dy, int axis, double beta)
    {
        Tensor dx = OverRows(y, dy, axis, beta, RowKind.LogSoftmaxBackward);
        return Tracks(y, dy) ? dx.By(new LogSoftmaxBackwardNode(y, dy, axis, beta)) : dx;
    }

    // A gradient needs the result as it was before it was rounded.
    private static bool IsWidened(Tensor x) => Widening.IsNarrow(x.DataType) && Tracks(x);

    // What float32 does not hold would become infinite there, and times 0 a NaN.
    private static double InRange(Tensor x, double beta) => x.DataType == DataType.Float64 ? beta : Math.Clamp(beta, -float.MaxValue, float.MaxValue);

    private static int SoftmaxAxis(Tensor x, int axis, double beta)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.DataType.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(x.DataType);
        }

        if (!double.IsFinite(beta))
        {
            throw new ArgumentOutOfRangeException(
                nameof(beta), beta,
                FormattableString.Invariant($"The inverse temperature must be a finite number but is {beta}; for a hard choice use F.ArgMax."));
        }

        return x.Rank == 0 && axis is 0 or -1 ? 0 : x.Shape.Axis(axis);
    }

    private static Tensor OverRows(Tensor x, Tensor? y, int axis, double beta, RowKind function)
    {
        if (Widening.IsNarrow(x.DataType))
        {
            return OverRows(Elementwise.Widened(x), y is null ? null : Elementwise.Widened(y), axis, beta, function).To(x.DataType);
        }

        if (axis < x.Rank - 1)
        {
            // Along another axis than the last: bring it there and back.
            Tensor rows = OverRows(x.Detach().Transpose(axis, -1), y?.Detach().Transpose(axis, -1), x.Rank - 1, beta, function);
            return rows.Transpose(axis, -1).Contiguous();
        }

        Tensor source = x.Detach().Contiguous();
        Tensor second = y?.Detach().Contiguous() ?? source;
        Tensor result = Tensor.Empty(x.Shape, x.DataType);
        int length = x.Rank == 0 ? 1 : x.Shape[-1];
        if (x.DataType == DataType.Float32)
        {
            OverRows<float>(source.Span<float>(), second.Span<float>(), result.Span<float>(), length, beta, function);
        }
        else
        {
            OverRows<double>(source.Span<double>(), second.Span<double>(), result.Span<double>(), length, beta, function);
        }

        GC.KeepAlive(source);
        GC.KeepAlive(second);
        GC.KeepAlive(result);
        return result;
    }

    private static void OverRows<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z, int length, double beta, RowKind function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (function)
        {
            case RowKind.Softmax:
                RowSoftmax.Forward(x, z, length, beta);
                break;
            case RowKind.LogSoftmax:
                RowSoftmax.LogForward(x, z, length, beta);
                break;
            case RowKind.SoftmaxBackward:
                RowSoftmax.Backward(x, y, z, length, beta);
                break;
            case RowKind.Sparsemax:
                RowSparsemax.Forward(x, z, length, beta);
                break;
            default:
                RowSoftmax.LogBackward(x, y, z, length, beta);
                break;
        }
    }

    private enum RowKind
    {
        Softmax,
        LogSoftmax,
        Sparsemax,
        SoftmaxBackward,
        LogSoftmaxBackward,
    }
}
