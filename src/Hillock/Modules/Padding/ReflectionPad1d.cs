namespace Hillock.Modules;

/// <summary>Mirrors the last axis of the input at the first and last element, which are not repeated: <c>c b | a b c | b a</c>.</summary>
/// <remarks>
/// The input is <c>[N, C, L]</c>, or the same without the batch. A side is shorter than its axis. A negative padding takes positions away. Gradients add up
/// where an element is copied.
/// </remarks>
/// <example>
/// <code>
/// Console.WriteLine(new ReflectionPad1d((1, 2)).Forward(Tensor.Ones([2, 3, 5])).Shape); // [2, 3, 8]
/// </code>
/// </example>
public sealed class ReflectionPad1d : PaddingLayer
{
    /// <summary>Makes the module.</summary>
    /// <param name="padding">How much to put on each side, or <c>(left, right)</c>.</param>
    /// <exception cref="ArgumentException">The padding has numbers for another number of axes.</exception>
    public ReflectionPad1d(PerSide padding)
        : base(1, padding, PaddingMode.Reflect)
    {
    }
}
