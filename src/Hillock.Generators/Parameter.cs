using System.Globalization;

namespace Hillock.Generators;

/// <summary>
/// A parameter of a definition: its name in the catalogue, its description as XML and as text, its default, and the property that holds it, if one does.
/// </summary>
internal record struct Parameter(string Name, string Xml, string Text, double? Default, string? Property = null)
{
    /// <summary>The default as it is written in C#.</summary>
    internal readonly string? Literal => Default?.ToString("R", CultureInfo.InvariantCulture);
}
