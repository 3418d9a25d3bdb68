using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Hillock.Kernels;

namespace Hillock.Tensors;

/// <summary>Converts between floating-point types, rounding once, to nearest; in vectors, and long tensors on several threads.</summary>
internal static class FloatingConversion
{
    private const int Block = 512;
    private const int Piece = 1 << 14;

    // Elements below which a second thread costs more than it brings.
    private const int ParallelLength = 1 << 16;

    /// <summary>Writes the elements of one contiguous tensor to another of another type.</summary>
    internal static void Copy(Tensor source, Tensor target)
    {
        if (source.Length < ParallelLength)
        {
            Copy(source, target, 0, source.Length);
        }
        else
        {
            Parallelism.For(Partition.Count(source.Length, Piece), new Body(source, target));
        }
    }

    /// <summary>
    /// Rounds to float32 such that rounding that to fewer digits gives what rounding at once does: to the neighbour with an odd last bit, where it is not
    /// exact.
    /// </summary>
    /// <remarks>Boldo, Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd" (2008).</remarks>
    internal static void RoundToOdd(ReadOnlySpan<double> source, Span<float> target)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= source.Length; i += Vector<float>.Count)
        {
            Vector<double> d0 = new Vector<double>(source[i..]);
            Vector<double> d1 = new Vector<double>(source[(i + Vector<double>.Count)..]);
            Vector<float> nearest = Vector.Narrow(d0, d1);
            Vector.Widen(nearest, out Vector<double> n0, out Vector<double> n1);
            Vector<int> inexact = Vector.Narrow(Vector.LessThan(n0, d0) | Vector.GreaterThan(n0, d0), Vector.LessThan(n1, d1) | Vector.GreaterThan(n1, d1));
            Vector<int> above = Vector.Narrow(Vector.GreaterThan(Vector.Abs(n0), Vector.Abs(d0)), Vector.GreaterThan(Vector.Abs(n1), Vector.Abs(d1)));
            Vector<int> bits = nearest.As<float, int>();
            Vector<int> even = Vector.Equals(bits & Vector<int>.One, Vector<int>.Zero);

            // A mask is −1: one up, or one down where the neighbour was above.
            Vector<int> step = Vector<int>.One + above + above;
            (bits + (inexact & even & step)).As<int, float>().CopyTo(target[i..]);
        }

        for (; i < source.Length; i++)
        {
            float nearest = (float)source[i];
            int bits = BitConverter.SingleToInt32Bits(nearest);
            if ((nearest < source[i] || nearest > source[i]) && (bits & 1) == 0)
            {
                bits += Math.Abs((double)nearest) > Math.Abs(source[i]) ? -1 : 1;
            }

            target[i] = BitConverter.Int32BitsToSingle(bits);
        }
    }

    /// <summary>Rounds to float32.</summary>
    private static void Narrow(ReadOnlySpan<double> source, Span<float> target)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= source.Length; i += Vector<float>.Count)
        {
            Vector.Narrow(new Vector<double>(source[i..]), new Vector<double>(source[(i + Vector<double>.Count)..])).CopyTo(target[i..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] = (float)source[i];
        }
    }

    private static void Copy(Tensor source, Tensor target, int start, int length)
    {
        if (source.DataType == DataType.Float32 && target.DataType == DataType.Float64)
        {
            TensorPrimitives.ConvertChecked<float, double>(source.Span<float>().Slice(start, length), target.Span<double>().Slice(start, length));
        }
        else if (source.DataType == DataType.Float64 && target.DataType == DataType.Float32)
        {
            Narrow(source.Span<double>().Slice(start, length), target.Span<float>().Slice(start, length));
        }
        else if (target.DataType == DataType.Float32)
        {
            Conversion.Read(source, start, target.Span<float>().Slice(start, length));
        }
        else if (source.DataType == DataType.Float32)
        {
            Conversion.Write(source.Span<float>().Slice(start, length), target, start);
        }
        else
        {
            InBlocks(source, target, start, length);
        }

        GC.KeepAlive(source);
        GC.KeepAlive(target);
    }

    /// <summary>Between a 16-bit type and float64 or the other one: through float32, which holds the one, and rounds the other to odd.</summary>
    private static void InBlocks(Tensor source, Tensor target, int start, int length)
    {
        Span<float> block = stackalloc float[Block];
        int end = start + length;
        for (int i = start; i < end; i = Partition.End(i, Block, end))
        {
            Span<float> part = block[..Math.Min(Block, end - i)];
            if (source.DataType == DataType.Float64)
            {
                RoundToOdd(source.Span<double>().Slice(i, part.Length), part);
            }
            else
            {
                Conversion.Read(source, i, part);
            }

            if (target.DataType == DataType.Float64)
            {
                TensorPrimitives.ConvertChecked<float, double>(part, target.Span<double>().Slice(i, part.Length));
            }
            else
            {
                Conversion.Write(part, target, i);
            }
        }

        GC.KeepAlive(source);
        GC.KeepAlive(target);
    }

    /// <summary>Widens bfloat16 numbers, which are the upper halves of floats.</summary>
    internal static void Widen(ReadOnlySpan<BFloat16> source, Span<float> target)
    {
        ReadOnlySpan<ushort> bits = MemoryMarshal.Cast<BFloat16, ushort>(source);
        Span<uint> wide = MemoryMarshal.Cast<float, uint>(target);
        int i = 0;
        for (; i + Vector<ushort>.Count <= bits.Length; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(bits[i..]), out Vector<uint> low, out Vector<uint> high);
            (low << 16).CopyTo(wide[i..]);
            (high << 16).CopyTo(wide[(i + Vector<uint>.Count)..]);
        }

        for (; i < bits.Length; i++)
        {
            wide[i] = (uint)bits[i] << 16;
        }
    }

    /// <summary>Rounds floats to bfloat16, as its conversion does.</summary>
    internal static void Narrow(ReadOnlySpan<float> source, Span<BFloat16> target)
    {
        int i = 0;
        Span<ushort> narrow = MemoryMarshal.Cast<BFloat16, ushort>(target);
        for (; i + Vector<ushort>.Count <= source.Length; i += Vector<ushort>.Count)
        {
            Vector.Narrow(Upper(new Vector<float>(source[i..])), Upper(new Vector<float>(source[(i + Vector<float>.Count)..]))).CopyTo(narrow[i..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] = (BFloat16)source[i];
        }
    }

    private static Vector<uint> Upper(Vector<float> x)
    {
        Vector<uint> bits = x.As<float, uint>();
        Vector<uint> rounded = (bits + new Vector<uint>(0x7FFF) + ((bits >>> 16) & Vector<uint>.One)) >>> 16;
        return Vector.ConditionalSelect(Vector.Equals(x, x).As<int, uint>(), rounded, (bits >>> 16) | new Vector<uint>(0x40));
    }

    private readonly struct Body(Tensor source, Tensor target) : IParallelBody
    {
        public void Invoke(int index)
        {
            int start = index * Piece;
            Copy(source, target, start, Math.Min(Piece, source.Length - start));
        }
    }
}
