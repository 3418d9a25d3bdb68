using System.Globalization;

namespace Hillock.Tensors;

/// <summary>Sizes that are computed of a user's numbers, in arithmetic that does not overflow.</summary>
internal static class TensorSize
{
    /// <summary>The most elements that a tensor, and so an axis, has room for.</summary>
    internal static int Most => Array.MaxLength;

    /// <summary>The product of numbers of 0 or more.</summary>
    internal static Int128 Product(params ReadOnlySpan<int> factors)
    {
        // Of up to four: 2¹²⁴.
        Int128 product = 1;
        foreach (int factor in factors)
        {
            product *= factor;
        }

        return product;
    }

    /// <summary>A size that fits a tensor; otherwise an exception.</summary>
    /// <param name="size">The size.</param>
    /// <param name="function">What was called, for the message.</param>
    /// <param name="what">What has the size, and of which numbers.</param>
    /// <param name="wayOut">What to do about it.</param>
    /// <param name="name">The argument.</param>
    internal static int Fitting(Int128 size, string function, string what, string wayOut, string name) => size <= Most
        ? (int)size
        : throw new ArgumentException(
            $"{function} expects {what} of at most {Most.ToString(CultureInfo.InvariantCulture)} elements, as many as a tensor has room for, but got " +
            $"{size.ToString(CultureInfo.InvariantCulture)}; {wayOut}.", name);
}
