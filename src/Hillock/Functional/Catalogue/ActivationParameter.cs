namespace Hillock.Functional;

/// <summary>A parameter of an activation function.</summary>
/// <param name="Name">The name in camel case, as <c>F</c> has it: <c>negativeSlope</c>.</param>
/// <param name="Description">What it is, in a sentence without a full stop where it has none.</param>
/// <param name="Default">The default; null where the parameter must be given.</param>
public sealed record ActivationParameter(string Name, string Description, double? Default)
{
    /// <summary>The name on the command line: <c>negative-slope</c>.</summary>
    public string KebabName { get; } = ActivationCatalog.KebabCase(Name);
}
