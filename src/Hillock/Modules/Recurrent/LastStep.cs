using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The last step of a sequence: <c>y = x[T − 1]</c>, what a recurrent layer knows when it has seen everything.</summary>
/// <remarks>
/// Of a layer that runs in both directions the half of the backward one has seen the last step alone; <see cref="MeanOverSteps"/> has something of all.
/// Sequences that are shorter than others of their batch must be padded in front, so that the last step is theirs.
/// </remarks>
/// <param name="batchFirst">Whether the input is <c>[N, T, …]</c> instead of <c>[T, N, …]</c>.</param>
/// <example>
/// <code>
/// Sequential network = [new Lstm(4, 8, batchFirst: true), new LastStep(batchFirst: true), new Linear(8, 3)];
/// Console.WriteLine(network.Forward(Tensor.Ones([2, 5, 4])).Shape); // [2, 3]
/// </code>
/// </example>
public sealed class LastStep(bool batchFirst = false) : Module
{
    internal bool BatchFirst => batchFirst;

    /// <inheritdoc/>
    protected override string Details => batchFirst ? "batch_first=True" : "";

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => x.Select(StepsOf(x, batchFirst, nameof(LastStep)), -1);

    /// <summary>The axis of the steps.</summary>
    /// <exception cref="ArgumentException">There is no such axis, or it has no steps.</exception>
    internal static int StepsOf(Tensor x, bool batchFirst, string layer)
    {
        int axis = batchFirst ? 1 : 0;
        return x.Rank >= 2 && x.Shape[axis] > 0 ? axis : throw new ArgumentException(
            $"{layer} expects [{(batchFirst ? "batch, steps" : "steps, batch")}, ...] with at least one step but got {x.Shape}; pass a batch of sequences.",
            nameof(x));
    }
}
