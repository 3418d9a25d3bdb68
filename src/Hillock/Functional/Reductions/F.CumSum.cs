using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The running sums along an axis, <c>yᵢ = x₀ + … + xᵢ</c>: added in double precision in ascending order, each rounded once.</summary>
    /// <param name="x">The terms; whole numbers and truth values give an Int64.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor CumSum(Tensor x, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        return RunningSum(x, x.Shape.Axis(axis), reverse: false);
    }

    internal static Tensor RunningSum(Tensor x, int axis, bool reverse)
    {
        Tensor y;
        switch (x.DataType)
        {
            case DataType.Float32:
                y = RunningSum<float, double>(x, axis, reverse);
                break;
            case DataType.Float64:
                y = RunningSum<double, double>(x, axis, reverse);
                break;
            case DataType.Float16 or DataType.BFloat16:
                y = RunningSum<double, double>(x.Detach().To(DataType.Float64), axis, reverse).To(x.DataType);
                break;
            default:
                return RunningSum<long, long>(x.To(DataType.Int64), axis, reverse);
        }

        return Tracks(x) ? y.By(new RunningSumNode(x, axis, reverse)) : y;
    }

    private static Tensor RunningSum<T, TSum>(Tensor x, int axis, bool reverse)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        Tensor source = x.Detach().Contiguous();
        Tensor result = Tensor.Empty(x.Shape, x.DataType);
        ReadOnlySpan<T> terms = source.Span<T>();
        Span<T> sums = result.Span<T>();
        int length = x.Shape[axis];
        int inner = length == 0 ? 0 : x.Shape.Strides[axis];
        for (int start = 0; start < terms.Length; start = Partition.End(start, length * inner, terms.Length))
        {
            for (int k = 0; k < inner; k++)
            {
                TSum sum = TSum.Zero;
                for (int j = 0; j < length; j++)
                {
                    int i = start + k + ((reverse ? length - 1 - j : j) * inner);
                    sum += TSum.CreateTruncating(terms[i]);
                    sums[i] = T.CreateTruncating(sum);
                }
            }
        }

        GC.KeepAlive(source);
        GC.KeepAlive(result);
        return result;
    }
}
