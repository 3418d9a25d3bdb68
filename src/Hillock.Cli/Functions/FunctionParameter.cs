namespace Hillock.Cli.Functions;

/// <summary>A parameter of a function.</summary>
/// <param name="Name">In kebab-case: <c>negative-slope</c>.</param>
/// <param name="Default">The value when none is given; <see langword="null"/> when one must be given.</param>
/// <param name="Description">What it does.</param>
internal sealed record FunctionParameter(string Name, double? Default, string Description);
