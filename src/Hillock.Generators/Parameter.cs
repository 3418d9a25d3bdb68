using System.Globalization;

namespace Hillock.Generators;

/// <summary>A parameter of a definition: its name in the catalogue, its description as XML and as text, and its default.</summary>
internal record struct Parameter(string Name, string Xml, string Text, double? Default)
{
    /// <summary>The default as it is written in C#.</summary>
    internal readonly string? Literal => Default?.ToString("R", CultureInfo.InvariantCulture);
}
