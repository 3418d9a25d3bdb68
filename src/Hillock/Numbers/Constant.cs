namespace Hillock.Numbers;

/// <summary>A constant of a function, rounded to either element once, when the function is made.</summary>
/// <remarks>
/// Converting it in a kernel's loop would cost more than the instruction: x86's scalar conversion merges into its target register, so one iteration
/// would wait for the one before.
/// </remarks>
public readonly record struct Constant
{
    internal readonly float InSingle;
    internal readonly double InDouble;

    /// <summary>Rounds the constant.</summary>
    public Constant(double value)
        : this((float)value, value)
    {
    }

    internal Constant(float inSingle, double inDouble)
    {
        InSingle = inSingle;
        InDouble = inDouble;
    }
}
