using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Hillock.Kernels;

namespace Hillock.Tensors;

/// <summary>Moves elements between data types, through <see cref="double"/> or <see cref="long"/>, rounding once.</summary>
internal static class Conversion
{
    private const int Block = 512;

    /// <summary>Writes the source's elements, in order, to a contiguous target of another type.</summary>
    internal static void Copy(Tensor source, Tensor target)
    {
        source = source.Contiguous();
        int length = source.Length;
        if (source.DataType.IsFloatingPoint() && target.DataType.IsFloatingPoint())
        {
            FloatingConversion.Copy(source, target);
        }
        else if (source.DataType.IsFloatingPoint())
        {
            Span<double> block = stackalloc double[Block];
            for (int i = 0; i < length; i = Partition.End(i, Block, length))
            {
                Span<double> part = block[..Math.Min(Block, length - i)];
                Read(source, i, part);
                Write(part, target, i);
            }
        }
        else
        {
            Span<long> block = stackalloc long[Block];
            for (int i = 0; i < length; i = Partition.End(i, Block, length))
            {
                Span<long> part = block[..Math.Min(Block, length - i)];
                Read(source, i, part);
                Write(part, target, i);
            }
        }
    }

    /// <summary>Sets every element of a tensor, contiguous or not.</summary>
    internal static void Fill(Tensor target, double value)
    {
        Tensor one = new(Storage.Allocate(target.DataType, 1), Shape.Scalar);
        Write([value], one, 0);
        CopySameType(one, Strides0(target.Rank), target);
    }

    /// <summary>Copies elements of the same type into a tensor of the same shape, whatever the strides of both.</summary>
    /// <param name="source">Whose memory to read.</param>
    /// <param name="sourceStrides">The strides to read it with, which stay within what the source's own strides reach.</param>
    /// <param name="target">What to write.</param>
    /// <param name="first">Where the first element is, counted from the source's own first one.</param>
    internal static void CopySameType(Tensor source, ReadOnlySpan<int> sourceStrides, Tensor target, int first = 0)
    {
        switch (target.DataType.SizeInBytes())
        {
            case 8:
                StridedCopy.Copy<long>(source.ReachUnchecked<long>()[first..], sourceStrides, target.ReachUnchecked<long>(), target.Strides, target.Shape.Dimensions);
                break;
            case 4:
                StridedCopy.Copy<int>(source.ReachUnchecked<int>()[first..], sourceStrides, target.ReachUnchecked<int>(), target.Strides, target.Shape.Dimensions);
                break;
            case 2:
                StridedCopy.Copy<short>(source.ReachUnchecked<short>()[first..], sourceStrides, target.ReachUnchecked<short>(), target.Strides, target.Shape.Dimensions);
                break;
            default:
                StridedCopy.Copy<byte>(source.ReachUnchecked<byte>()[first..], sourceStrides, target.ReachUnchecked<byte>(), target.Strides, target.Shape.Dimensions);
                break;
        }

        GC.KeepAlive(source);
        GC.KeepAlive(target);
    }

    /// <summary>Reads elements of a contiguous floating-point tensor, exactly, as the type that 16-bit types are computed in.</summary>
    internal static void Read(Tensor source, int start, Span<float> target)
    {
        if (source.DataType == DataType.Float16)
        {
            ReadOnlySpan<Half> from = source.Span<Half>().Slice(start, target.Length);
            TensorPrimitives.ConvertToSingle(from, target);
        }
        else
        {
            FloatingConversion.Widen(source.Span<BFloat16>().Slice(start, target.Length), target);
        }

        GC.KeepAlive(source);
    }

    /// <summary>Rounds to a 16-bit type.</summary>
    internal static void Write(ReadOnlySpan<float> source, Tensor target, int start)
    {
        if (target.DataType == DataType.Float16)
        {
            TensorPrimitives.ConvertToHalf(source, target.Span<Half>().Slice(start, source.Length));
        }
        else
        {
            FloatingConversion.Narrow(source, target.Span<BFloat16>().Slice(start, source.Length));
        }

        GC.KeepAlive(target);
    }

    /// <summary>Reads elements of a contiguous floating-point tensor, exactly.</summary>
    internal static void Read(Tensor source, int start, Span<double> target)
    {
        switch (source.DataType)
        {
            case DataType.Float64:
                source.Span<double>().Slice(start, target.Length).CopyTo(target);
                break;
            case DataType.Float32:
                ReadOnlySpan<float> singles = source.Span<float>().Slice(start, target.Length);
                for (int i = 0; i < singles.Length; i++)
                {
                    target[i] = singles[i];
                }

                break;
            case DataType.Float16:
                ReadOnlySpan<Half> halves = source.Span<Half>().Slice(start, target.Length);
                for (int i = 0; i < halves.Length; i++)
                {
                    target[i] = (double)halves[i];
                }

                break;
            default:
                ReadOnlySpan<BFloat16> brains = source.Span<BFloat16>().Slice(start, target.Length);
                for (int i = 0; i < brains.Length; i++)
                {
                    target[i] = (float)brains[i];
                }

                break;
        }

        GC.KeepAlive(source);
    }

    /// <summary>Reads elements of a contiguous whole-number tensor.</summary>
    internal static void Read(Tensor source, int start, Span<long> target)
    {
        switch (source.DataType)
        {
            case DataType.Int64:
                source.Span<long>().Slice(start, target.Length).CopyTo(target);
                break;
            case DataType.Int32:
                ReadOnlySpan<int> ints = source.Span<int>().Slice(start, target.Length);
                for (int i = 0; i < ints.Length; i++)
                {
                    target[i] = ints[i];
                }

                break;
            case DataType.UInt8:
                ReadOnlySpan<byte> bytes = source.Span<byte>().Slice(start, target.Length);
                for (int i = 0; i < bytes.Length; i++)
                {
                    target[i] = bytes[i];
                }

                break;
            default:
                ReadOnlySpan<bool> bits = source.Span<bool>().Slice(start, target.Length);
                for (int i = 0; i < bits.Length; i++)
                {
                    target[i] = bits[i] ? 1 : 0;
                }

                break;
        }

        GC.KeepAlive(source);
    }

    /// <summary>Writes to a contiguous tensor of any type; whole numbers saturate, NaN becomes 0.</summary>
    internal static void Write(ReadOnlySpan<double> source, Tensor target, int start)
    {
        switch (target.DataType)
        {
            case DataType.Float64: To<double>(source, target, start, static v => v); break;
            case DataType.Float32: To<float>(source, target, start, static v => (float)v); break;
            case DataType.Float16: To<Half>(source, target, start, static v => (Half)v); break;
            case DataType.BFloat16: To<BFloat16>(source, target, start, static v => (BFloat16)v); break;
            case DataType.Int64: To<long>(source, target, start, long.CreateSaturating); break;
            case DataType.Int32: To<int>(source, target, start, int.CreateSaturating); break;
            case DataType.UInt8: To<byte>(source, target, start, byte.CreateSaturating); break;
            default: To<bool>(source, target, start, static v => v != 0); break;
        }
    }

    /// <summary>Writes to a contiguous tensor of any type; a narrower whole number keeps the low bits.</summary>
    internal static void Write(ReadOnlySpan<long> source, Tensor target, int start)
    {
        switch (target.DataType)
        {
            case DataType.Float64: To<double>(source, target, start, static v => v); break;
            case DataType.Float32: To<float>(source, target, start, static v => v); break;
            case DataType.Float16: To<Half>(source, target, start, static v => (Half)v); break;
            case DataType.BFloat16: To<BFloat16>(source, target, start, static v => (BFloat16)RoundToOdd(v)); break;
            case DataType.Int64: To<long>(source, target, start, static v => v); break;
            case DataType.Int32: To<int>(source, target, start, static v => unchecked((int)v)); break;
            case DataType.UInt8: To<byte>(source, target, start, static v => unchecked((byte)v)); break;
            default: To<bool>(source, target, start, static v => v != 0); break;
        }
    }

    private static void To<T>(ReadOnlySpan<double> source, Tensor target, int start, Func<double, T> convert)
        where T : unmanaged
    {
        Span<T> to = target.Span<T>().Slice(start, source.Length);
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = convert(source[i]);
        }

        GC.KeepAlive(target);
    }

    private static void To<T>(ReadOnlySpan<long> source, Tensor target, int start, Func<long, T> convert)
        where T : unmanaged
    {
        Span<T> to = target.Span<T>().Slice(start, source.Length);
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = convert(source[i]);
        }

        GC.KeepAlive(target);
    }

    /// <summary>
    /// A number of 53 bits on the same side of every shorter one: what does not fit is cut off and leaves the last bit odd, so that rounding it again rounds
    /// once (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums", 2008).
    /// </summary>
    private static double RoundToOdd(long value)
    {
        ulong magnitude = value < 0 ? 0 - (ulong)value : (ulong)value;
        int excess = 64 - 53 - BitOperations.LeadingZeroCount(magnitude);
        if (excess <= 0)
        {
            return value;
        }

        ulong kept = magnitude >> excess << excess;
        kept |= kept != magnitude ? 1UL << excess : 0;
        return value < 0 ? -(double)kept : kept;
    }

    private static ReadOnlySpan<int> Strides0(int rank) => rank <= Zeros.Length ? Zeros.AsSpan(0, rank) : new int[rank];

    private static readonly int[] Zeros = new int[8];
}
