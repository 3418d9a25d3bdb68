using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Kernels;

namespace Hillock.Data;

/// <summary>Reads and writes runs of elements, whatever their byte order.</summary>
internal static class BinaryArrays
{
    private const int TrustedBytes = 1 << 18; // allocated on the word of a header alone when the length cannot be checked

    /// <summary>Reads elements, without allocating more than a small multiple of what the stream really holds.</summary>
    /// <param name="stream">The input.</param>
    /// <param name="count">How many the header declares.</param>
    /// <param name="bigEndian">The byte order of the input.</param>
    /// <param name="source">The name for error messages.</param>
    /// <param name="declared">What the header declares, for error messages, such as <c>the shape (3, 4) of Float32</c>.</param>
    /// <param name="remaining">How many bytes follow at most, where the stream cannot seek and they are known.</param>
    public static T[] Read<T>(Stream stream, int count, bool bigEndian, string source, string declared, long? remaining = null)
        where T : unmanaged
    {
        int size = Unsafe.SizeOf<T>();
        long needed = (long)count * size;
        remaining = stream.CanSeek ? stream.Length - stream.Position : remaining;
        if (remaining < needed)
        {
            throw Truncated(source, declared, needed, remaining.Value);
        }

        T[] values = new T[remaining is not null ? count : Math.Min(count, TrustedBytes / size)];
        int filled = 0;
        while (true)
        {
            filled += ReadSpan(stream, values.AsSpan(filled));
            if (filled < values.Length)
            {
                throw Truncated(source, declared, needed, (long)filled * size);
            }

            if (filled == count)
            {
                break;
            }

            Array.Resize(ref values, (int)Math.Min(count, 2L * values.Length));
        }

        if (bigEndian == BitConverter.IsLittleEndian)
        {
            ReverseEndianness<T>(values);
        }

        return values;
    }

    /// <summary>Reverses the bytes of every element.</summary>
    public static void ReverseEndianness<T>(Span<T> values)
        where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == 2)
        {
            Span<ushort> words = MemoryMarshal.Cast<T, ushort>(values);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
        else if (Unsafe.SizeOf<T>() == 4)
        {
            Span<uint> words = MemoryMarshal.Cast<T, uint>(values);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
        else if (Unsafe.SizeOf<T>() == 8)
        {
            Span<ulong> words = MemoryMarshal.Cast<T, ulong>(values);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }

    /// <summary>Writes elements in little-endian order.</summary>
    public static void Write<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (BitConverter.IsLittleEndian)
        {
            foreach (Range chunk in Chunks(values.Length))
            {
                stream.Write(MemoryMarshal.AsBytes(values[chunk]));
            }

            return;
        }

        T[] swapped = values.ToArray();
        ReverseEndianness<T>(swapped);
        foreach (Range chunk in Chunks(values.Length))
        {
            stream.Write(MemoryMarshal.AsBytes<T>(swapped.AsSpan()[chunk]));
        }
    }

    /// <summary>Fills a span with elements as they are stored.</summary>
    /// <exception cref="EndOfStreamException">The stream has fewer.</exception>
    public static void Fill<T>(Stream stream, Span<T> destination)
        where T : unmanaged
    {
        if (ReadSpan(stream, destination) < destination.Length)
        {
            throw new EndOfStreamException($"The stream ends before {destination.Length} elements.");
        }
    }

    private static int ReadSpan<T>(Stream stream, Span<T> destination)
        where T : unmanaged
    {
        int filled = 0;
        foreach (Range chunk in Chunks(destination.Length))
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(destination[chunk]);
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            filled += read / Unsafe.SizeOf<T>();
            if (read < bytes.Length)
            {
                break;
            }
        }

        return filled;
    }

    // A span of bytes holds at most 2^31 - 1 of them; a million elements of 8 bytes are well below.
    private static IEnumerable<Range> Chunks(int count)
    {
        const int Size = 1 << 20;
        for (int start = 0; start < count; start = Partition.End(start, Size, count))
        {
            yield return start..Partition.End(start, Size, count);
        }
    }

    private static DataFormatException Truncated(string source, string declared, long needed, long present) =>
        new(source, null, $"the header declares {declared}, {needed} bytes, but only {present} bytes follow it",
            "the file is truncated or its header is damaged: write or download it again");
}
