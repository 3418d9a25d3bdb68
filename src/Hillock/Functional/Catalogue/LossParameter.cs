namespace Hillock.Functional;

/// <summary>A parameter of a loss.</summary>
/// <param name="Name">The name in camel case, as <c>F</c> has it: <c>logInput</c>.</param>
/// <param name="Description">What it is.</param>
/// <param name="Default">The default; of a flag 0 or 1.</param>
/// <param name="IsFlag">Whether it is true or false rather than a number.</param>
public sealed record LossParameter(string Name, string Description, double Default, bool IsFlag = false)
{
    /// <summary>The name on the command line: <c>log-input</c>.</summary>
    public string KebabName { get; } = ActivationCatalog.KebabCase(Name);
}
