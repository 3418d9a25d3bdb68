namespace Hillock.Numbers;

/// <summary>How long a formula is: a hint for the kernels, which never changes a result.</summary>
/// <remarks>
/// Two vectors computed side by side keep a processor's ports busier than one long chain of dependent operations, as long as the compiler can follow:
/// it inlines and keeps in registers about a thousand values in a loop, and is ten times slower past that. The derivative of a formula takes two
/// to three times as many as the formula.
/// </remarks>
public enum Cost
{
    /// <summary>
    /// A handful of operations, such as a rectifier: two vectors at a time. A backward pass evaluates the derivative again from the argument.
    /// </summary>
    Light,

    /// <summary>
    /// One or two elementary functions: two 512-bit vectors at a time, for the derivative too. A forward pass that will be differentiated
    /// computes and keeps the derivative, which shares most of its work with the value.
    /// </summary>
    Moderate,

    /// <summary>As moderate, but the derivative is too long for more than one vector at a time.</summary>
    Heavy,

    /// <summary>Nobody has measured: one vector at a time.</summary>
    Unknown,
}

/// <summary>The hints that follow from others.</summary>
internal static class Costs
{
    /// <summary>How long the derivative of a formula is.</summary>
    internal static Cost OfDerivative(this Cost cost) => cost switch
    {
        Cost.Light => Cost.Moderate,
        Cost.Moderate => Cost.Heavy,
        _ => Cost.Unknown,
    };
}
