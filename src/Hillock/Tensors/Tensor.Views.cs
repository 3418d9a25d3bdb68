using Hillock.Functional;
using Hillock.Kernels;

namespace Hillock.Tensors;

public sealed partial class Tensor
{
    /// <summary>The same elements in row-major order under another shape; a copy only where strides cannot express it.</summary>
    /// <param name="dimensions">The new lengths, or a <see cref="Shape"/>; one of them may be −1, which is then computed.</param>
    /// <exception cref="ArgumentException">The new shape has another number of elements.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> dimensions) => F.Reshape(this, Infer(dimensions));

    /// <summary>A view with two axes exchanged: the last two unless said otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.Arange(6).Reshape(2, 3);
    /// Console.WriteLine(x.Transpose()[0]); // int64 [2] [0, 3]
    /// </code>
    /// </example>
    public Tensor Transpose(int axis1 = -2, int axis2 = -1)
    {
        Span<int> order = stackalloc int[Rank];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        int a = Shape.Axis(axis1);
        int b = Shape.Axis(axis2);
        (order[a], order[b]) = (order[b], order[a]);
        return F.Permute(this, order);
    }

    /// <summary>A view with the axes in another order: axis <c>i</c> of the result is axis <c>axes[i]</c> of this.</summary>
    /// <exception cref="ArgumentException"><paramref name="axes"/> does not name every axis once.</exception>
    public Tensor Permute(params ReadOnlySpan<int> axes) => F.Permute(this, axes);

    /// <summary>The elements <c>start, start + step, …</c> before <paramref name="end"/> along an axis.</summary>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="start">The first; negatives count from the end.</param>
    /// <param name="end">
    /// The end, exclusive; negatives count from the end, and larger ones than the axis, as when left out, mean all in the direction of the step.
    /// </param>
    /// <param name="step">
    /// The distance: 1 or more for a view, −1 or less for a copy that runs backwards, as <c>x.Slice(0, -1, step: -1)</c> does from the last to the first.
    /// </param>
    /// <returns>A view of the same memory, or with a step below 0 a copy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the step is 0.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.Arange(6);
    /// Console.WriteLine(x.Slice(0, 1, 4)); // int64 [3] [1, 2, 3]
    /// Console.WriteLine(x.Slice(0, -1, step: -2)); // int64 [3] [5, 3, 1]
    /// </code>
    /// </example>
    public Tensor Slice(int axis, int start, int end = int.MaxValue, int step = 1)
    {
        axis = Shape.Axis(axis);
        int length = Shape[axis];
        if (step < 0)
        {
            return Backwards(axis, start, end, step);
        }

        if (step == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(step), step, "Slice expects a step of 1 or more, or of -1 or less to run backwards.");
        }

        start = Math.Clamp(start < 0 ? start + length : start, 0, length);
        end = Math.Clamp(end < 0 ? end + length : end, start, length);
        return F.Slice(this, axis, start, (int)(((long)end - start + step - 1) / step), step);
    }

    private Tensor Backwards(int axis, int start, int end, int step)
    {
        int length = Shape[axis];
        start = Math.Clamp(start < 0 ? start + length : start, -1, length - 1);
        int before = end >= length ? -1 : Math.Clamp(end < 0 ? end + length : end, -1, start);
        int count = (int)(((long)start - before - step - 1) / -(long)step);

        // The same elements forwards, the last of them first.
        int first = (int)(start + ((count - 1L) * step));
        return count == 0
            ? F.Copy(F.Slice(this, axis, 0, 0, 1))
            : F.Flip(F.Slice(this, axis, first, count, step == int.MinValue ? 1 : -step), axis);
    }

    /// <summary>A view of one position along an axis, which the result no longer has.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis or position.</exception>
    public Tensor Select(int axis, int index)
    {
        axis = Shape.Axis(axis);
        int length = Shape[axis];
        int position = index < 0 ? index + length : index;
        if ((uint)position >= (uint)length)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"Index {index} is outside axis {axis} of {length} elements in the shape {Shape}.");
        }

        return F.Slice(this, axis, position, 1, 1).Squeeze(axis);
    }

    /// <summary>A view of another shape in which axes of one element, and new axes in front, are repeated without copying.</summary>
    /// <param name="dimensions">The lengths; −1 leaves an axis as it is.</param>
    /// <exception cref="ArgumentException">An axis of more than one element would change.</exception>
    public Tensor Expand(params ReadOnlySpan<int> dimensions)
    {
        int[] target = dimensions.ToArray();
        int added = target.Length - Rank;
        for (int i = Math.Max(0, added); i < target.Length; i++)
        {
            target[i] = target[i] == -1 ? Shape[i - added] : target[i];
        }

        return F.Expand(this, Shape.Adopt(target));
    }

    /// <summary>A view without the axes of one element.</summary>
    public Tensor Squeeze()
    {
        Span<int> dimensions = stackalloc int[Rank];
        int rank = 0;
        foreach (int dimension in Shape)
        {
            if (dimension != 1)
            {
                dimensions[rank++] = dimension;
            }
        }

        return rank == Rank ? this : F.Reshape(this, Shape.Create(dimensions[..rank]));
    }

    /// <summary>A view without the axis if it has one element; the tensor itself otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public Tensor Squeeze(int axis)
    {
        axis = Shape.Axis(axis);
        if (Shape[axis] != 1)
        {
            return this;
        }

        Span<int> dimensions = stackalloc int[Rank - 1];
        Shape.Dimensions[..axis].CopyTo(dimensions);
        Shape.Dimensions[(axis + 1)..].CopyTo(dimensions[axis..]);
        return F.Reshape(this, Shape.Create(dimensions));
    }

    /// <summary>A view with a new axis of one element in front of <paramref name="axis"/> (−1: at the end).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The axis is not between −Rank − 1 and Rank.</exception>
    public Tensor Unsqueeze(int axis)
    {
        int position = axis < 0 ? axis + Rank + 1 : axis;
        if ((uint)position > (uint)Rank)
        {
            throw new ArgumentOutOfRangeException(nameof(axis), axis, $"Unsqueeze of the shape {Shape} expects an axis from {-Rank - 1} to {Rank}.");
        }

        Span<int> dimensions = stackalloc int[Rank + 1];
        Shape.Dimensions[..position].CopyTo(dimensions);
        dimensions[position] = 1;
        Shape.Dimensions[position..].CopyTo(dimensions[(position + 1)..]);
        return F.Reshape(this, Shape.Create(dimensions));
    }

    /// <summary>The axes from <paramref name="startAxis"/> to <paramref name="endAxis"/> joined into one; all of them unless said otherwise.</summary>
    /// <exception cref="ArgumentException">The axes are in the wrong order.</exception>
    public Tensor Flatten(int startAxis = 0, int endAxis = -1)
    {
        if (Rank == 0)
        {
            return Reshape(1);
        }

        int start = Shape.Axis(startAxis);
        int end = Shape.Axis(endAxis);
        if (start > end)
        {
            throw new ArgumentException($"Flatten expects startAxis up to endAxis but got {startAxis} and {endAxis} for the shape {Shape}.", nameof(startAxis));
        }

        Span<int> dimensions = stackalloc int[Rank - (end - start)];
        if (!Shape.TryCount(Shape.Dimensions[start..(end + 1)], out int joined))
        {
            throw new ArgumentException(
                $"Flatten of axes {start} to {end} of the shape {Shape} would make an axis of more than {int.MaxValue} positions, the most there are; join " +
                "fewer.", nameof(endAxis));
        }

        Shape.Dimensions[..start].CopyTo(dimensions);
        dimensions[start] = joined;
        Shape.Dimensions[(end + 1)..].CopyTo(dimensions[(start + 1)..]);
        return F.Reshape(this, Shape.Create(dimensions));
    }

    /// <summary>Views of <paramref name="size"/> positions each along an axis; the last may have fewer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1, or there is no such axis.</exception>
    public Tensor[] Split(int size, int axis = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        int length = Shape[axis];
        Tensor[] parts = new Tensor[Math.Max(1, Partition.Count(length, size))];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Slice(axis, i * size, Partition.End(i * size, size, length));
        }

        return parts;
    }

    /// <summary>Views of <paramref name="count"/> parts along an axis, equally long except perhaps the last.</summary>
    /// <remarks>Fewer parts than asked for where the axis has too few positions.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1, or there is no such axis.</exception>
    public Tensor[] Chunk(int count, int axis = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Split(Math.Max(1, Partition.Count(Shape[axis], count)), axis);
    }

    /// <summary>This tensor if it is contiguous, otherwise a row-major copy.</summary>
    public Tensor Contiguous() => IsContiguous ? this : F.Copy(this);

    /// <summary>A copy in memory of its own; a gradient flows through it.</summary>
    public Tensor Clone() => F.Copy(this);

    /// <summary>The elements as another type; the tensor itself if it has that type.</summary>
    /// <remarks>
    /// Floating point is rounded once, to nearest. From floating point to whole numbers the fraction is cut off, what is out of range becomes
    /// the nearest end of it and NaN becomes 0. From a whole number to a narrower type the low bits are kept, as in NumPy: 300 becomes the
    /// UInt8 44. To <see cref="DataType.Bool"/> everything except 0 is true.
    /// </remarks>
    public Tensor To(DataType dataType) => dataType == DataType ? this : F.Convert(this, dataType);

    private Shape Infer(ReadOnlySpan<int> dimensions)
    {
        int inferred = -1;
        long length = 1;
        for (int i = 0; i < dimensions.Length; i++)
        {
            if (dimensions[i] == -1 && inferred < 0)
            {
                inferred = i;
            }
            else
            {
                length = dimensions[i] < 0 ? -1 : length * dimensions[i];
            }

            if (length < 0)
            {
                break;
            }
        }

        bool fits = inferred < 0 ? length == Length : length > 0 && Length % length == 0;
        if (!fits)
        {
            throw new ArgumentException(
                $"Reshape expects a shape of {Length} elements, as {Shape} has, but got {Shape.Format(dimensions)}.", nameof(dimensions));
        }

        if (inferred < 0)
        {
            return Shape.Is(dimensions) ? Shape : Shape.Create(dimensions);
        }

        int[] result = dimensions.ToArray();
        result[inferred] = (int)(Length / length);
        return Shape.Adopt(result);
    }
}
