using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hillock.Generators;

/// <summary>
/// Lists the definitions of operations on rows: from each it makes the function in <c>F</c>, the method of <c>Tensor</c> and the row of
/// <c>RowFunctionCatalog</c>.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class RowFunctionGenerator : IIncrementalGenerator
{
    private const string TensorType = "global::Hillock.Tensors.Tensor";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context) => Generation.Register(context, Read, Write);

    private static Definition Read(TypeDeclarationSyntax syntax, SemanticModel model, CancellationToken cancel)
    {
        if (model.GetDeclaredSymbol(syntax, cancel) is not INamedTypeSymbol type || type.TypeKind != TypeKind.Struct
            || type.DeclaredAccessibility != Accessibility.Public
            || type.ContainingNamespace.ToDisplayString() != "Hillock.Functional"
            || !type.AllInterfaces.Any(one => one.ToDisplayString() == "Hillock.Functional.IRowFunction"))
        {
            return new("", "", "", "", null);
        }

        Documentation documentation = Documentation.Of(type);
        Fault? fault =
            !type.IsReadOnly
                ? Fault.At(syntax.Identifier, Faults.NotAStruct, "")
                : documentation.Summary.Contains(": ") ? null : Fault.At(syntax.Identifier, Faults.NoSummary, "");
        List<LossParameter> parameters = fault is null ? LossReader.Parameters(syntax, type, model, documentation, cancel, out fault) : [];
        return fault is null
            ? new(type.Name, Function(type, documentation, parameters), Method(type, documentation, parameters), Row(type, documentation, parameters), null)
            : new(type.Name, "", "", "", fault);
    }

    private static void Write(SourceProductionContext output, Definition[] definitions)
    {
        Generation.Add(output, "F.Rows", "Functional", "public static partial class F", definitions.Select(definition => definition.Function));
        Generation.Add(output, "Tensor.Rows", "Tensors", "public sealed partial class Tensor", definitions.Select(definition => definition.Method));
        string rows =
            "    private static RowFunctionInfo[] CreateRows() =>\n    [\n" + string.Concat(definitions.Select(definition => definition.Row)) + "    ];\n";
        Generation.Add(output, "RowFunctionCatalog", "Functional", "public static partial class RowFunctionCatalog", [rows]);
    }

    private static string Function(INamedTypeSymbol type, Documentation documentation, List<LossParameter> parameters)
    {
        StringBuilder text = new();
        Document(text, documentation, parameters, withTensor: true);
        text.Append($"    public static {TensorType} {type.Name}({TensorType} x, int axis = -1{Declared(parameters)}) =>\n");
        return text.Append($"        RowFunction(x, new {Full(type)}({Passed(parameters)}), axis);\n").ToString();
    }

    private static string Method(INamedTypeSymbol type, Documentation documentation, List<LossParameter> parameters)
    {
        StringBuilder text = new();
        Document(text, documentation, parameters, withTensor: false);
        string passed = string.Concat(parameters.Select(parameter => ", " + parameter.Name));
        return text.Append(
            $"    public {TensorType} {type.Name}(int axis = -1{Declared(parameters)}) => global::Hillock.Functional.F.{type.Name}(this, axis{passed});\n")
                .ToString();
    }

    private static string Row(INamedTypeSymbol type, Documentation documentation, List<LossParameter> parameters)
    {
        string summary = documentation.Summary;
        int colon = summary.IndexOf(": ", System.StringComparison.Ordinal);
        string title = summary.Substring(0, colon);
        title = title.StartsWith("The ", System.StringComparison.Ordinal) ? title.Substring(4) : title;
        title = char.ToUpperInvariant(title[0]) + title.Substring(1);
        string values = string.Concat(parameters.Select((parameter, i) => parameter.IsFlag ? $", values[{i}] != 0" : $", values[{i}]"));
        StringBuilder text = new();
        text.Append($"        new({Quote(type.Name)}, {Quote(title)}, {Quote(summary.Substring(colon + 2).TrimEnd('.'))},\n");
        text.Append($"            {Quote(summary)},\n            {Quote(documentation.Remarks)},\n            {Quote(documentation.Source)},\n");
        text.Append($"            static (x, axis, values) => F.{type.Name}(x, axis{values}))\n        {{\n            Parameters =\n            [\n");
        foreach (LossParameter parameter in parameters)
        {
            text.Append(
                $"                new({Quote(parameter.Name)}, {Quote(parameter.Text)}, " +
                $"{parameter.Default.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}, {(parameter.IsFlag ? "true" : "false")}),\n");
        }

        return text.Append("            ],\n        },\n").ToString();
    }

    private static void Document(StringBuilder text, Documentation documentation, List<LossParameter> parameters, bool withTensor)
    {
        text.Append($"    /// <summary>{documentation.Xml("summary")} Of each slice along an axis.</summary>\n");
        if (documentation.Xml("remarks") is { Length: > 0 } remarks)
        {
            text.Append($"    /// <remarks>{remarks}</remarks>\n");
        }

        text.Append(withTensor ? "    /// <param name=\"x\">The rows, of a floating-point type.</param>\n" : "");
        text.Append("    /// <param name=\"axis\">The axis along which the rows lie; negatives count from the last.</param>\n");
        foreach (LossParameter parameter in parameters)
        {
            text.Append($"    /// <param name=\"{parameter.Name}\">{parameter.Xml}</param>\n");
        }

        text.Append("    /// <exception cref=\"global::System.ArgumentException\">The tensor is not of a floating-point type.</exception>\n");
        text.Append(
            "    /// <exception cref=\"global::System.ArgumentOutOfRangeException\">There is no such axis, or a parameter is out of range.</exception>\n");
    }

    private static string Declared(List<LossParameter> parameters) => string.Concat(parameters.Select(parameter => ", " + parameter.Declaration));

    private static string Passed(List<LossParameter> parameters) => string.Join(", ", parameters.Select(parameter => parameter.Name));

    private static string Full(INamedTypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static string Quote(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
