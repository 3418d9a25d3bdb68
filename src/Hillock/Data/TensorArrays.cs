using Hillock.Tensors;

namespace Hillock.Data;

/// <summary>Tensors from arrays of files, and arrays for files from tensors: <c>Tensor.From(array)</c>, <c>tensor.ToNumericArray()</c>.</summary>
public static class TensorArrays
{
    extension(Tensor tensor)
    {
        /// <inheritdoc cref="NumericArray.ToTensor"/>
        /// <param name="array">The array.</param>
        public static Tensor From(NumericArray array)
        {
            ArgumentNullException.ThrowIfNull(array);
            return array.ToTensor();
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
}
