using Microsoft.CodeAnalysis;

namespace Hillock.Generators;

/// <summary>The diagnostics of the generator.</summary>
internal static class Faults
{
    internal static readonly DiagnosticDescriptor NotAStruct = Create(
        "HIL001", "A definition is a public readonly struct", "'{0}' must be a public readonly struct: kernels are compiled for its type");

    internal static readonly DiagnosticDescriptor NoSummary = Create(
        "HIL002", "A definition has a summary", "'{0}' needs a <summary> of the form 'Name: formula.'; the catalogue and the documentation are made of it");

    internal static readonly DiagnosticDescriptor NoDescription = Create(
        "HIL003", "A parameter has a description", "Parameter '{1}' of '{0}' needs a <param> description; the catalogue and the command line show it");

    internal static readonly DiagnosticDescriptor NotADouble = Create(
        "HIL004", "A parameter is a double", "Parameter '{1}' of '{0}' must be a double, with constants as defaults");

    private static DiagnosticDescriptor Create(string id, string title, string message) =>
        new(id, title, message, "Hillock", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
