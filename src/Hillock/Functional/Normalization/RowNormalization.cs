using System.Numerics;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Hillock.Functional;

/// <summary>The normalisation of the rows of a matrix and its derivatives, each differentiable.</summary>
/// <remarks>
/// With <c>h = (x − m)·s</c> and <c>s = 1/√(v + ε)</c> of a row, the derivative of <c>h</c> is the symmetric map
/// <c>J·g = s·(g − h·mean(g·h) − mean(g))</c>, without the last term where no mean is subtracted.
/// </remarks>
internal static class RowNormalization
{
    /// <summary><c>h·w + b</c>.</summary>
    internal static Tensor Forward(Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool centered)
    {
        int length = x.Shape[1];
        Tensor y = Tensor.Empty(x.Shape, x.DataType);
        Tensor statistics = Tensor.Empty([x.Shape[0], 2], DataType.Float64);
        Tensor source = x.Detach().Contiguous();
        Tensor factors = weight?.Detach().Contiguous() ?? Tensor.Ones(length, x.DataType);
        Tensor summands = bias?.Detach().Contiguous() ?? Tensor.Zeros(length, x.DataType);
        if (x.DataType == DataType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        if (x.DataType == DataType.Float64 && Factors(source, statistics, epsilon) is { } inRange)
        {
            return Forward(F.Multiply(x, inRange), weight, bias, epsilon, centered);
        }

        bool tracks = F.Tracks(x) || (weight is not null && F.Tracks(weight)) || (bias is not null && F.Tracks(bias));
        return tracks ? y.By(new RowNormNode(x, weight, bias, statistics, epsilon, centered)) : y;

        void Run<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            RowNorm.Forward<T>(source.Span<T>(), factors.Span<T>(), summands.Span<T>(), y.Span<T>(), statistics.Span<double>(), epsilon, centered, VectorWidth.Bits);
            GC.KeepAlive(source);
            GC.KeepAlive(factors);
            GC.KeepAlive(summands);
            GC.KeepAlive(y);
            GC.KeepAlive(statistics);
        }
    }

    /// <summary>
    /// Powers of two, <c>[rows, 1]</c>, that bring rows into the range where neither deviations nor <c>s</c> are more than a double holds, or null if all are:
    /// a normalised row stays what it is when multiplied, for beside rows that large ε does not count, and those that small need it only where it is 0.
    /// </summary>
    private static Tensor? Factors(Tensor x, Tensor statistics, double epsilon)
    {
        // 2¹⁰⁰⁰, 2¹⁰⁰ and 2⁻⁹⁰⁰.
        double most = Math.ScaleB(1, 1000), down = Math.ScaleB(1, 100), least = Math.ScaleB(1, -900);
        ReadOnlySpan<double> numbers = statistics.Span<double>();
        double[]? factors = null;
        for (int i = 0; i < x.Shape[0]; i++)
        {
            double inverse = numbers[(2 * i) + 1];
            if (!(inverse < 1 / most || double.IsPositiveInfinity(inverse)))
            {
                continue;
            }

            double largest = Math.Abs(TensorPrimitives.MaxMagnitude(x.Span<double>().Slice(i * x.Shape[1], x.Shape[1])));
            double factor = largest > most && double.IsFinite(largest) ? 1 / down : epsilon == 0 && largest > 0 && largest < least ? 1 / least : 1;
            if (factor != 1)
            {
                factors ??= [.. Enumerable.Repeat(1.0, x.Shape[0])];
                factors[i] = factor;
            }
        }

        GC.KeepAlive(x);
        GC.KeepAlive(statistics);
        return factors is null ? null : Tensor.From(factors, [x.Shape[0], 1]);
    }

    /// <summary><c>J·(dy·w)</c>.</summary>
    internal static Tensor Backward(Tensor x, Tensor dy, Tensor? weight, Tensor statistics, double epsilon, bool centered)
    {
        Tensor dx = Tensor.Empty(x.Shape, x.DataType);
        Tensor source = x.Detach().Contiguous();
        Tensor gradient = dy.Detach().Contiguous();
        Tensor factors = weight?.Detach().Contiguous() ?? Tensor.Ones(x.Shape[1], x.DataType);
        if (x.DataType == DataType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        bool tracks = F.Tracks(x, dy) || (weight is not null && F.Tracks(weight));
        return tracks ? dx.By(new RowNormBackwardNode(x, dy, weight, statistics, epsilon, centered)) : dx;

        void Run<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            RowNorm.Backward<T>(source.Span<T>(), gradient.Span<T>(), factors.Span<T>(), statistics.Span<double>(), dx.Span<T>(), centered, VectorWidth.Bits);
            GC.KeepAlive(source);
            GC.KeepAlive(gradient);
            GC.KeepAlive(factors);
            GC.KeepAlive(statistics);
            GC.KeepAlive(dx);
        }
    }

    /// <summary>The sums of <c>dy·h</c> and of <c>dy</c> over the rows.</summary>
    /// <returns>The gradient of the weight, differentiable, and that of the bias, which is not: a pass that records takes the sum instead.</returns>
    internal static (Tensor Weight, Tensor Bias) ParameterGradients(Tensor x, Tensor dy, Tensor statistics, double epsilon, bool centered)
    {
        Tensor dw = Tensor.Empty(x.Shape[1], x.DataType);
        Tensor db = Tensor.Empty(x.Shape[1], x.DataType);
        Tensor source = x.Detach().Contiguous();
        Tensor gradient = dy.Detach().Contiguous();
        if (x.DataType == DataType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        return (F.Tracks(x, dy) ? dw.By(new RowNormWeightNode(x, dy, statistics, epsilon, centered)) : dw, db);

        void Run<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            RowNorm.ParameterGradients<T>(source.Span<T>(), gradient.Span<T>(), statistics.Span<double>(), dw.Span<T>(), db.Span<T>(), VectorWidth.Bits);
            GC.KeepAlive(source);
            GC.KeepAlive(gradient);
            GC.KeepAlive(statistics);
            GC.KeepAlive(dw);
            GC.KeepAlive(db);
        }
    }

    /// <summary><c>s</c> of each row, <c>[rows, 1]</c> of float64, differentiable.</summary>
    internal static Tensor Scale(Tensor x, Tensor statistics, double epsilon, bool centered)
    {
        Tensor scale = statistics.Slice(1, 1, 2).Clone();
        return F.Tracks(x) ? scale.By(new RowNormScaleNode(x, statistics, epsilon, centered)) : scale;
    }
}
