using System.Numerics;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Hillock.Functional;

/// <summary>The normalisation of channels, of <c>[batch, channels, length]</c>, and its first derivatives.</summary>
internal static class PlaneNormalization
{
    // Below it a plane is too short for vectors, and the planes of a channel are put side by side first.
    private const int ShortPlane = 16;

    /// <summary><c>h·w + b</c>.</summary>
    /// <param name="x">The input, of float32 or float64.</param>
    /// <param name="weight">The factor of each channel, or null.</param>
    /// <param name="bias">The summand of each channel, or null.</param>
    /// <param name="groups">The units of a sample; 0 for units that go through all samples.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="statistics">Of each unit mean, <c>1/√(v + ε)</c> and <c>v</c>, where they are given; else null, and they are computed.</param>
    internal static (Tensor Y, Tensor Statistics) Forward(Tensor x, Tensor? weight, Tensor? bias, int groups, double epsilon, Tensor? statistics)
    {
        Tensor source = Arranged(x, groups, out NormPlanes planes);
        bool given = statistics is not null;
        statistics ??= Tensor.Empty([planes.Units, PlaneNorm.Statistics], DataType.Float64);
        Tensor result = Tensor.Empty(source.Shape, x.DataType);
        Tensor factors = weight?.Detach().Contiguous() ?? Tensor.Ones(planes.Channels, x.DataType);
        Tensor summands = bias?.Detach().Contiguous() ?? Tensor.Zeros(planes.Channels, x.DataType);
        if (x.DataType == DataType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        if (x.DataType == DataType.Float64 && !given && Factors(source, statistics, planes, epsilon) is { } inRange)
        {
            Tensor each = groups == 0 ? inRange
                : F.Expand(inRange, Shape.Create([planes.Batch, groups, planes.Count])).Reshape(planes.Batch, planes.Channels, 1);
            return (Forward(F.Multiply(x, each), weight, bias, groups, epsilon, null).Y, statistics);
        }

        Tensor y = Restored(result, x.Shape, planes);
        bool tracks = F.Tracks(x) || (weight is not null && F.Tracks(weight)) || (bias is not null && F.Tracks(bias));
        return (tracks ? y.By(new PlaneNormNode(x, weight, bias, groups, epsilon, statistics, given)) : y, statistics);

        void Run<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            PlaneNorm.Forward<T>(
                source.Span<T>(), factors.Span<T>(), summands.Span<T>(), result.Span<T>(), statistics.Span<double>(), planes, epsilon, given, VectorWidth.Bits);
            GC.KeepAlive(source);
            GC.KeepAlive(factors);
            GC.KeepAlive(summands);
            GC.KeepAlive(result);
            GC.KeepAlive(statistics);
        }
    }

    /// <summary>
    /// Powers of two that bring units into the range where the squares of deviations, and what derivatives are made of, are doubles, or null if all are: a
    /// normalised unit stays what it is when multiplied, for beside units that large ε does not count, and those that small need it only where it is 0.
    /// </summary>
    /// <returns>Of shape [1, units, 1] or [batch, groups, 1].</returns>
    private static Tensor? Factors(Tensor x, Tensor statistics, NormPlanes planes, double epsilon)
    {
        const double Most = 1e140;
        ReadOnlySpan<double> numbers = statistics.Span<double>();
        ReadOnlySpan<double> elements = x.Span<double>();
        double[]? factors = null;
        for (int unit = 0; unit < planes.Units && planes.Length > 0; unit++)
        {
            double inverse = numbers[(PlaneNorm.Statistics * unit) + 1];
            if (inverse >= 1 / Most && (inverse <= Most || epsilon > 0))
            {
                continue;
            }

            double largest = 0;
            for (int i = 0, plane = planes.First(unit); i < planes.Count; i++, plane += planes.Step)
            {
                largest = Math.Max(largest, Math.Abs(TensorPrimitives.MaxMagnitude(elements.Slice(plane * planes.Length, planes.Length))));
            }

            // A large unit stays so large that ε does not count.
            if (double.IsFinite(largest) && largest > 0)
            {
                double factor = Math.ScaleB(1, inverse < 1 ? 100 - Math.ILogB(largest) : -Math.Max(Math.ILogB(largest), -960));
                factors ??= [.. Enumerable.Repeat(1.0, planes.Units)];
                factors[unit] = factor;
            }
        }

        GC.KeepAlive(x);
        GC.KeepAlive(statistics);
        return factors is null ? null : Tensor.From(factors, planes.Groups == 0 ? [1, planes.Units, 1] : [planes.Batch, planes.Groups, 1]);
    }

    /// <summary>The gradient of the input, and the sums of <c>dy·h</c> and of <c>dy</c> in each channel.</summary>
    internal static (Tensor X, Tensor Weight, Tensor Bias) Backward(Tensor x, Tensor dy, Tensor? weight, int groups, Tensor statistics, bool given)
    {
        Tensor source = Arranged(x, groups, out NormPlanes planes);
        Tensor gradient = Arranged(dy, groups, out _);
        Tensor dx = Tensor.Empty(source.Shape, x.DataType);
        Tensor sums = Tensor.Empty([planes.Batch, planes.Channels, 2], DataType.Float64);
        Tensor factors = weight?.Detach().Contiguous() ?? Tensor.Ones(planes.Channels, x.DataType);
        if (x.DataType == DataType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        Tensor added = F.Sum(sums, 0).To(x.DataType);
        return (Restored(dx, x.Shape, planes), added.Select(1, 1).Contiguous(), added.Select(1, 0).Contiguous());

        void Run<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            PlaneNorm.Backward<T>(
                source.Span<T>(), gradient.Span<T>(), factors.Span<T>(), statistics.Span<double>(), dx.Span<T>(), sums.Span<double>(), planes, given,
                VectorWidth.Bits);
            GC.KeepAlive(source);
            GC.KeepAlive(gradient);
            GC.KeepAlive(factors);
            GC.KeepAlive(statistics);
            GC.KeepAlive(dx);
            GC.KeepAlive(sums);
        }
    }

    /// <summary>The elements one after the other: as they are, or with the short planes of a channel side by side.</summary>
    private static Tensor Arranged(Tensor x, int groups, out NormPlanes planes)
    {
        int batch = x.Shape[0], channels = x.Shape[1], length = x.Shape[2];
        if (groups > 0 || length >= ShortPlane || batch == 1 || x.Length == 0)
        {
            planes = new NormPlanes(batch, channels, length, groups);
            return x.Detach().Contiguous();
        }

        planes = new NormPlanes(1, channels, batch * length, 0);
        return x.Detach().Permute(1, 0, 2).Contiguous().Reshape(1, channels, batch * length);
    }

    private static Tensor Restored(Tensor y, Shape shape, NormPlanes planes) => planes.Batch == shape[0]
        ? y
        : y.Reshape(shape[1], shape[0], shape[2]).Permute(1, 0, 2).Contiguous();
}
