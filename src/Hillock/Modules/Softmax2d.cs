using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The softmax over the channels of pictures: axis 1 of <c>[rows, channels, height, width]</c>, or axis 0 of <c>[channels, height, width]</c>.</summary>
public sealed class Softmax2d : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => x.Rank is 3 or 4
        ? F.Softmax(x, -3)
        : throw new ArgumentException($"Softmax2d expects [rows, channels, height, width] or [channels, height, width] but got {x.Shape}; use Softmax with an axis.", nameof(x));
}
