using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>How often each of the numbers 0, 1, 2 … occurs, or the sum of the weights where it does.</summary>
    /// <param name="x">The numbers, Int64, Int32 or UInt8, 0 or more, of any shape.</param>
    /// <param name="weights">What each number counts for, of a floating-point type and the shape of <paramref name="x"/>; 1 when left out.</param>
    /// <param name="minLength">The least length of the result.</param>
    /// <returns>
    /// A vector as long as the largest number and 1 more, or <paramref name="minLength"/>: of <see cref="DataType.Int64"/>, or of the type of the weights,
    /// which are added in double precision in order and get gradients.
    /// </returns>
    /// <exception cref="ArgumentException">The numbers are not whole, or the weights do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number is negative or too large to be counted up to, or <paramref name="minLength"/> is negative.
    /// </exception>
    public static Tensor BinCount(Tensor x, Tensor? weights = null, int minLength = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegative(minLength);
        Tensor flat = CheckWhole(x.Detach(), nameof(BinCount)).Reshape(x.Length);
        if (weights is not null && (!weights.Shape.Equals(x.Shape) || !weights.DataType.IsFloatingPoint()))
        {
            throw new ArgumentException(
                $"BinCount expects weights of a floating-point type and the numbers' shape {x.Shape} but got {weights.DataType.Name()} {weights.Shape}.",
                nameof(weights));
        }

        int length = Math.Max(minLength, x.Length == 0 ? 0 : CountUpTo(flat, nameof(BinCount), nameof(x)));
        DataType type = weights is null ? DataType.Int64 : DataType.Float64;
        Tensor terms = weights is null ? Tensor.Ones(x.Length, type) : Reshape(weights.To(type), x.Length);
        return ScatterAdd(Tensor.Zeros(length, type), 0, flat, terms).To(weights?.DataType ?? type);
    }
}
