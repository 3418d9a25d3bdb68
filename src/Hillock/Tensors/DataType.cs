namespace Hillock.Tensors;

#pragma warning disable CA1720 // The types are called what .NET and NumPy call them.

/// <summary>The kind of number that a tensor's elements are stored as.</summary>
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
