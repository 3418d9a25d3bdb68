namespace Hillock.Tensors;

/// <summary>Strides of broadcast operands.</summary>
internal static class Broadcasting
{
    /// <summary>The strides of a tensor in a result of more axes: 0 where it repeats.</summary>
    /// <returns>The tensor, copied if its innermost elements do not lie side by side.</returns>
    internal static Tensor Align(Tensor tensor, int rank, Span<int> strides)
    {
        while (true)
        {
            int added = rank - tensor.Rank;
            strides[..added].Clear();
            int innermost = 0;
            for (int i = 0; i < tensor.Rank; i++)
            {
                int stride = tensor.Shape.Dimensions[i] == 1 ? 0 : tensor.Strides[i];
                strides[added + i] = stride;
                innermost = tensor.Shape.Dimensions[i] == 1 ? innermost : stride;
            }

            if (innermost <= 1)
            {
                return tensor;
            }

            tensor = tensor.Detach().Contiguous();
        }
    }
}
