using Hillock.Tensors;

namespace Hillock.Tests.Functional;

/// <summary>The same elements in memory with gaps and in column-major order.</summary>
internal static class Strided
{
    public static Tensor Of(Tensor x)
    {
        if (x.Rank == 0)
        {
            return Tensor.Full(3, 7, x.DataType)[1].CopyFrom(x);
        }

        int[] reversed = [.. x.Shape.Dimensions.ToArray().Reverse(), 2];
        Tensor memory = Tensor.Full(reversed, 7, x.DataType);
        return memory[TensorIndex.Ellipsis, 1].Permute([.. Enumerable.Range(0, x.Rank).Reverse()]).CopyFrom(x);
    }
}
