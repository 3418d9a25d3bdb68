using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hillock.Generators;

/// <summary>Reads the definition of an element-wise loss.</summary>
internal static class LossReader
{
    private const string Namespace = "Hillock.Losses";

    internal static Definition Read(TypeDeclarationSyntax syntax, SemanticModel model, CancellationToken cancel)
    {
        if (model.GetDeclaredSymbol(syntax, cancel) is not INamedTypeSymbol type || type.TypeKind == TypeKind.Interface
            || !Implements(type, "IElementwiseLoss") || IsWrittenByHand(type, model.Compilation))
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

        List<LossParameter> parameters = Parameters(syntax, type, model, documentation, cancel, out Fault? fault);
        if (fault is not null)
        {
            return new(type.Name, "", "", "", fault);
        }

        string[] aliases =
        [
            .. type.GetAttributes()
                .Where(attribute => attribute.AttributeClass?.Name == "KnownAsAttribute")
                .SelectMany(attribute => attribute.ConstructorArguments[0].Values)
                .Select(value => (string)value.Value!),
        ];
        LossWriter writer = new(type, documentation, parameters, aliases, Implements(type, "IWeightedLoss"));
        bool hasModule = model.Compilation.GetTypeByMetadataName($"Hillock.Modules.{type.Name}Loss") is not null;
        return new(type.Name, writer.Function(), hasModule ? "" : writer.Module(), writer.Row(), null);
    }

    /// <summary>The parameters of the longest constructor, numbers or flags, with the defaults of the one without parameters.</summary>
    internal static List<LossParameter> Parameters(
        TypeDeclarationSyntax syntax, INamedTypeSymbol type, SemanticModel model, Documentation documentation, CancellationToken cancel, out Fault? fault)
    {
        fault = null;
        List<LossParameter> parameters = new();
        IMethodSymbol constructor = type.InstanceConstructors.OrderBy(one => one.Parameters.Length).Last();
        ConstructorInitializerSyntax? defaults = type.InstanceConstructors
            .Where(one => one.Parameters.IsEmpty)
            .Select(one => one.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancel) as ConstructorDeclarationSyntax)
            .FirstOrDefault()?.Initializer;
        for (int i = 0; i < constructor.Parameters.Length; i++)
        {
            IParameterSymbol parameter = constructor.Parameters[i];
            bool isFlag = parameter.Type.SpecialType == SpecialType.System_Boolean;
            string name = char.ToLowerInvariant(parameter.Name[0]) + parameter.Name.Substring(1);
            ArgumentSyntax? argument = defaults?.ArgumentList.Arguments.ElementAtOrDefault(i);
            object? value = argument is null ? null : model.GetConstantValue(argument.Expression, cancel).Value;
            if (value is null || (!isFlag && parameter.Type.SpecialType != SpecialType.System_Double))
            {
                fault = Fault.At(syntax.Identifier, Faults.NotADouble, name);
                return [];
            }

            parameters.Add(
                new(
                    name, documentation.ParameterXml(parameter.Name), documentation.Parameter(parameter.Name), isFlag,
                    Convert.ToDouble(value, CultureInfo.InvariantCulture)));
            if (parameters[i].Text.Length == 0)
            {
                fault = Fault.At(syntax.Identifier, Faults.NoDescription, name);
                return [];
            }
        }

        return parameters;
    }

    private static bool Implements(INamedTypeSymbol type, string name) =>
        type.AllInterfaces.Any(one => one.Name == name && one.ContainingNamespace.ToDisplayString() == Namespace);

    private static bool IsWrittenByHand(INamedTypeSymbol type, Compilation compilation) =>
        compilation.GetTypeByMetadataName("Hillock.Functional.F")?.GetMembers(type.Name).IsEmpty == false;

    private static Definition Faulty(TypeDeclarationSyntax syntax, DiagnosticDescriptor descriptor, string detail = "") =>
        new(syntax.Identifier.ValueText, "", "", "", Fault.At(syntax.Identifier, descriptor, detail));
}

/// <summary>A parameter of a loss: a number, or a flag as 0 or 1.</summary>
internal record struct LossParameter(string Name, string Xml, string Text, bool IsFlag, double Default)
{
    internal readonly string Literal => IsFlag ? Default != 0 ? "true" : "false" : Default.ToString("R", CultureInfo.InvariantCulture);

    internal readonly string Declaration => $"{(IsFlag ? "bool" : "double")} {Name} = {Literal}";
}
