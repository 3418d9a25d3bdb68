using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Joins neighbouring axes into one: <c>[64, 28, 28]</c> becomes <c>[64, 784]</c>.</summary>
/// <param name="startAxis">The first axis to join; 1, behind the batch, unless said.</param>
/// <param name="endAxis">The last axis to join; negatives count from the last.</param>
public sealed class Flatten(int startAxis = 1, int endAxis = -1) : Module
{
    internal int StartAxis => startAxis;

    internal int EndAxis => endAxis;

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant($"start_dim={startAxis}, end_dim={endAxis}");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => x.Rank >= Math.Max(Least(startAxis), Least(endAxis))
        ? x.Flatten(startAxis, endAxis)
        : throw new ArgumentException(
            $"Flatten from axis {startAxis} to {endAxis} expects an input of at least {Math.Max(Least(startAxis), Least(endAxis))} axes but got {x.Shape}; " +
            "add the axis of the batch with Unsqueeze(0), or give startAxis and endAxis.", nameof(x));

    private static int Least(int axis) => axis < 0 ? -axis : axis + 1;
}
