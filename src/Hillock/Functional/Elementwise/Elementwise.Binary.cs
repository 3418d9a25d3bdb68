using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

internal static partial class Elementwise
{

    /// <summary>Computes <c>f(x, y)</c> of every pair of elements; the types are equal and of floating point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Tensor Binary<TFunction>(TFunction function, Tensor x, Tensor y)
        where TFunction : struct, IBinaryFunction
    {
        if (x.DataType != DataType.Float32 || !x.IsContiguous || !y.IsContiguous || !x.Shape.Equals(y.Shape))
        {
            return BinaryOther(function, x, y);
        }

        Tensor result = Tensor.Empty(x.Shape);
        Zip.Apply(function, x.Span<float>(), y.Span<float>(), result.Span<float>());
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        GC.KeepAlive(result);
        return result;
    }

    /// <summary>Computes <c>f(x, s)</c> of every element and one number.</summary>
    internal static Tensor WithScalar<TFunction>(TFunction function, Tensor x, double scalar)
        where TFunction : struct, IBinaryFunction
    {
        Tensor source = Widened(x).Contiguous();
        Tensor result = Tensor.Empty(source.Shape, source.DataType);
        if (source.DataType == DataType.Float32)
        {
            Zip.ApplyRight(function, source.Span<float>(), (float)scalar, result.Span<float>());
        }
        else
        {
            Zip.ApplyRight(function, source.Span<double>(), scalar, result.Span<double>());
        }

        GC.KeepAlive(source);
        return Narrowed(result, x.DataType);
    }

    /// <summary>Computes <c>f(s, x)</c> of one number and every element.</summary>
    internal static Tensor WithScalarLeft<TFunction>(TFunction function, double scalar, Tensor x)
        where TFunction : struct, IBinaryFunction
    {
        Tensor source = Widened(x).Contiguous();
        Tensor result = Tensor.Empty(source.Shape, source.DataType);
        if (source.DataType == DataType.Float32)
        {
            Zip.ApplyLeft(function, (float)scalar, source.Span<float>(), result.Span<float>());
        }
        else
        {
            Zip.ApplyLeft(function, scalar, source.Span<double>(), result.Span<double>());
        }

        GC.KeepAlive(source);
        return Narrowed(result, x.DataType);
    }

    /// <summary>
    /// Computes <c>x ← f(x, y)</c> in the memory of <paramref name="x"/>; <paramref name="y"/> broadcasts. Counts as a change once all is checked.
    /// </summary>
    internal static void InPlace<TFunction>(TFunction function, Tensor x, Tensor y)
        where TFunction : struct, IBinaryFunction
    {
        if (x.IsContiguous && y.IsContiguous && x.DataType == DataType.Float32 && y.DataType == DataType.Float32 && x.Shape.Equals(y.Shape))
        {
            Span<float> target = x.Span<float>();
            ReadOnlySpan<float> other = y.Span<float>();
            x.Storage.Version++;
            Zip.Apply(function, target, other, target);
            GC.KeepAlive(x);
            GC.KeepAlive(y);
        }
        else if (!Shape.Broadcast(x.Shape, y.Shape).Equals(x.Shape))
        {
            throw new ArgumentException($"A change in place of a tensor of shape {x.Shape} expects a shape that broadcasts to it but got {y.Shape}.");
        }
        else if (x.IsContiguous && x.DataType is DataType.Float32 or DataType.Float64)
        {
            y = y.To(x.DataType);
            x.Storage.Version++;
            BinaryInto(function, x, y, x);
        }
        else
        {
            Tensor wide = Widened(x);
            Tensor narrow = Narrowed(Binary(function, wide, y.To(wide.DataType)), x.DataType);
            x.Storage.Version++;
            Conversion.CopySameType(narrow, narrow.Strides, x);
        }
    }

    /// <summary>The tensor in the type it is computed in: float32 for 16-bit types.</summary>
    internal static Tensor Widened(Tensor x) => x.DataType switch
    {
        DataType.Float32 or DataType.Float64 => x,
        DataType.Float16 or DataType.BFloat16 => x.Detach().To(DataType.Float32),
        _ => throw NeedsFloatingPoint(x.DataType),
    };

    internal static Tensor Narrowed(Tensor x, DataType type) => x.To(type);

    private static Tensor BinaryOther<TFunction>(TFunction function, Tensor x, Tensor y)
        where TFunction : struct, IBinaryFunction
    {
        DataType type = x.DataType;
        if (type is not (DataType.Float32 or DataType.Float64))
        {
            return Narrowed(BinaryOther(function, Widened(x), Widened(y)), type);
        }

        Tensor result = Tensor.Empty(Shape.Broadcast(x.Shape, y.Shape), type);
        BinaryInto(function, x, y, result);
        return result;
    }

    private static void BinaryInto<TFunction>(TFunction function, Tensor x, Tensor y, Tensor result)
        where TFunction : struct, IBinaryFunction
    {
        if (result.DataType == DataType.Float32)
        {
            BinaryInto<TFunction, float>(function, x, y, result);
        }
        else
        {
            BinaryInto<TFunction, double>(function, x, y, result);
        }
    }

    private static void BinaryInto<TFunction, TElement>(TFunction function, Tensor x, Tensor y, Tensor result)
        where TFunction : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        int rank = result.Rank;
        Span<int> xFull = stackalloc int[rank];
        Span<int> yFull = stackalloc int[rank];
        Span<int> lengths = stackalloc int[rank + 2];
        Span<int> xs = stackalloc int[rank + 2];
        Span<int> ys = stackalloc int[rank + 2];
        x = Broadcasting.Align(x, rank, xFull);
        y = Broadcasting.Align(y, rank, yFull);
        int count = StridedCopy.Coalesce(result.Shape.Dimensions, xFull, yFull, lengths, xs, ys);
        if (count < 0)
        {
            return;
        }

        for (; count < 2; count++)
        {
            // Pad in front so that there is always an outer and an inner axis.
            lengths[..count].CopyTo(lengths[1..]);
            xs[..count].CopyTo(xs[1..]);
            ys[..count].CopyTo(ys[1..]);
            (lengths[0], xs[0], ys[0]) = (1, 0, 0);
        }

        int outerCount = count - 2;
        ref TElement xRef = ref MemoryMarshal.GetReference(x.Reach<TElement>());
        ref TElement yRef = ref MemoryMarshal.GetReference(y.Reach<TElement>());
        Span<TElement> z = result.Span<TElement>();
        Span<int> index = stackalloc int[outerCount + 1];
        index.Clear();
        BroadcastPlane<TFunction, TElement> plane = new BroadcastPlane<TFunction, TElement>(
            function, lengths[count - 2], lengths[count - 1], xs[count - 2], xs[count - 1], ys[count - 2], ys[count - 1]);
        nint xi = 0;
        nint yi = 0;
        int done = 0;
        int planeLength = lengths[count - 2] * lengths[count - 1];
        while (true)
        {
            plane.Run(ref Unsafe.Add(ref xRef, xi), ref Unsafe.Add(ref yRef, yi), z.Slice(done, planeLength));
            done += planeLength;
            int axis = outerCount - 1;
            for (; axis >= 0; axis--)
            {
                xi += xs[axis];
                yi += ys[axis];
                if (++index[axis] < lengths[axis])
                {
                    break;
                }

                xi -= (nint)xs[axis] * lengths[axis];
                yi -= (nint)ys[axis] * lengths[axis];
                index[axis] = 0;
            }

            if (axis < 0)
            {
                break;
            }
        }

        GC.KeepAlive(x);
        GC.KeepAlive(y);
        GC.KeepAlive(result);
    }
}
