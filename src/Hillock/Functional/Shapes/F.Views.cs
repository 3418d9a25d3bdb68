using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    internal static Tensor Reshape(Tensor x, Shape shape)
    {
        if (ReferenceEquals(x.Shape, shape))
        {
            return x;
        }

        Tensor source = x;
        Span<int> strides = stackalloc int[shape.Rank];
        bool contiguous = x.IsContiguous;
        if (!contiguous && !Viewing.TryReshape(x.Shape.Dimensions, x.Strides, shape.Dimensions, strides))
        {
            source = Copy(x);
            contiguous = true;
        }

        Tensor y = contiguous
            ? new Tensor(source.Storage, shape, null, source.Offset)
            : Viewing.View(source, shape, strides, source.Offset);
        return Tracks(source) ? y.By(new ReshapeNode(source)) : y;
    }

    internal static Tensor Permute(Tensor x, ReadOnlySpan<int> axes)
    {
        int rank = x.Rank;
        int[] order = new int[rank];
        int[] dimensions = new int[rank];
        Span<int> strides = stackalloc int[rank];
        Span<bool> named = stackalloc bool[rank];
        named.Clear();
        bool valid = axes.Length == rank;
        for (int i = 0; valid && i < rank; i++)
        {
            int axis = x.Shape.Axis(axes[i]);
            valid = !named[axis];
            named[axis] = true;
            order[i] = axis;
            dimensions[i] = x.Shape.Dimensions[axis];
            strides[i] = x.Strides[axis];
        }

        if (!valid)
        {
            throw new ArgumentException($"Permute expects each of the {rank} axes of {x.Shape} once but got {Shape.Format(axes)}.", nameof(axes));
        }

        Tensor y = Viewing.View(x, Shape.Adopt(dimensions), strides, x.Offset);
        return Tracks(x) ? y.By(new PermuteNode(x, order)) : y;
    }

    internal static Tensor Slice(Tensor x, int axis, int start, int count, int step)
    {
        int[] dimensions = x.Shape.Dimensions.ToArray();
        dimensions[axis] = count;
        Span<int> strides = stackalloc int[x.Rank];
        x.Strides.CopyTo(strides);
        int offset = x.Offset + (count > 0 ? start * strides[axis] : 0);
        strides[axis] *= step;
        Tensor y = Viewing.View(x, Shape.Adopt(dimensions), strides, offset);
        return Tracks(x) ? y.By(new SliceNode(x, axis, start, count, step)) : y;
    }

    /// <summary>The backward of a slice: zeros around <paramref name="x"/>.</summary>
    internal static Tensor Unslice(Tensor x, Shape shape, int axis, int start, int step)
    {
        Tensor y = Tensor.Zeros(shape, x.DataType);
        Tensor part = Slice(y, axis, start, x.Shape.Dimensions[axis], step);
        Conversion.CopySameType(x, x.Strides, part);
        return Tracks(x) ? y.By(new UnsliceNode(x, axis, start, step)) : y;
    }

    internal static Tensor Expand(Tensor x, Shape shape)
    {
        if (ReferenceEquals(x.Shape, shape) || x.Shape.Equals(shape))
        {
            return x;
        }

        int added = shape.Rank - x.Rank;
        Span<int> strides = stackalloc int[shape.Rank];
        for (int i = 0; i < shape.Rank; i++)
        {
            int length = i < added ? 1 : x.Shape.Dimensions[i - added];
            if (added < 0 || (length != shape.Dimensions[i] && length != 1))
            {
                throw new ArgumentException(
                    $"Expand cannot turn the shape {x.Shape} into {shape}: only new axes in front and axes of one element can be repeated.", nameof(shape));
            }

            strides[i] = i < added || length == 1 ? 0 : x.Strides[i - added];
        }

        if (added < 0)
        {
            throw new ArgumentException($"Expand cannot turn the shape {x.Shape} into {shape}, which has fewer axes.", nameof(shape));
        }

        Tensor y = Viewing.View(x, shape, strides, x.Offset);
        return Tracks(x) ? y.By(new ExpandNode(x)) : y;
    }

    internal static Tensor Copy(Tensor x)
    {
        Tensor y = Tensor.Empty(x.Shape, x.DataType);
        Conversion.CopySameType(x, x.Strides, y);
        return Tracks(x) ? y.By(new PassNode(x)) : y;
    }

    internal static Tensor Convert(Tensor x, DataType type)
    {
        Tensor y = Tensor.Empty(x.Shape, type);
        Conversion.Copy(x, y);
        return Tracks(x) && type.IsFloatingPoint() ? y.By(new ConvertNode(x)) : y;
    }
}
