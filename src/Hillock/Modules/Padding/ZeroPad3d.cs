namespace Hillock.Modules;

/// <summary>Puts zeros around the last three axes of the input, which may have any axes in front.</summary>
/// <remarks>A negative padding takes positions away. PyTorch has it since 2.1.</remarks>
/// <example>
/// <code>
/// Console.WriteLine(new ZeroPad3d((1, 2, 0, 1, 0, 0)).Forward(Tensor.Ones([2, 3, 4, 5, 5])).Shape); // [2, 3, 4, 6, 8]
/// </code>
/// </example>
public sealed class ZeroPad3d : PaddingLayer
{
    /// <summary>Makes the module.</summary>
    /// <param name="padding">How much to put on each side, or <c>(left, right, top, bottom, front, back)</c>.</param>
    /// <exception cref="ArgumentException">The padding has numbers for another number of axes.</exception>
    public ZeroPad3d(PerSide padding)
        : base(3, padding, PaddingMode.Zeros)
    {
    }
}
