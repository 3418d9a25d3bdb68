namespace Hillock.Modules;

/// <summary>Mirrors the last two axes of the input at the first and last element, which are not repeated: <c>c b | a b c | b a</c>.</summary>
/// <remarks>
/// The input is <c>[N, C, H, W]</c>, or the same without the batch. A side is shorter than its axis. A negative padding takes positions away. Gradients add
/// up where an element is copied.
/// </remarks>
/// <example>
/// <code>
/// Console.WriteLine(new ReflectionPad2d((1, 2, 0, 1)).Forward(Tensor.Ones([2, 3, 5, 5])).Shape); // [2, 3, 6, 8]
/// </code>
/// </example>
public sealed class ReflectionPad2d : PaddingLayer
{
    /// <summary>Makes the module.</summary>
    /// <param name="padding">How much to put on each side, or <c>(left, right, top, bottom)</c>.</param>
    /// <exception cref="ArgumentException">The padding has numbers for another number of axes.</exception>
    public ReflectionPad2d(PerSide padding)
        : base(2, padding, PaddingMode.Reflect)
    {
    }
}
