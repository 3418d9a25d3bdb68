namespace Hillock.Activations;

/// <summary>
/// On a definition: further names under which the catalogue finds the function. On a parameter: its name in the catalogue and in
/// <c>F</c>, where the language does not let the property have it.
/// </summary>
/// <param name="names">The names in kebab case; of a parameter one name in camel case.</param>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Parameter)]
public sealed class KnownAsAttribute(params string[] names) : Attribute
{
    /// <summary>The names.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}
