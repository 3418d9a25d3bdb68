namespace Hillock.Modules;

/// <summary>Puts a number around the last two axes of the input, which may have any axes in front.</summary>
/// <remarks>A negative padding takes positions away.</remarks>
/// <example>
/// <code>
/// Console.WriteLine(new ConstantPad2d((1, 2, 0, 1), 0.5).Forward(Tensor.Ones([2, 3, 5, 5])).Shape); // [2, 3, 6, 8]
/// </code>
/// </example>
public sealed class ConstantPad2d : PaddingLayer
{
    /// <summary>Makes the module.</summary>
    /// <param name="padding">How much to put on each side, or <c>(left, right, top, bottom)</c>.</param>
    /// <param name="value">What to put there.</param>
    /// <exception cref="ArgumentException">The padding has numbers for another number of axes.</exception>
    public ConstantPad2d(PerSide padding, double value)
        : base(2, padding, PaddingMode.Zeros, value)
    {
    }
}
