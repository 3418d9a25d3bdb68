using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Paddings that are copies of the input's elements.</summary>
internal static class SpatialPadding
{
    /// <summary>Lengthens one axis at both ends.</summary>
    internal static Tensor Apply(Tensor x, int axis, int before, int after, PaddingMode mode) => mode switch
    {
        PaddingMode.Reflect => F.ReflectionPad(x, before, after, axis),
        PaddingMode.Replicate => F.ReplicationPad(x, before, after, axis),
        _ => F.CircularPad(x, before, after, axis),
    };
}
