using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The largest of every few neighbours along an axis; see <see cref="F.Maxout"/>.</summary>
/// <remarks>
/// <c>[new Linear(64, 3 * 32), new Maxout(3)]</c> is a layer of 32 units, each of which learns its own convex activation of three lines.
/// Source: Goodfellow, Warde-Farley, Mirza, Courville, Bengio, "Maxout networks" (2013).
/// </remarks>
public sealed class Maxout : Module
{
    /// <summary>Makes the module.</summary>
    /// <param name="pieces">How many elements compete, at least 1.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pieces"/> is below 1.</exception>
    public Maxout(int pieces = 2, int axis = -1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pieces, 1);
        (Pieces, Axis) = (pieces, axis);
    }

    /// <summary>How many elements compete.</summary>
    public int Pieces { get; }

    /// <summary>The axis.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant($"pieces={Pieces}, dim={Axis}");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.Maxout(x, Pieces, Axis);
}
