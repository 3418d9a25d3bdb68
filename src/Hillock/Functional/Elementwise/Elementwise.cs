using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Runs functions of numbers over tensors; records nothing.</summary>
internal static partial class Elementwise
{
    private const int Block = 512;

    /// <summary>Computes <c>f(x)</c> of every element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Tensor Unary<TFunction>(TFunction function, Tensor x)
        where TFunction : struct, IUnaryFunction
    {
        if (x.DataType != DataType.Float32)
        {
            return UnaryOther(function, x);
        }

        Tensor source = x.Contiguous();
        Tensor result = Tensor.Empty(source.Shape);
        Map.Apply(function, source.Span<float>(), result.Span<float>());
        GC.KeepAlive(source);
        GC.KeepAlive(result);
        return result;
    }

    /// <summary>Computes <c>f(x)</c> and <c>f′(x)</c> of every element of a float32 tensor.</summary>
    internal static Tensor UnaryWithSlope<TFunction>(TFunction function, Tensor x, out Tensor slope)
        where TFunction : struct, IUnaryFunction
    {
        Tensor source = x.Contiguous();
        Tensor result = Tensor.Empty(source.Shape);
        slope = Tensor.Empty(source.Shape);
        Map.ApplyWithSlope(function, source.Span<float>(), result.Span<float>(), slope.Span<float>());
        GC.KeepAlive(source);
        GC.KeepAlive(result);
        GC.KeepAlive(slope);
        return result;
    }

    /// <summary>Computes <c>dy·f⁽ⁿ⁾(x)</c> of every pair of elements.</summary>
    internal static Tensor UnaryBackward<TFunction>(TFunction function, int order, Tensor x, Tensor dy)
        where TFunction : struct, IUnaryFunction
    {
        Tensor source = x.Contiguous();
        Tensor gradient = dy.Contiguous();
        Tensor result = Tensor.Empty(source.Shape, x.DataType);
        switch (x.DataType)
        {
            case DataType.Float32:
                HigherDerivative.Backward<TFunction, float>(function, order, source.Span<float>(), gradient.Span<float>(), result.Span<float>());
                break;
            case DataType.Float64:
                HigherDerivative.Backward<TFunction, double>(function, order, source.Span<double>(), gradient.Span<double>(), result.Span<double>());
                break;
            default:
                Span<float> blockX = stackalloc float[Block];
                Span<float> blockY = stackalloc float[Block];
                for (int i = 0; i < source.Length; i = Partition.End(i, Block, source.Length))
                {
                    Span<float> partX = blockX[..Math.Min(Block, source.Length - i)];
                    Span<float> partY = blockY[..partX.Length];
                    Conversion.Read(source, i, partX);
                    Conversion.Read(gradient, i, partY);
                    HigherDerivative.Backward<TFunction, float>(function, order, partX, partY, partY);
                    Conversion.Write(partY, result, i);
                }

                break;
        }

        GC.KeepAlive(source);
        GC.KeepAlive(gradient);
        GC.KeepAlive(result);
        return result;
    }

    internal static Exception NeedsFloatingPoint(DataType type) => new ArgumentException(
        $"The function expects a floating-point tensor but got {type.Name()}; use To(DataType.Float32) first.");

    private static Tensor UnaryOther<TFunction>(TFunction function, Tensor x)
        where TFunction : struct, IUnaryFunction
    {
        if (!x.DataType.IsFloatingPoint())
        {
            throw NeedsFloatingPoint(x.DataType);
        }

        Tensor source = x.Contiguous();
        Tensor result = Tensor.Empty(source.Shape, x.DataType);
        if (x.DataType == DataType.Float64)
        {
            Map.Apply(function, source.Span<double>(), result.Span<double>());
        }
        else
        {
            Span<float> block = stackalloc float[Block];
            for (int i = 0; i < source.Length; i = Partition.End(i, Block, source.Length))
            {
                Span<float> part = block[..Math.Min(Block, source.Length - i)];
                Conversion.Read(source, i, part);
                Map.Apply<TFunction, float>(function, part, part);
                Conversion.Write(part, result, i);
            }
        }

        GC.KeepAlive(source);
        GC.KeepAlive(result);
        return result;
    }
}
