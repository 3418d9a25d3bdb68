using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// The softmax over the channels of pictures: axis 1 of <c>[rows, channels, height, width]</c>, or axis 0 of <c>[channels, height, width]</c>.
/// </summary>
/// <param name="beta">The inverse temperature.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is not finite.</exception>
public sealed class Softmax2d(double beta = 1) : TemperedModule(-3, beta)
{
    /// <inheritdoc/>
    protected override string Details => Beta == 1 ? "" : $"beta={Format(Beta)}";

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => x.Rank is 3 or 4
        ? F.Softmax(x, Axis, Beta)
        : throw new ArgumentException(
            $"Softmax2d expects [rows, channels, height, width] or [channels, height, width] but got {x.Shape}; use Softmax with an axis.", nameof(x));
}
