namespace Hillock.Tensors;

/// <summary>Strides of views.</summary>
internal static class Viewing
{
    /// <summary>A view with the given strides; row-major ones are recognised.</summary>
    // A view of no elements starts at 0: the place of its first one may be beyond the memory.
    internal static Tensor View(Tensor tensor, Shape shape, ReadOnlySpan<int> strides, int offset) =>
        new(tensor.Storage, shape, IsRowMajor(shape.Dimensions, strides) ? null : strides.ToArray(), shape.Length == 0 ? 0 : offset);

    /// <summary>Finds the strides under which memory shows the same elements in another shape, if there are such.</summary>
    /// <remarks>
    /// The axes are split, on both sides, into the shortest runs of equal length; each run of old axes must lie in memory
    /// without gaps, as if it were one axis.
    /// </remarks>
    internal static bool TryReshape(ReadOnlySpan<int> dimensions, ReadOnlySpan<int> strides, ReadOnlySpan<int> target, Span<int> targetStrides)
    {
        int length = 1;
        foreach (int dimension in dimensions)
        {
            length *= dimension;
        }

        if (length == 0)
        {
            targetStrides.Fill(1);
            return true;
        }

        int to = target.Length - 1;
        int runStride = 1;
        int oldRun = 1;
        int newRun = 1;
        bool open = false;
        for (int from = dimensions.Length - 1; from >= 0; from--)
        {
            if (!open)
            {
                if (dimensions[from] == 1)
                {
                    continue;
                }

                runStride = strides[from];
                oldRun = 1;
                newRun = 1;
                open = true;
            }

            oldRun *= dimensions[from];

            // Does the next axis outside continue this one?
            int next = from - 1;
            while (next >= 0 && dimensions[next] == 1)
            {
                next--;
            }

            if (next >= 0 && strides[next] == (long)oldRun * runStride)
            {
                from = next + 1;
                continue;
            }

            while (to >= 0 && (newRun < oldRun || target[to] == 1))
            {
                targetStrides[to] = newRun * runStride;
                newRun *= target[to];
                to--;
            }

            if (newRun != oldRun)
            {
                return false;
            }

            open = false;
        }

        for (; to >= 0; to--)
        {
            targetStrides[to] = 1;
        }

        return true;
    }

    private static bool IsRowMajor(ReadOnlySpan<int> dimensions, ReadOnlySpan<int> strides)
    {
        int expected = 1;
        for (int i = dimensions.Length - 1; i >= 0; i--)
        {
            if (dimensions[i] == 0)
            {
                return true;
            }

            if (dimensions[i] != 1)
            {
                if (strides[i] != expected)
                {
                    return false;
                }

                expected *= dimensions[i];
            }
        }

        return true;
    }
}
