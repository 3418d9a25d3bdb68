using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Serialization;

/// <summary>The element types of safetensors files: their sizes, what becomes of them, and their bytes as elements.</summary>
internal static class SafeTensorsTypes
{
    /// <summary>The name in the file's spelling.</summary>
    internal static string NameOf(DataType type) => type switch
    {
        DataType.Float16 => "F16",
        DataType.BFloat16 => "BF16",
        DataType.Float32 => "F32",
        DataType.Float64 => "F64",
        DataType.Int64 => "I64",
        DataType.Int32 => "I32",
        DataType.UInt8 => "U8",
        _ => "BOOL",
    };

    /// <summary>The type that reading gives; null if it cannot be read.</summary>
    internal static DataType? Of(string stored) => stored switch
    {
        "F16" => DataType.Float16,
        "BF16" => DataType.BFloat16,
        "F32" => DataType.Float32,
        "F64" => DataType.Float64,
        "I64" or "U32" => DataType.Int64,
        "I32" or "I16" or "U16" or "I8" => DataType.Int32,
        "U8" => DataType.UInt8,
        "BOOL" => DataType.Bool,
        _ => null,
    };

    /// <summary>The bits of one element; 0 for a name that the format does not have.</summary>
    internal static int Bits(string stored) => stored switch
    {
        "C64" or "F64" or "I64" or "U64" => 64,
        "F32" or "I32" or "U32" => 32,
        "F16" or "BF16" or "I16" or "U16" => 16,
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" or "F8_E5M2FNUZ" or "F8_E4M3FNUZ" => 8,
        "F6_E2M3" or "F6_E3M2" => 6,
        "F4" => 4,
        _ => 0,
    };

    /// <summary>Whether the file's bytes are those of the elements in memory.</summary>
    internal static bool IsDirect(SafeTensorsEntry entry) => entry.DataType is { } type && NameOf(type) == entry.StoredType;

    /// <summary>The type that reading gives.</summary>
    /// <exception cref="DataFormatException">It cannot be read.</exception>
    internal static DataType Readable(SafeTensorsEntry entry, string source) => entry.DataType ?? throw new DataFormatException(
        source, $"tensor \"{entry.Name}\"",
        $"its elements are {entry.StoredType}, but a tensor has F16, BF16, F32, F64, I64, I32, U8 or BOOL (and I8, I16, U16 and U32 are converted)",
        entry.StoredType switch
        {
            "U64" => "save it as I64 in the program that wrote it",
            "C64" => "save its real and imaginary parts as two tensors in the program that wrote it",
            _ => "save it as F16, BF16 or F32 in the program that wrote it",
        });

    /// <summary>Writes a run of elements into a contiguous tensor of the type that reading gives.</summary>
    /// <param name="stored">The type in the file.</param>
    /// <param name="bytes">Whole elements as they are in the file, aligned or not.</param>
    /// <param name="target">The tensor.</param>
    /// <param name="start">The first element to write.</param>
    internal static void Decode(string stored, ReadOnlySpan<byte> bytes, Tensor target, int start)
    {
        switch (stored)
        {
            case "BOOL":
                Span<byte> flags = target.ReachUnchecked<byte>()[start..];
                for (int i = 0; i < bytes.Length; i++)
                {
                    flags[i] = bytes[i] == 0 ? (byte)0 : (byte)1;
                }

                break;
            case "I8": Widen<sbyte, int>(bytes, target, start, static from => (sbyte)from[0]); break;
            case "I16": Widen<short, int>(bytes, target, start, static from => BinaryPrimitives.ReadInt16LittleEndian(from)); break;
            case "U16": Widen<ushort, int>(bytes, target, start, static from => BinaryPrimitives.ReadUInt16LittleEndian(from)); break;
            case "U32": Widen<uint, long>(bytes, target, start, static from => BinaryPrimitives.ReadUInt32LittleEndian(from)); break;
            default:
                switch (target.DataType.SizeInBytes())
                {
                    case 8: Copy<long>(bytes, target, start); break;
                    case 4: Copy<int>(bytes, target, start); break;
                    case 2: Copy<short>(bytes, target, start); break;
                    default: Copy<byte>(bytes, target, start); break;
                }

                break;
        }

        GC.KeepAlive(target);
    }

    private static unsafe void Copy<T>(ReadOnlySpan<byte> bytes, Tensor target, int start)
        where T : unmanaged
    {
        Span<T> to = target.ReachUnchecked<T>().Slice(start, bytes.Length / sizeof(T));
        bytes.CopyTo(MemoryMarshal.AsBytes(to));
        if (!BitConverter.IsLittleEndian)
        {
            BinaryArrays.ReverseEndianness(to);
        }

        GC.KeepAlive(target);
    }

    private delegate T Element<T>(ReadOnlySpan<byte> bytes);

    private static unsafe void Widen<TFrom, TTo>(ReadOnlySpan<byte> bytes, Tensor target, int start, Element<TTo> element)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        Span<TTo> to = target.ReachUnchecked<TTo>().Slice(start, bytes.Length / sizeof(TFrom));
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = element(bytes.Slice(i * sizeof(TFrom), sizeof(TFrom)));
        }

        GC.KeepAlive(target);
    }
}
