namespace Hillock.Kernels;

/// <summary>What the sequences of a batch have in common, and their labels.</summary>
/// <param name="Steps">The number of time steps in memory.</param>
/// <param name="Classes">The number of classes, the blank included.</param>
/// <param name="Blank">The class that stands for no label.</param>
/// <param name="Labels">The labels of all sequences, one sequence after the other, checked.</param>
/// <param name="Starts">Where each sequence's labels start, and where the last's end.</param>
/// <param name="InputLengths">How many steps each sequence has.</param>
/// <param name="ZeroInfinity">Whether an impossible sequence counts as 0.</param>
/// <param name="FromLogits">Whether the predictions are logits, to be normalised, rather than log-probabilities.</param>
internal sealed record CtcSettings(
    int Steps, int Classes, int Blank, int[] Labels, int[] Starts, int[] InputLengths, bool ZeroInfinity, bool FromLogits)
{
    /// <summary>The number of sequences.</summary>
    internal int Count => InputLengths.Length;

    /// <summary>The labels of a sequence.</summary>
    internal ReadOnlySpan<int> Target(int index) => Labels.AsSpan(Starts[index]..Starts[index + 1]);
}
