namespace Hillock.Data;

#pragma warning disable CA1720 // A name that is a type's name is the point here.
/// <summary>The element types of arrays in files.</summary>
public enum ElementType
{
    /// <summary>True or false, one byte.</summary>
    Boolean,

    /// <summary>Unsigned integer of 8 bits.</summary>
    UInt8,

    /// <summary>Unsigned integer of 16 bits.</summary>
    UInt16,

    /// <summary>Unsigned integer of 32 bits.</summary>
    UInt32,

    /// <summary>Unsigned integer of 64 bits.</summary>
    UInt64,

    /// <summary>Signed integer of 8 bits.</summary>
    Int8,

    /// <summary>Signed integer of 16 bits.</summary>
    Int16,

    /// <summary>Signed integer of 32 bits.</summary>
    Int32,

    /// <summary>Signed integer of 64 bits.</summary>
    Int64,

    /// <summary>Floating-point number of 16 bits (IEEE binary16).</summary>
    Float16,

    /// <summary>Floating-point number of 32 bits.</summary>
    Float32,

    /// <summary>Floating-point number of 64 bits.</summary>
    Float64,
}
#pragma warning restore CA1720
