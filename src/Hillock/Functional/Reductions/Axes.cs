using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The axes that a reduction runs over, resolved.</summary>
internal readonly ref struct Axes
{
    private readonly ReadOnlySpan<int> _axes;

    /// <summary>Resolves axes into <paramref name="buffer"/>, ascending; none means all.</summary>
    internal Axes(Shape shape, ReadOnlySpan<int> axes, Span<int> buffer, string function)
    {
        int rank = shape.Rank;
        if (axes.IsEmpty)
        {
            for (int i = 0; i < rank; i++)
            {
                buffer[i] = i;
            }

            _axes = buffer[..rank];
            return;
        }

        if (axes.Length > rank && !(rank == 0 && axes.Length == 1 && axes[0] is 0 or -1))
        {
            throw new ArgumentException($"{function} got {axes.Length} axes for the shape {shape}.", nameof(axes));
        }

        if (rank == 0)
        {
            _axes = [];
            return;
        }

        for (int i = 0; i < axes.Length; i++)
        {
            buffer[i] = shape.Axis(axes[i]);
        }

        Span<int> resolved = buffer[..axes.Length];
        resolved.Sort();
        for (int i = 1; i < resolved.Length; i++)
        {
            if (resolved[i] == resolved[i - 1])
            {
                throw new ArgumentException($"{function} got axis {resolved[i]} of the shape {shape} twice.", nameof(axes));
            }
        }

        _axes = resolved;
    }

    internal int Count => _axes.Length;

    internal int First => _axes[0];

    /// <summary>Whether the reduced axes are neighbours, from <see cref="First"/> on.</summary>
    internal bool AreNeighbours => _axes.Length > 0 && _axes[^1] - _axes[0] == _axes.Length - 1;

    /// <summary>Whether the axes that stay are neighbours, with reduced ones before and behind: <c>[segments, stays, length]</c>.</summary>
    internal bool AreAround(Shape shape, out int segments, out int length)
    {
        (segments, length) = (1, 1);
        int front = 0, rank = shape.Rank, back = rank;
        while (front < rank && Contains(front))
        {
            segments = Shape.Times(segments, shape.Dimensions[front++]);
        }

        while (back > front && Contains(back - 1))
        {
            length = Shape.Times(length, shape.Dimensions[--back]);
        }

        return front > 0 && back > front && back < rank && front + (rank - back) == Count;
    }

    internal bool Contains(int axis) => _axes.Contains(axis);

    internal int[] ToArray() => _axes.ToArray();

    /// <summary>The shape with the axes reduced to one element.</summary>
    internal Shape Kept(Shape shape)
    {
        int[] dimensions = shape.Dimensions.ToArray();
        foreach (int axis in _axes)
        {
            dimensions[axis] = 1;
        }

        return Shape.Adopt(dimensions);
    }

    /// <summary>The shape without the axes.</summary>
    internal Shape Dropped(Shape shape)
    {
        if (_axes.Length == shape.Rank)
        {
            return Shape.Scalar;
        }

        int[] dimensions = new int[shape.Rank - _axes.Length];
        int count = 0;
        for (int i = 0; i < shape.Rank; i++)
        {
            if (!Contains(i))
            {
                dimensions[count++] = shape.Dimensions[i];
            }
        }

        return Shape.Adopt(dimensions);
    }

    /// <summary>Makes a matrix of a tensor whose rows hold what is reduced, in row-major order; differentiable.</summary>
    internal Tensor Rows(Tensor x)
    {
        int reduced = 1, rows = 1;
        Span<int> order = stackalloc int[x.Rank];
        int count = 0;
        for (int i = 0; i < x.Rank; i++)
        {
            if (!Contains(i))
            {
                order[count++] = i;
                rows = Shape.Times(rows, x.Shape.Dimensions[i]);
            }
        }

        _axes.CopyTo(order[count..]);
        foreach (int axis in _axes)
        {
            reduced = Shape.Times(reduced, x.Shape.Dimensions[axis]);
        }

        bool areLast = _axes.IsEmpty || First == count;
        return F.Reshape(areLast ? x : F.Permute(x, order), Shape.Create([rows, reduced]));
    }

    /// <summary>
    /// Lays a tensor out as [outer, reduced, inner], contiguous; moves the axes to the end where they are not neighbours. The lengths are as of
    /// <see cref="Shape.Count"/>.
    /// </summary>
    internal Tensor Arrange(Tensor x, out int outer, out int reduced, out int inner)
    {
        (outer, reduced, inner) = (1, 1, 1);
        if (Count == 0)
        {
            outer = x.Length;
            return x.Contiguous();
        }

        if (!AreNeighbours)
        {
            Span<int> order = stackalloc int[x.Rank];
            int count = 0;
            for (int i = 0; i < x.Rank; i++)
            {
                if (!Contains(i))
                {
                    order[count++] = i;
                    outer = Shape.Times(outer, x.Shape.Dimensions[i]);
                }
                else
                {
                    reduced = Shape.Times(reduced, x.Shape.Dimensions[i]);
                }
            }

            _axes.CopyTo(order[count..]);
            return F.Permute(x, order).Contiguous();
        }

        for (int i = 0; i < x.Rank; i++)
        {
            int length = x.Shape.Dimensions[i];
            if (Contains(i))
            {
                reduced = Shape.Times(reduced, length);
            }
            else if (i < First)
            {
                outer = Shape.Times(outer, length);
            }
            else
            {
                inner = Shape.Times(inner, length);
            }
        }

        return x.Contiguous();
    }
}
