using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The mean of the steps of a sequence: <c>y = Σ x[t]/T</c>.</summary>
/// <remarks>Every step counts, those of a padding too.</remarks>
/// <param name="batchFirst">Whether the input is <c>[N, T, …]</c> instead of <c>[T, N, …]</c>.</param>
/// <example>
/// <code>
/// Sequential network = [new Gru(4, 8, batchFirst: true, bidirectional: true), new MeanOverSteps(batchFirst: true), new Linear(16, 3)];
/// Console.WriteLine(network.Forward(Tensor.Ones([2, 5, 4])).Shape); // [2, 3]
/// </code>
/// </example>
public sealed class MeanOverSteps(bool batchFirst = false) : Module
{
    internal bool BatchFirst => batchFirst;

    /// <inheritdoc/>
    protected override string Details => batchFirst ? "batch_first=True" : "";

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.Mean(x, LastStep.StepsOf(x, batchFirst, nameof(MeanOverSteps)));
}
