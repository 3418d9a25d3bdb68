namespace Hillock.Numbers;

/// <summary>A function's parameter, rounded to either element once, when the function is made.</summary>
/// <remarks>
/// Converting it in a kernel's loop would cost more than the instruction: x86's scalar conversion merges into its target register, so one iteration
/// would wait for the one before.
/// </remarks>
public readonly record struct Parameter
{
    internal readonly float InSingle;
    internal readonly double InDouble;

    /// <summary>Rounds the parameter.</summary>
    public Parameter(double value)
        : this((float)value, value)
    {
    }

    internal Parameter(float inSingle, double inDouble)
    {
        InSingle = inSingle;
        InDouble = inDouble;
    }
}
