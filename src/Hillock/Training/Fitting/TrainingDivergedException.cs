namespace Hillock.Training;

/// <summary>
/// Training came to a loss or a gradient that is NaN or infinite, and was stopped before the step that would have spread it to all parameters: parameters,
/// buffers such as running statistics, and counts of random numbers are those of the step before.
/// </summary>
public sealed class TrainingDivergedException : ArithmeticException
{
    internal TrainingDivergedException(string message, int epoch, int batch, double loss, string? module, string? parameter)
        : base(message) =>
        (Epoch, Batch, Loss, Module, Parameter) = (epoch, batch, loss, module, parameter);

    /// <summary>The epoch, from 0.</summary>
    public int Epoch { get; }

    /// <summary>The batch of the epoch, from 0.</summary>
    public int Batch { get; }

    /// <summary>The batch's loss.</summary>
    public double Loss { get; }

    /// <summary>
    /// The path of the first module, in the order of the pass, whose result has a NaN or an infinity; the empty string for the network itself. Null where the
    /// results of all modules are numbers.
    /// </summary>
    public string? Module { get; }

    /// <summary>The name of the first parameter that has a NaN or an infinity, or whose gradient has; null where there is none.</summary>
    public string? Parameter { get; }
}
