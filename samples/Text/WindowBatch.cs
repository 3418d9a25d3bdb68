using Hillock.Tensors;

namespace Hillock.Samples.Text;

/// <summary>Some windows of a text: what the model sees, and what it is to predict.</summary>
/// <param name="Inputs">Token numbers, <c>[windows, context]</c>.</param>
/// <param name="Targets">The tokens to predict, <c>[windows, targets]</c>, or <c>[windows]</c> when there is one a window.</param>
public sealed record WindowBatch(Tensor Inputs, Tensor Targets)
{
    /// <summary>The number of tokens to predict.</summary>
    public int TokenCount => Targets.Length;
}
