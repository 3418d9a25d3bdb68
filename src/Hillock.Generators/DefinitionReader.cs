using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hillock.Generators;

/// <summary>Reads a definition: a type that implements one of the interfaces of activation functions.</summary>
internal static class DefinitionReader
{
    private const string Namespace = "Hillock.Activations";

    internal static Definition Read(TypeDeclarationSyntax syntax, SemanticModel model, CancellationToken cancel)
    {
        if (model.GetDeclaredSymbol(syntax, cancel) is not INamedTypeSymbol type || KindOf(type) is not { } kind)
        {
            return new("", "", "", "", null);
        }

        if (!type.IsValueType || !type.IsReadOnly || type.DeclaredAccessibility != Accessibility.Public)
        {
            return Faulty(syntax, Faults.NotAStruct);
        }

        Documentation documentation = Documentation.Of(type);
        if (documentation.Summary.IndexOf(": ", StringComparison.Ordinal) < 0)
        {
            return Faulty(syntax, Faults.NoSummary);
        }

        List<Parameter> parameters = new List<Parameter>();
        DiagnosticDescriptor? wrong = kind == Kind.Learnable
            ? ReadLearned(type, model, parameters, cancel)
            : ReadFixed(type, documentation, model, parameters, cancel);
        if (wrong is not null || parameters.Exists(parameter => parameter.Text.Length == 0))
        {
            string name = wrong is null ? parameters.Find(parameter => parameter.Text.Length == 0).Name : parameters.LastOrDefault().Name ?? "";
            return Faulty(syntax, wrong ?? Faults.NoDescription, name);
        }

        DefinitionWriter writer = new DefinitionWriter(type, kind, documentation, parameters, Names(type), IsCommon(type));
        return new(type.Name, writer.Function(), writer.Method(), writer.Row(), null);
    }

    private static Definition Faulty(TypeDeclarationSyntax syntax, DiagnosticDescriptor descriptor, string detail = "") =>
        new(syntax.Identifier.ValueText, "", "", "", Fault.At(syntax.Identifier, descriptor, detail));

    private static Kind? KindOf(INamedTypeSymbol type)
    {
        Kind? kind = null;
        foreach (INamedTypeSymbol one in type.AllInterfaces)
        {
            if (one.ContainingNamespace.ToDisplayString() == Namespace)
            {
                kind = one.Name switch
                {
                    "IRandomActivation" => Kind.Random,
                    "ILearnableActivation" => Kind.Learnable,
                    "IActivation" => kind ?? Kind.Fixed,
                    _ => kind,
                };
            }
        }

        return kind;
    }

    private static DiagnosticDescriptor? ReadFixed(
        INamedTypeSymbol type, Documentation documentation, SemanticModel model, List<Parameter> parameters, CancellationToken cancel)
    {
        IMethodSymbol constructor = type.InstanceConstructors.OrderBy(one => one.Parameters.Length).Last();
        ConstructorInitializerSyntax? defaults = type.InstanceConstructors
            .Where(one => one.Parameters.IsEmpty)
            .Select(one => one.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancel) as ConstructorDeclarationSyntax)
            .FirstOrDefault()?.Initializer;
        for (int i = 0; i < constructor.Parameters.Length; i++)
        {
            IParameterSymbol parameter = constructor.Parameters[i];
            ArgumentSyntax? argument = defaults?.ArgumentList.Arguments.ElementAtOrDefault(i);
            double? value = argument is null ? null : Constant(argument.Expression, model, cancel);
            string name = Names(parameter).FirstOrDefault() ?? char.ToLowerInvariant(parameter.Name[0]) + parameter.Name.Substring(1);
            string? property = type.GetMembers(parameter.Name).Any(static member => member is IPropertySymbol) ? parameter.Name : null;
            parameters.Add(new(name, documentation.ParameterXml(parameter.Name), documentation.Parameter(parameter.Name), value, property));
            if (parameter.Type.SpecialType != SpecialType.System_Double || (argument is not null && value is null))
            {
                return Faults.NotADouble;
            }
        }

        return null;
    }

    private static DiagnosticDescriptor? ReadLearned(INamedTypeSymbol type, SemanticModel model, List<Parameter> parameters, CancellationToken cancel)
    {
        IMethodSymbol apply = type.GetMembers("Apply").OfType<IMethodSymbol>().First(method => method.Parameters.Length == 2);
        PropertyDeclarationSyntax? initial =
            type.GetMembers("Initial").FirstOrDefault()?.DeclaringSyntaxReferences[0].GetSyntax(cancel) as PropertyDeclarationSyntax;
        double? value = initial?.ExpressionBody is { } body ? Constant(body.Expression, model, cancel) : null;
        Documentation documentation = Documentation.Of(apply);
        string name = apply.Parameters[1].Name;
        parameters.Add(new(name, documentation.ParameterXml(name), documentation.Parameter(name), value));
        return value is null ? Faults.NotADouble : null;
    }

    private static double? Constant(ExpressionSyntax expression, SemanticModel model, CancellationToken cancel) =>
        model.GetConstantValue(expression, cancel) is { HasValue: true, Value: { } value }
            ? Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)
            : null;

    private static bool IsCommon(INamedTypeSymbol type) => type.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CommonAttribute");

    private static string[] Names(ISymbol symbol) =>
    [
        .. symbol.GetAttributes()
            .Where(attribute => attribute.AttributeClass?.Name == "KnownAsAttribute")
            .SelectMany(attribute => attribute.ConstructorArguments[0].Values)
            .Select(value => (string)value.Value!),
    ];
}

internal enum Kind
{
    Fixed,
    Random,
    Learnable,
}
