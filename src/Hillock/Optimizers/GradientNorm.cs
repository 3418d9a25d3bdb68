using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Optimizers;

/// <summary>The Euclidean norm of many gradients together, without overflow.</summary>
internal static class GradientNorm
{
    // A sum of squares in this range has lost none of them that counts: at 2⁻⁷⁰ the squares of float begin to be subnormal only 2⁻⁵⁶ below their sum.
    private const double Small = 1.0 / (1L << 35) / (1L << 35);
    private const double Large = 1e35;

    /// <summary>The norm; infinite or NaN if an element is.</summary>
    internal static double Of(IReadOnlyList<Tensor> gradients)
    {
        double sum = Sum(gradients, 1);
        if (sum is >= Small and <= Large)
        {
            return Math.Sqrt(sum);
        }

        double largest = 0;
        foreach (Tensor gradient in gradients)
        {
            double own = gradient.Length == 0 ? 0 : F.Max(F.Abs(gradient.Detach())).To(DataType.Float64).Item<double>();
            largest = own > largest || double.IsNaN(own) ? own : largest;
        }

        if (largest == 0 || !double.IsFinite(largest))
        {
            return largest;
        }

        // A power of two: scaling rounds nothing. The subnormal ones are scaled as far as a number of their type can be.
        bool isDouble = gradients.Any(static gradient => gradient.DataType == DataType.Float64);
        int exponent = Math.Clamp(-Math.ILogB(largest), isDouble ? -1022 : -126, isDouble ? 1022 : 126);
        return Math.ScaleB(Math.Sqrt(Sum(gradients, Math.ScaleB(1, exponent))), -exponent);
    }

    private static double Sum(IReadOnlyList<Tensor> gradients, double scale)
    {
        double sum = 0;
        foreach (Tensor gradient in gradients)
        {
            Tensor dense = gradient.IsContiguous ? gradient : gradient.Detach().Contiguous();
            sum += dense.DataType == DataType.Float32 ? Sum<float>(dense, scale) : Sum<double>(dense, scale);
        }

        return sum;
    }

    private static double Sum<TElement>(Tensor gradient, double scale)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        double sum = Reduce.Sum(new ScaledSquare(scale), (ReadOnlySpan<TElement>)gradient.Span<TElement>());
        GC.KeepAlive(gradient);
        return sum;
    }

    private readonly struct ScaledSquare(double scale) : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T>
        {
            T scaled = x * T.Const(scale);
            return scaled * scaled;
        }
    }
}
