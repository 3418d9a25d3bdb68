using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

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

    /// <summary>Whether all elements are numbers, neither infinite nor NaN.</summary>
    internal static bool IsFinite(Tensor gradient)
    {
        Tensor numbers = gradient.Detach();
        numbers = (numbers.DataType == DataType.Float64 ? numbers : numbers.To(DataType.Float32)).Contiguous();
        bool finite = numbers.DataType == DataType.Float64
            ? TensorPrimitives.IsFiniteAll<double>(numbers.Span<double>())
            : TensorPrimitives.IsFiniteAll<float>(numbers.Span<float>());
        GC.KeepAlive(numbers);
        return finite;
    }

    /// <summary>Scales a gradient by <c>maximum / norm</c>, in place.</summary>
    /// <remarks>
    /// A factor that its type has no normal number for would lose its digits, or all of it: then by a power of two first, after which the norm is between 1 and
    /// 2. What that rounds is below 2⁻¹⁴⁹ (float32) of a norm of 1.
    /// </remarks>
    internal static void Limit(Tensor gradient, double norm, double maximum)
    {
        double smallest = gradient.DataType == DataType.Float64 ? Math.ScaleB(1, -1022) : Math.ScaleB(1, -126);
        if (maximum / norm < smallest)
        {
            int exponent = Math.ILogB(norm);
            gradient.MultiplyInPlace(Math.ScaleB(1, -exponent));
            norm = Math.ScaleB(norm, -exponent);
        }

        gradient.MultiplyInPlace(maximum / norm);
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
