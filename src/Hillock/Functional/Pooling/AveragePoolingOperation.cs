using System.Numerics;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Averages of windows, and their gradient: linear maps of which each is the other's derivative.</summary>
internal static class AveragePoolingOperation
{
    /// <summary>The averages, or the gradient of what they are of.</summary>
    internal static Tensor Apply(Tensor x, PoolingPlan plan, PoolingDivisors divisors, bool backward)
    {
        Tensor y = Compute(x, plan, divisors, backward);
        return F.Tracks(x) ? y.By(new AveragePoolingNode(x, plan, divisors, backward)) : y;
    }

    private static Tensor Compute(Tensor x, PoolingPlan plan, PoolingDivisors divisors, bool backward)
    {
        DataType type = x.DataType;
        if (Widening.IsNarrow(type))
        {
            // Through float64, so that the sum is rounded once.
            return Compute(x.Detach().To(DataType.Float64), plan, divisors, backward).To(type);
        }

        Tensor source = x.Detach().Contiguous();
        Tensor y = Tensor.Empty(backward ? plan.Input : plan.Output, type);
        if (type == DataType.Float32)
        {
            Into<float>(source, y, plan, divisors, backward);
        }
        else
        {
            Into<double>(source, y, plan, divisors, backward);
            Rescale(source, y, plan, divisors, backward);
        }

        return y;
    }

    /// <summary>Computes again, scaled down, what left the range of doubles on the way; there are fewer elements than the scale.</summary>
    private static void Rescale(Tensor x, Tensor y, PoolingPlan plan, PoolingDivisors divisors, bool backward)
    {
        const double Scale = 1L << 32;
        Span<double> results = y.Span<double>();
        Tensor? scaled = null;
        for (int i = 0; i < results.Length; i++)
        {
            if (double.IsFinite(results[i]))
            {
                continue;
            }

            if (scaled is null)
            {
                scaled = Tensor.Empty(y.Shape, DataType.Float64);
                Into<double>(F.Multiply(x, 1 / Scale), scaled, plan, divisors, backward);
            }

            results[i] = scaled.Span<double>()[i] * Scale;
        }

        GC.KeepAlive(y);
        GC.KeepAlive(scaled);
    }

    private static void Into<T>(Tensor x, Tensor y, PoolingPlan plan, PoolingDivisors divisors, bool backward)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (backward)
        {
            AveragePooling.Backward<T>(plan.Geometry, divisors, x.Span<T>(), y.Span<T>(), VectorWidth.Bits);
        }
        else
        {
            AveragePooling.Forward<T>(plan.Geometry, divisors, x.Span<T>(), y.Span<T>(), VectorWidth.Bits);
        }

        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }
}
