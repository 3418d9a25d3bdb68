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
        double sum = 0;
        foreach (Tensor gradient in gradients)
        {
            sum += gradient.DataType == DataType.Float64 ? Sum<double>(gradient, 1) : Sum<float>(gradient.Detach().To(DataType.Float32), 1);
        }

        if (sum is >= Small and <= Large)
        {
            return Math.Sqrt(sum);
        }

        double largest = 0;
        foreach (Tensor gradient in gradients)
        {
            double own = gradient.Length == 0 ? 0 : F.Max(F.Abs(gradient.Detach())).Item<double>();
            largest = own > largest || double.IsNaN(own) ? own : largest;
        }

        if (largest == 0 || !double.IsFinite(largest))
        {
            return largest;
        }

        // A power of two: scaling rounds nothing that counts.
        int exponent = Math.Clamp(-Math.ILogB(largest), -1022, 1022);
        sum = 0;
        foreach (Tensor gradient in gradients)
        {
            sum += Sum<double>(gradient.Detach().To(DataType.Float64), Math.ScaleB(1, exponent));
        }

        return Math.ScaleB(Math.Sqrt(sum), -exponent);
    }

    private static double Sum<TElement>(Tensor gradient, double scale)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Tensor dense = gradient.IsContiguous ? gradient : gradient.Detach().Contiguous();
        double sum = Reduce.Sum(new ScaledSquare(scale), (ReadOnlySpan<TElement>)dense.Span<TElement>());
        GC.KeepAlive(dense);
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
