namespace Hillock.Modules;

/// <summary>Puts a number around the last axis of the input, which may have any axes in front.</summary>
/// <remarks>A negative padding takes positions away.</remarks>
/// <example>
/// <code>
/// Console.WriteLine(new ConstantPad1d((1, 2), 0.5).Forward(Tensor.Ones([2, 3, 5])).Shape); // [2, 3, 8]
/// </code>
/// </example>
public sealed class ConstantPad1d : PaddingLayer
{
    /// <summary>Makes the module.</summary>
    /// <param name="padding">How much to put on each side, or <c>(left, right)</c>.</param>
    /// <param name="value">What to put there.</param>
    /// <exception cref="ArgumentException">The padding has numbers for another number of axes.</exception>
    public ConstantPad1d(PerSide padding, double value)
        : base(1, padding, PaddingMode.Zeros, value)
    {
    }
}
