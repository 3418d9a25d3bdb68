namespace Hillock.Modules;

/// <summary>Puts zeros around the last axis of the input, which may have any axes in front.</summary>
/// <remarks>A negative padding takes positions away. PyTorch has it since 2.1.</remarks>
/// <example>
/// <code>
/// Console.WriteLine(new ZeroPad1d((1, 2)).Forward(Tensor.Ones([2, 3, 5])).Shape); // [2, 3, 8]
/// </code>
/// </example>
public sealed class ZeroPad1d : PaddingLayer
{
    /// <summary>Makes the module.</summary>
    /// <param name="padding">How much to put on each side, or <c>(left, right)</c>.</param>
    /// <exception cref="ArgumentException">The padding has numbers for another number of axes.</exception>
    public ZeroPad1d(PerSide padding)
        : base(1, padding, PaddingMode.Zeros)
    {
    }
}
