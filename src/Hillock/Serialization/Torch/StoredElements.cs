using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Serialization.Torch;

/// <summary>Elements of a storage as a tensor of one axis.</summary>
internal static class StoredElements
{
    /// <summary>Reads elements, which the stream is said to have.</summary>
    /// <param name="stream">The content of a member.</param>
    /// <param name="type">How they are stored.</param>
    /// <param name="target">The type of the tensor.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="known">The bytes that are there for certain; null of compressed content, for which memory grows with what comes.</param>
    /// <param name="source">The name for messages.</param>
    public static Tensor Read(Stream stream, StoredType type, DataType target, int length, long? known, string source)
    {
        return type.Name switch
        {
            "int16" => Tensor.From(Array.ConvertAll(Elements<short>(), static value => (int)value)),
            "int8" => Tensor.From(Array.ConvertAll(Elements<sbyte>(), static value => (int)value)),
            "uint16" => Tensor.From(Array.ConvertAll(Elements<ushort>(), static value => (int)value)),
            "uint32" => Tensor.From(Array.ConvertAll(Elements<uint>(), static value => (long)value)),
            "bool" => Tensor.From(Array.ConvertAll(Elements<byte>(), static value => value != 0)),
            _ => target.SizeInBytes() switch
            {
                8 => Plain<long>(),
                4 => Plain<int>(),
                2 => Plain<short>(),
                _ => Plain<byte>(),
            },
        };

        T[] Elements<T>()
            where T : unmanaged =>
            BinaryArrays.Read<T>(stream, length, bigEndian: false, source, $"{length} elements of {type.Name}", known);

        Tensor Plain<T>()
            where T : unmanaged
        {
            T[]? read = known is null ? Elements<T>() : null;
            Tensor result = Tensor.Empty([length], target);
            Span<T> elements = result.ReachUnchecked<T>();
            if (read is not null)
            {
                read.CopyTo(elements);
            }
            else
            {
                BinaryArrays.Fill(stream, elements);
                if (!BitConverter.IsLittleEndian)
                {
                    BinaryArrays.ReverseEndianness(elements);
                }
            }

            GC.KeepAlive(result);
            return result;
        }
    }
}
