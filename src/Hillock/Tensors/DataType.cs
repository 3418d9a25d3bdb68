namespace Hillock.Tensors;

#pragma warning disable CA1720 // The types are called what .NET and NumPy call them.

/// <summary>The kind of number that a tensor's elements are stored as.</summary>
/// <remarks>
/// Whole numbers that leave the range of their type wrap around, in arithmetic and when converted to a narrower type, as in NumPy:
/// the UInt8 200 + 100 is 44, the Int32 2³¹ − 1 + 1 is −2³¹. Sums and running sums of them are Int64.
/// </remarks>
public enum DataType
{
    /// <summary>IEEE 754 binary32, <see cref="float"/>: the default.</summary>
    Float32,

    /// <summary>IEEE 754 binary64, <see cref="double"/>.</summary>
    Float64,

    /// <summary>IEEE 754 binary16, <see cref="Half"/>: computed in <see cref="Float32"/>, or wider, and rounded once to be stored.</summary>
    Float16,

    /// <summary>The upper half of a binary32, <see cref="Tensors.BFloat16"/>: computed in <see cref="Float32"/>, or wider, and rounded once.</summary>
    BFloat16,

    /// <summary>Signed 64-bit whole numbers, <see cref="long"/>: the type of class indices.</summary>
    Int64,

    /// <summary>Signed 32-bit whole numbers, <see cref="int"/>.</summary>
    Int32,

    /// <summary>Unsigned 8-bit whole numbers, <see cref="byte"/>.</summary>
    UInt8,

    /// <summary>Truth values, <see cref="bool"/>: what comparisons return.</summary>
    Bool,
}
