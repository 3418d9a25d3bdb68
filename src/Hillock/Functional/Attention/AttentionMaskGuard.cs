using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Checks of the tensors of masks.</summary>
internal static class AttentionMaskGuard
{
    internal static void CheckTruth(Tensor mask, string name, string argument)
    {
        ArgumentNullException.ThrowIfNull(mask, argument);
        if (mask.DataType != DataType.Bool)
        {
            throw new ArgumentException(
                $"{name} expects a tensor of bool but got {mask.DataType.Name()}; compare it, as in mask > 0, or use AdditiveMask for numbers to add.",
                argument);
        }

        CheckRank(mask, name, argument);
    }

    internal static void CheckRank(Tensor mask, string name, string argument)
    {
        if (mask.Rank < 2)
        {
            throw new ArgumentException(
                $"{name} expects axes for queries and keys, [..., L, S], but got the shape {mask.Shape}; for keys alone use Reshape(1, -1), for the keys of " +
                "each item of a batch Reshape(n, 1, 1, s).", argument);
        }
    }
}
