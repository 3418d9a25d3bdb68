using Hillock.Tensors;

namespace Hillock.Data;

/// <summary>Turns arrays of files into tensors and back: <c>Tensor.From(array)</c>, <c>tensor.ToNumericArray()</c>.</summary>
public static class TensorArrays
{
    extension(Tensor tensor)
    {
        /// <summary>A tensor with a copy of an array's elements.</summary>
        /// <param name="array">The array.</param>
        /// <returns>
        /// A tensor of the array's type where there is one. Int8, Int16 and UInt16 become Int32, UInt32 and UInt64 become Int64, so that no value changes.
        /// </returns>
        /// <exception cref="ArgumentException">An element of type UInt64 is beyond the largest Int64.</exception>
        public static Tensor From(NumericArray array)
        {
            ArgumentNullException.ThrowIfNull(array);
            Shape shape = array.Shape;
            return array.ElementType switch
            {
                ElementType.Boolean => Tensor.From(array.Values<bool>(), shape),
                ElementType.UInt8 => Tensor.From(array.Values<byte>(), shape),
                ElementType.UInt16 => Widened(array.Values<ushort>(), shape, static x => (int)x),
                ElementType.UInt32 => Widened(array.Values<uint>(), shape, static x => (long)x),
                ElementType.UInt64 => Widened(WithinInt64(array), shape, static x => (long)x),
                ElementType.Int8 => Widened(array.Values<sbyte>(), shape, static x => (int)x),
                ElementType.Int16 => Widened(array.Values<short>(), shape, static x => (int)x),
                ElementType.Int32 => Tensor.From(array.Values<int>(), shape),
                ElementType.Int64 => Tensor.From(array.Values<long>(), shape),
                ElementType.Float16 => Tensor.From(array.Values<Half>(), shape),
                ElementType.Float32 => Tensor.From(array.Values<float>(), shape),
                _ => Tensor.From(array.Values<double>(), shape),
            };
        }

        /// <summary>An array with a copy of the tensor's elements in C order.</summary>
        /// <param name="fortranOrder">The order in which a file is to store them.</param>
        /// <returns>An array of the tensor's type; BFloat16, which NumPy does not have, becomes Float32, which holds its values.</returns>
        public NumericArray ToNumericArray(bool fortranOrder = false)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            return tensor.DataType switch
            {
                DataType.Bool => Copied<bool>(tensor, fortranOrder),
                DataType.UInt8 => Copied<byte>(tensor, fortranOrder),
                DataType.Int32 => Copied<int>(tensor, fortranOrder),
                DataType.Int64 => Copied<long>(tensor, fortranOrder),
                DataType.Float16 => Copied<Half>(tensor, fortranOrder),
                DataType.Float64 => Copied<double>(tensor, fortranOrder),
                _ => Copied<float>(tensor, fortranOrder),
            };
        }
    }

    private static NumericArray Copied<T>(Tensor tensor, bool fortranOrder)
        where T : unmanaged => NumericArray.Own(tensor.ToArray<T>(), tensor.Shape.ToArray(), fortranOrder);

    private static Tensor Widened<TFrom, TTo>(ReadOnlySpan<TFrom> values, Shape shape, Func<TFrom, TTo> convert)
        where TFrom : unmanaged
        where TTo : unmanaged => Tensor.From(Array.ConvertAll(values.ToArray(), convert.Invoke), shape);

    private static ReadOnlySpan<ulong> WithinInt64(NumericArray array)
    {
        ReadOnlySpan<ulong> values = array.Values<ulong>();
        int beyond = values.IndexOfAnyExceptInRange(0ul, (ulong)long.MaxValue);
        return beyond < 0
            ? values
            : throw new ArgumentException(
                $"The array of UInt64 holds {values[beyond]}, beyond the largest Int64, which no tensor stores; use Tensor.From(array.ToDouble(), array.Shape) if rounding is right.", nameof(array));
    }
}
