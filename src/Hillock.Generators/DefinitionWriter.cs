using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hillock.Generators;

/// <summary>Writes the members that follow from one definition.</summary>
internal sealed class DefinitionWriter(
    INamedTypeSymbol type, Kind kind, Documentation documentation, List<Parameter> parameters, string[] aliases, bool isCommon)
{
    private const string Learnable = "Learnable";
    private const string TensorType = "global::Hillock.Tensors.Tensor";

    private readonly string _type = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    // A learnable function shares its name in F with the one whose parameter is a number.
    private readonly string _name = kind == Kind.Learnable && type.Name.StartsWith(Learnable, StringComparison.Ordinal)
        ? type.Name.Substring(Learnable.Length)
        : type.Name;

    private string Declared => string.Concat(parameters.Select(parameter => kind == Kind.Learnable
        ? $", {TensorType} {parameter.Name}"
        : $", double {parameter.Name}{(parameter.Literal is { } literal ? " = " + literal : "")}"));

    private string Passed => string.Join(", ", parameters.Select(parameter => parameter.Name));

    /// <summary>The functions in <c>F</c>.</summary>
    internal string Function()
    {
        StringBuilder text = new StringBuilder();
        string made = kind == Kind.Learnable ? $"{Passed}, new {_type}()" : $"new {_type}({Passed})";
        Document(text, documentation.Xml("summary"), withTensor: true, random: false);
        text.Append($"    public static {TensorType} {_name}({TensorType} x{Declared}) =>\n        Apply(x, {made});\n");
        if (kind == Kind.Random)
        {
            Document(text.Append('\n'), Training, withTensor: true, random: true);
            text.Append(
                $"    public static {TensorType} {_name}({TensorType} x, global::Hillock.Numbers.Philox random{Declared}, ulong start = 0) =>\n        " +
                $"RandomActivation(x, random, {made}, start);\n");
        }

        return text.ToString();
    }

    /// <summary>The methods of <c>Tensor</c>.</summary>
    internal string Method()
    {
        StringBuilder text = new StringBuilder();
        string rest = parameters.Count == 0 ? "" : ", " + Passed;
        string declared = Declared.Length == 0 ? "" : Declared.Substring(2);
        Document(text, documentation.Xml("summary"), withTensor: false, random: false);
        text.Append($"    public {TensorType} {_name}({declared}) => global::Hillock.Functional.F.{_name}(this{rest});\n");
        if (kind == Kind.Random)
        {
            Document(text.Append('\n'), Training, withTensor: false, random: true);
            text.Append(
                $"    public {TensorType} {_name}(global::Hillock.Numbers.Philox random{Declared}, ulong start = 0) =>\n        " +
                $"global::Hillock.Functional.F.{_name}(this, random{rest}, start);\n");
        }

        return text.ToString();
    }

    /// <summary>The row of the catalogue.</summary>
    internal string Row()
    {
        string summary = documentation.Summary;
        int colon = summary.IndexOf(": ", StringComparison.Ordinal);
        string title = summary.Substring(0, colon);
        title = title.StartsWith("The ", StringComparison.Ordinal) ? title.Substring(4) : title;
        title = char.ToUpperInvariant(title[0]) + title.Substring(1);
        string formula = summary.Substring(colon + 2).TrimEnd('.');
        string of = kind switch { Kind.Learnable => "OfLearnable", Kind.Random => "OfRandom", _ => "Of" };
        string arguments = kind == Kind.Learnable ? "" : string.Join(", ", parameters.Select((_, i) => $"values[{i}]"));
        StringBuilder text = new StringBuilder();
        text.Append($"        new({Quote(type.Name)}, {Quote(title)}, {Quote(formula)},\n");
        text.Append($"            {Quote(summary)},\n            {Quote(documentation.Remarks)},\n            {Quote(documentation.Source)},\n");
        text.Append($"            static (info, values) => ActivationFunction.{of}(info, values, new {_type}({arguments})))\n        {{\n");
        text.Append($"            Aliases = [{string.Join(", ", aliases.Select(Quote))}],\n            Parameters =\n            [\n");
        foreach (Parameter parameter in parameters)
        {
            text.Append($"                new({Quote(parameter.Name)}, {Quote(parameter.Text)}, {parameter.Literal ?? "null"}),\n");
        }

        text.Append($"            ],\n            IsLearnable = {(kind == Kind.Learnable ? "true" : "false")},\n");
        if (kind == Kind.Learnable || parameters.All(static parameter => parameter.Property is not null))
        {
            string values = kind == Kind.Learnable ? "" : string.Join(", ", parameters.Select(static parameter => "own." + parameter.Property));
            text.Append($"            Read = static function => function is {_type} own ? [{values}] : null,\n");
        }

        text.Append($"            IsRandom = {(kind == Kind.Random ? "true" : "false")},\n");
        return text.Append($"            IsCommon = {(isCommon ? "true" : "false")},\n        }},\n").ToString();
    }

    private string Training => documentation.Xml("summary") + " Random, as while training.";

    private static string Quote(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    private void Document(StringBuilder text, string summary, bool withTensor, bool random)
    {
        text.Append($"    /// <summary>{summary}</summary>\n");
        if (documentation.Xml("remarks") is { Length: > 0 } remarks)
        {
            text.Append($"    /// <remarks>{remarks}</remarks>\n");
        }

        if (withTensor)
        {
            text.Append("    /// <param name=\"x\">The arguments, of a floating-point type.</param>\n");
        }

        if (random)
        {
            text.Append(
                "    /// <param name=\"random\">The random numbers: element <c>i</c>, in row-major order, draws number <c>start + i</c>, whatever its value." +
                "</param>\n");
        }

        foreach (Parameter parameter in parameters)
        {
            string shapes = kind == Kind.Learnable ? " One number, one for each channel (axis 1), or a shape that broadcasts." : "";
            text.Append($"    /// <param name=\"{parameter.Name}\">{parameter.Xml}{shapes}</param>\n");
        }

        if (random)
        {
            text.Append("    /// <param name=\"start\">The number that the first element draws.</param>\n");
        }

        text.Append("    /// <returns>A tensor of the same shape and type, with gradients of any order.</returns>\n");
        text.Append("    /// <exception cref=\"global::System.ArgumentException\">The tensor is not of a floating-point type");
        text.Append(parameters.Count == 0 ? ".</exception>\n" : ", or a parameter is not one that the function allows.</exception>\n");
    }
}
