namespace Hillock.Modules;

/// <summary>Repeats the first and last element of the last axis of the input: <c>a a | a b c | c c</c>.</summary>
/// <remarks>
/// The input is <c>[N, C, L]</c>, or the same without the batch. A negative padding takes positions away. Gradients add up where an element is copied.
/// </remarks>
/// <example>
/// <code>
/// Console.WriteLine(new ReplicationPad1d((1, 2)).Forward(Tensor.Ones([2, 3, 5])).Shape); // [2, 3, 8]
/// </code>
/// </example>
public sealed class ReplicationPad1d : PaddingLayer
{
    /// <summary>Makes the module.</summary>
    /// <param name="padding">How much to put on each side, or <c>(left, right)</c>.</param>
    /// <exception cref="ArgumentException">The padding has numbers for another number of axes.</exception>
    public ReplicationPad1d(PerSide padding)
        : base(1, padding, PaddingMode.Replicate)
    {
    }
}
