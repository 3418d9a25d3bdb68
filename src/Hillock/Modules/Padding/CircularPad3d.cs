namespace Hillock.Modules;

/// <summary>Goes on along the last three axes of the input with the other end: <c>b c | a b c | a b</c>.</summary>
/// <remarks>
/// The input is <c>[N, C, D, H, W]</c>, or the same without the batch. A side is at most as long as its axis. A negative padding takes positions away.
/// Gradients add up where an element is copied. PyTorch has it since 2.1.
/// </remarks>
/// <example>
/// <code>
/// Console.WriteLine(new CircularPad3d((1, 2, 0, 1, 0, 0)).Forward(Tensor.Ones([2, 3, 4, 5, 5])).Shape); // [2, 3, 4, 6, 8]
/// </code>
/// </example>
public sealed class CircularPad3d : PaddingLayer
{
    /// <summary>Makes the module.</summary>
    /// <param name="padding">How much to put on each side, or <c>(left, right, top, bottom, front, back)</c>.</param>
    /// <exception cref="ArgumentException">The padding has numbers for another number of axes.</exception>
    public CircularPad3d(PerSide padding)
        : base(3, padding, PaddingMode.Circular)
    {
    }
}
