using System.Runtime.CompilerServices;

namespace Hillock.Tensors;

/// <summary>What there is to know about a <see cref="DataType"/>.</summary>
public static class DataTypes
{
    /// <summary>The number of bytes of one element.</summary>
    public static int SizeInBytes(this DataType type) => type switch
    {
        DataType.Float64 or DataType.Int64 => 8,
        DataType.Float32 or DataType.Int32 => 4,
        DataType.Float16 or DataType.BFloat16 => 2,
        _ => 1,
    };

    /// <summary>
    /// True for <see cref="DataType.Float32"/>, <see cref="DataType.Float64"/>, <see cref="DataType.Float16"/> and <see cref="DataType.BFloat16"/>: the types
    /// that can carry a gradient.
    /// </summary>
    public static bool IsFloatingPoint(this DataType type) => type <= DataType.BFloat16;

    /// <summary>The name in PyTorch's and NumPy's spelling: <c>float32</c>, <c>bool</c> ...</summary>
    public static string Name(this DataType type) => type switch
    {
        DataType.Float32 => "float32",
        DataType.Float64 => "float64",
        DataType.Float16 => "float16",
        DataType.BFloat16 => "bfloat16",
        DataType.Int64 => "int64",
        DataType.Int32 => "int32",
        DataType.UInt8 => "uint8",
        DataType.Bool => "bool",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "DataType expects one of its named values."),
    };

    /// <summary>The data type that stores a .NET type.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <exception cref="ArgumentException">No data type stores <typeparamref name="T"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DataType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return DataType.Float32;
        }

        if (typeof(T) == typeof(double))
        {
            return DataType.Float64;
        }

        if (typeof(T) == typeof(Half))
        {
            return DataType.Float16;
        }

        if (typeof(T) == typeof(BFloat16))
        {
            return DataType.BFloat16;
        }

        if (typeof(T) == typeof(long))
        {
            return DataType.Int64;
        }

        if (typeof(T) == typeof(int))
        {
            return DataType.Int32;
        }

        if (typeof(T) == typeof(byte))
        {
            return DataType.UInt8;
        }

        if (typeof(T) == typeof(bool))
        {
            return DataType.Bool;
        }

        throw new ArgumentException($"A tensor stores float, double, Half, BFloat16, long, int, byte or bool but not {typeof(T).Name}.");
    }

    /// <summary>The type in which an operation on two types is computed and returned.</summary>
    /// <remarks>
    /// As in PyTorch for tensors of one or more axes: a floating-point type wins over a whole-number type, the wider over the
    /// narrower, and Float16 with BFloat16 gives Float32.
    /// </remarks>
    public static DataType Promote(DataType a, DataType b)
    {
        if (a == b)
        {
            return a;
        }

        if (a.IsFloatingPoint() && b.IsFloatingPoint())
        {
            return a == DataType.Float64 || b == DataType.Float64 ? DataType.Float64 : DataType.Float32;
        }

        if (a.IsFloatingPoint() || b.IsFloatingPoint())
        {
            return a.IsFloatingPoint() ? a : b;
        }

        // Int64, Int32, UInt8, Bool stand in this order in the enumeration.
        return a < b ? a : b;
    }
}
