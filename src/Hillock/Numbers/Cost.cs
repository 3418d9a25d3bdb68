namespace Hillock.Numbers;

/// <summary>How long a formula is: a hint for the kernels, which never changes a result.</summary>
public enum Cost
{
    /// <summary>
    /// A handful of operations, such as a rectifier. Kernels compute two vectors side by side, and a backward pass evaluates the derivative again
    /// from the argument.
    /// </summary>
    Light,

    /// <summary>
    /// Up to some 40 operations, such as one exponential and one division. Kernels compute two vectors side by side; a forward pass that will be
    /// differentiated computes and keeps the derivative too, which shares most of its work with the value.
    /// </summary>
    Moderate,

    /// <summary>More than that: two vectors side by side would run out of registers. The derivative is kept as for a moderate formula.</summary>
    Heavy,
}
