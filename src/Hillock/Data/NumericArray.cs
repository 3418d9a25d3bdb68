using System.Globalization;
using Hillock.Tensors;

namespace Hillock.Data;

/// <summary>An array as it stands in a file: an element type, a shape of any rank, and the elements in C order (last axis fastest). Immutable.</summary>
public sealed class NumericArray
{
    private readonly Array _values;
    private readonly int[] _shape;

    private NumericArray(Array values, ElementType elementType, int[] shape, bool fortranOrder)
    {
        _values = values;
        ElementType = elementType;
        _shape = shape;
        FortranOrder = fortranOrder;
    }

    /// <summary>The element type.</summary>
    public ElementType ElementType { get; }

    /// <summary>The lengths of the axes; empty for a single number (rank 0).</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>The element type and the shape, as in <c>Float32 [2, 3]</c>.</summary>
    public override string ToString() => $"{ElementType} [{string.Join(", ", _shape)}]";

    /// <summary>The number of axes.</summary>
    public int Rank => _shape.Length;

    /// <summary>The number of elements: the product of <see cref="Shape"/>.</summary>
    public int Length => _values.Length;

    /// <summary>The bytes of the elements.</summary>
    internal long SizeInBytes => (long)Length * ElementType switch
    {
        ElementType.Boolean or ElementType.UInt8 or ElementType.Int8 => 1,
        ElementType.UInt16 or ElementType.Int16 or ElementType.Float16 => 2,
        ElementType.UInt32 or ElementType.Int32 or ElementType.Float32 => 4,
        _ => 8,
    };

    /// <summary>Whether the file stores, or is to store, the first axis fastest. The elements here are in C order all the same.</summary>
    public bool FortranOrder { get; }

    /// <summary>Creates an array. The spans are copied.</summary>
    /// <typeparam name="T">
    /// One of <see cref="bool"/>, <see cref="byte"/>, <see cref="ushort"/>, <see cref="uint"/>, <see cref="ulong"/>, <see cref="sbyte"/>, <see cref="short"/>,
    /// <see cref="int"/>, <see cref="long"/>, <see cref="Half"/>, <see cref="float"/>, <see cref="double"/>.
    /// </typeparam>
    /// <param name="values">The elements in C order.</param>
    /// <param name="shape">The lengths of the axes.</param>
    /// <param name="fortranOrder">The order in which a file is to store them.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException">The shape has another number of elements or a negative axis.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is none of the element types.</exception>
    public static NumericArray Create<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> shape, bool fortranOrder = false)
        where T : unmanaged
    {
        ElementType type = TypeOf<T>();
        if (CountOf(shape) != values.Length)
        {
            throw new ArgumentException(
                $"The shape {Describe(shape)} does not hold {values.Length} elements; pass the lengths of the axes.", nameof(shape));
        }

        return new NumericArray(values.ToArray(), type, shape.ToArray(), fortranOrder);
    }

    /// <summary>Takes over arrays that nobody else holds.</summary>
    internal static NumericArray Own<T>(T[] values, int[] shape, bool fortranOrder)
        where T : unmanaged => new(values, TypeOf<T>(), shape, fortranOrder);

    /// <summary>The elements in C order.</summary>
    /// <typeparam name="T">The type that belongs to <see cref="ElementType"/>.</typeparam>
    /// <returns>All elements.</returns>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is another type.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged =>
        _values is T[] values && TypeOf<T>() == ElementType // the run time lets sbyte[] pass as byte[], and so on
            ? values
            : throw new InvalidOperationException(
                $"The elements are {ElementType}, not {typeof(T).Name}; ask for that type, or use ToSingle() or ToDouble().");

    /// <summary>The elements as floats, each rounded once; true is 1.</summary>
    /// <returns>A new array.</returns>
    public float[] ToSingle() => ElementType switch
    {
        ElementType.Boolean => Array.ConvertAll((bool[])_values, static x => x ? 1f : 0f),
        ElementType.UInt8 => Array.ConvertAll((byte[])_values, static x => (float)x),
        ElementType.UInt16 => Array.ConvertAll((ushort[])_values, static x => (float)x),
        ElementType.UInt32 => Array.ConvertAll((uint[])_values, static x => (float)x),
        ElementType.UInt64 => Array.ConvertAll((ulong[])_values, static x => (float)x),
        ElementType.Int8 => Array.ConvertAll((sbyte[])_values, static x => (float)x),
        ElementType.Int16 => Array.ConvertAll((short[])_values, static x => (float)x),
        ElementType.Int32 => Array.ConvertAll((int[])_values, static x => (float)x),
        ElementType.Int64 => Array.ConvertAll((long[])_values, static x => (float)x),
        ElementType.Float16 => Array.ConvertAll((Half[])_values, static x => (float)x),
        ElementType.Float32 => (float[])_values.Clone(),
        _ => Array.ConvertAll((double[])_values, static x => (float)x),
    };

    /// <summary>The elements as doubles; exact except for integers beyond 2^53.</summary>
    /// <returns>A new array.</returns>
    public double[] ToDouble() => ElementType switch
    {
        ElementType.UInt64 => Array.ConvertAll((ulong[])_values, static x => (double)x),
        ElementType.Int64 => Array.ConvertAll((long[])_values, static x => (double)x),
        ElementType.UInt32 => Array.ConvertAll((uint[])_values, static x => (double)x),
        ElementType.Int32 => Array.ConvertAll((int[])_values, static x => (double)x),
        ElementType.Float64 => (double[])_values.Clone(),
        _ => Array.ConvertAll(ToSingle(), static x => (double)x), // every narrower type fits a float exactly
    };

    /// <summary>A tensor with a copy of the elements.</summary>
    /// <returns>
    /// A tensor of the array's type where there is one. Int8, Int16 and UInt16 become Int32, UInt32 and UInt64 become Int64, so that no value changes.
    /// </returns>
    /// <exception cref="ArgumentException">An element of type UInt64 is beyond the largest Int64.</exception>
    public Tensor ToTensor()
    {
        Shape shape = Shape;
        return ElementType switch
        {
            ElementType.Boolean => Tensor.From(Values<bool>(), shape),
            ElementType.UInt8 => Tensor.From(Values<byte>(), shape),
            ElementType.UInt16 => Tensor.From(Array.ConvertAll((ushort[])_values, static x => (int)x), shape),
            ElementType.UInt32 => Tensor.From(Array.ConvertAll((uint[])_values, static x => (long)x), shape),
            ElementType.UInt64 => Tensor.From(Array.ConvertAll((ulong[])_values, WithinInt64), shape),
            ElementType.Int8 => Tensor.From(Array.ConvertAll((sbyte[])_values, static x => (int)x), shape),
            ElementType.Int16 => Tensor.From(Array.ConvertAll((short[])_values, static x => (int)x), shape),
            ElementType.Int32 => Tensor.From(Values<int>(), shape),
            ElementType.Int64 => Tensor.From(Values<long>(), shape),
            ElementType.Float16 => Tensor.From(Values<Half>(), shape),
            ElementType.Float32 => Tensor.From(Values<float>(), shape),
            _ => Tensor.From(Values<double>(), shape),
        };
    }

    internal static ElementType TypeOf<T>()
        where T : unmanaged =>
        typeof(T) == typeof(float) ? ElementType.Float32
        : typeof(T) == typeof(double) ? ElementType.Float64
        : typeof(T) == typeof(Half) ? ElementType.Float16
        : typeof(T) == typeof(int) ? ElementType.Int32
        : typeof(T) == typeof(long) ? ElementType.Int64
        : typeof(T) == typeof(short) ? ElementType.Int16
        : typeof(T) == typeof(byte) ? ElementType.UInt8
        : typeof(T) == typeof(ushort) ? ElementType.UInt16
        : typeof(T) == typeof(uint) ? ElementType.UInt32
        : typeof(T) == typeof(ulong) ? ElementType.UInt64
        : typeof(T) == typeof(sbyte) ? ElementType.Int8
        : typeof(T) == typeof(bool) ? ElementType.Boolean
        : throw new NotSupportedException($"Arrays of {typeof(T).Name} are not supported; convert to float or double first.");

    /// <summary>The number of elements of a shape, or −1 when an axis is negative or there are more than an array can hold.</summary>
    internal static int CountOf(ReadOnlySpan<int> shape)
    {
        long count = 1;
        bool empty = false;
        foreach (int length in shape)
        {
            if (length < 0)
            {
                return -1;
            }

            empty |= length == 0;
            if (length > 0 && (count *= length) > Array.MaxLength)
            {
                count = (long)Array.MaxLength + 1; // stays too large, unless another axis is 0
            }
        }

        return empty ? 0 : count > Array.MaxLength ? -1 : (int)count;
    }

    /// <summary>A shape in Python's spelling: <c>()</c>, <c>(3,)</c>, <c>(3, 4)</c>.</summary>
    internal static string Describe(ReadOnlySpan<int> shape) =>
        "(" + string.Join(", ", shape.ToArray().Select(static x => x.ToString(CultureInfo.InvariantCulture))) + (shape.Length == 1 ? ",)" : ")");

    private static long WithinInt64(ulong value) => value <= long.MaxValue
        ? (long)value
        : throw new ArgumentException(
            $"The array holds {value} as UInt64, beyond the largest Int64, which no tensor stores; use Tensor.From(array.ToDouble(), array.Shape) if " +
            "rounding is right.");
}
