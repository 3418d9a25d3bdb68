using Hillock.Tensors;

namespace Hillock.Serialization;

/// <summary>What the header of a safetensors file says of one tensor.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="StoredType">The type in the file's spelling, such as <c>F32</c>.</param>
/// <param name="DataType">
/// The type that reading gives: I8, I16 and U16 become Int32, U32 becomes Int64, which hold their numbers exactly. Null for a type that cannot be read: U64,
/// complex numbers and floating-point numbers of 8 bits and fewer.
/// </param>
/// <param name="Shape">The lengths of the axes.</param>
/// <param name="Offset">Where in the file the elements begin, in bytes.</param>
/// <param name="SizeInBytes">How many bytes the elements take in the file.</param>
public sealed record SafeTensorsEntry(string Name, string StoredType, DataType? DataType, Shape Shape, long Offset, long SizeInBytes);
