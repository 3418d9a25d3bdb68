using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>
    /// The tensor laid next to itself, again and again: along an axis of length n with r repetitions, <c>y[i] = x[i mod n]</c> for i below r·n.
    /// </summary>
    /// <param name="x">The tensor, of any type.</param>
    /// <param name="repeats">How many times along each axis, 0 or more; more numbers than there are axes put new axes in front.</param>
    /// <returns>A copy. A gradient is summed over the repetitions.</returns>
    /// <exception cref="ArgumentException">There are fewer numbers than axes, or one is negative, or the result would have too many elements.</exception>
    public static Tensor Repeat(Tensor x, params ReadOnlySpan<int> repeats)
    {
        ArgumentNullException.ThrowIfNull(x);
        int added = repeats.Length - x.Rank;
        if (added < 0 || repeats.ContainsAnyInRange(int.MinValue, -1))
        {
            throw new ArgumentException(
                $"Repeat of the shape {x.Shape} expects {x.Rank} numbers of 0 or more, or further ones in front for new axes, but got {Shape.Format(repeats)}.",
                nameof(repeats));
        }

        // Each axis gets one of length 1 in front of it, which is then expanded.
        int[] apart = new int[2 * repeats.Length];
        int[] expanded = new int[apart.Length];
        int[] joined = new int[repeats.Length];
        for (int i = 0; i < repeats.Length; i++)
        {
            int length = i < added ? 1 : x.Shape.Dimensions[i - added];
            (apart[2 * i], apart[(2 * i) + 1]) = (1, length);
            (expanded[2 * i], expanded[(2 * i) + 1]) = (repeats[i], length);
            joined[i] = Times(length, repeats[i], nameof(Repeat));
        }

        Tensor y = Reshape(Expand(Reshape(x, Shape.Adopt(apart)), Shape.Adopt(expanded)), Shape.Adopt(joined));
        return ReferenceEquals(y.Storage, x.Storage) ? Copy(y) : y;
    }

    /// <summary>Each element in row-major order, several times in a row: <c>x₀, x₀, x₁, x₁ …</c></summary>
    /// <param name="x">The elements, of any type.</param>
    /// <param name="repeats">How many times, 0 or more.</param>
    /// <returns>A vector. A gradient is summed over the repetitions.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="repeats"/> is negative.</exception>
    public static Tensor RepeatInterleave(Tensor x, int repeats)
    {
        ArgumentNullException.ThrowIfNull(x);
        return RepeatInterleave(Reshape(x, x.Length), repeats, 0);
    }

    /// <summary>Each slice along an axis several times in a row.</summary>
    /// <param name="x">The elements, of any type.</param>
    /// <param name="repeats">How many times, 0 or more.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <returns>A copy. A gradient is summed over the repetitions.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="repeats"/> is negative, or there is no such axis.</exception>
    public static Tensor RepeatInterleave(Tensor x, int repeats, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        axis = x.Shape.Axis(axis);
        if (repeats < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(repeats), repeats, $"RepeatInterleave expects a number of 0 or more but got {repeats}.");
        }

        int[] joined = x.Shape.Dimensions.ToArray();
        joined[axis] = Times(joined[axis], repeats, nameof(RepeatInterleave));
        Tensor apart = x.Unsqueeze(axis + 1);
        int[] expanded = apart.Shape.Dimensions.ToArray();
        expanded[axis + 1] = repeats;
        Tensor y = Reshape(Expand(apart, Shape.Adopt(expanded)), Shape.Adopt(joined));
        return ReferenceEquals(y.Storage, x.Storage) ? Copy(y) : y;
    }

    /// <summary>Each element in row-major order, as many times in a row as is said for it.</summary>
    /// <inheritdoc cref="RepeatInterleave(Tensor, Tensor, int)"/>
    public static Tensor RepeatInterleave(Tensor x, Tensor repeats)
    {
        ArgumentNullException.ThrowIfNull(x);
        return RepeatInterleave(Reshape(x, x.Length), repeats, 0);
    }

    /// <summary>Each slice along an axis, as many times in a row as is said for it.</summary>
    /// <param name="x">The elements, of any type.</param>
    /// <param name="repeats">How many times, 0 or more: a vector of Int64 or Int32 with a number for each slice, or one number for all.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <returns>A copy. A gradient is summed over the repetitions.</returns>
    /// <exception cref="ArgumentException">The numbers are not whole, or there are more or fewer than slices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there is no such axis.</exception>
    public static Tensor RepeatInterleave(Tensor x, Tensor repeats, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        axis = x.Shape.Axis(axis);
        long[] counts = CheckWhole(repeats, nameof(RepeatInterleave)).ToArray<long>();
        int length = x.Shape[axis];
        if (repeats.Rank > 1 || (counts.Length != 1 && counts.Length != length))
        {
            throw new ArgumentException(
                $"RepeatInterleave along axis {axis} of the shape {x.Shape} expects a vector of {length} numbers, or one number, but got {repeats.Shape}.",
                nameof(repeats));
        }

        long total = 0;
        for (int i = 0; i < length; i++)
        {
            long count = counts[counts.Length == 1 ? 0 : i];
            if (count is < 0 or > int.MaxValue)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(repeats), count, $"RepeatInterleave expects numbers from 0 to {int.MaxValue} but element {i} is {count}.");
            }

            total += count;
        }

        if (total > int.MaxValue)
        {
            throw new ArgumentException(
                $"RepeatInterleave would make an axis of {total} positions, more than the {int.MaxValue} that a tensor holds.", nameof(repeats));
        }

        Tensor positions = Tensor.Empty((int)total, DataType.Int64);
        Span<long> places = positions.Span<long>();
        int next = 0;
        for (int i = 0; i < length; i++)
        {
            int count = (int)counts[counts.Length == 1 ? 0 : i];
            places.Slice(next, count).Fill(i);
            next += count;
        }

        GC.KeepAlive(positions);
        return IndexSelect(x, axis, positions, zero: -1, skipped: -1);
    }

    private static int Times(int length, int repeats, string function)
    {
        long product = (long)length * repeats;
        return product <= int.MaxValue
            ? (int)product
            : throw new ArgumentException(
                $"{function} would make an axis of {product} positions, more than the {int.MaxValue} that a tensor holds.", nameof(repeats));
    }
}
