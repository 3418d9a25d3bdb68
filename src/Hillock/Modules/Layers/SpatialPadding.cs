using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Paddings that are copies of the input's elements.</summary>
internal static class SpatialPadding
{
    /// <summary>Lengthens one axis at both ends.</summary>
    internal static Tensor Apply(Tensor x, int axis, int before, int after, PaddingMode mode)
    {
        int length = x.Shape[axis];
        int most = mode switch
        {
            PaddingMode.Reflect => length - 1,
            PaddingMode.Circular => length,
            _ => length == 0 ? 0 : int.MaxValue,
        };
        if (before > most || after > most)
        {
            throw new ArgumentException(
                $"The padding mode {mode} expects at most {most} elements on each side of the length {length} of axis {axis} but got {before} and {after} " +
                $"for {x.Shape}; pad less, or with zeros.", nameof(x));
        }

        if (before == 0 && after == 0)
        {
            return x;
        }

        long[] places = new long[before + length + after];
        for (int i = 0; i < places.Length; i++)
        {
            int place = i - before;
            places[i] = mode switch
            {
                PaddingMode.Reflect => place < 0 ? -place : place < length ? place : (2 * (length - 1)) - place,
                PaddingMode.Replicate => Math.Clamp(place, 0, length - 1),
                _ => (place + length) % length,
            };
        }

        return F.IndexSelect(x, axis, Tensor.From(places));
    }
}
