using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>What a module of a network takes and gives; all numbers include what is below it.</summary>
/// <param name="Path">Its path from the network; empty for the network itself.</param>
/// <param name="Name">What it is: <c>Linear</c>.</param>
/// <param name="Output">The shape of its last result; null if it was not called, or returns more than a tensor.</param>
/// <param name="Parameters">How many numbers its parameters have, each counted once.</param>
/// <param name="LearnedParameters">How many of them are learned, rather than frozen.</param>
/// <param name="MultiplyAdds">
/// The multiply-adds of its matrix products, convolutions, attention and recurrences, those with zeros of a padding included; what works on single
/// elements, such as an activation or a normalisation, counts none.
/// </param>
/// <param name="ActivationBytes">
/// The memory of the results of the calls in which no further module was called, each memory counted once: about what a training step keeps for its backward
/// pass. What recurrent layers, attention and parametrized weights keep inside of a call comes on top, and can be several times as much.
/// </param>
/// <param name="Calls">How often it was called.</param>
public sealed record LayerSummary(
    string Path, string Name, Shape? Output, long Parameters, long LearnedParameters, long MultiplyAdds, long ActivationBytes, int Calls)
{
    /// <summary>How many modules it lies in: 0 for the network itself.</summary>
    public int Depth => Path.Length == 0 ? 0 : Path.Count(static letter => letter == '.') + 1;
}
