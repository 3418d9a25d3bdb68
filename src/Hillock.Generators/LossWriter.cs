using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hillock.Generators;

/// <summary>Writes the members that follow from the definition of one loss.</summary>
internal sealed class LossWriter(INamedTypeSymbol type, Documentation documentation, List<LossParameter> parameters, string[] aliases, bool isWeighted)
{
    private const string TensorType = "global::Hillock.Tensors.Tensor";
    private const string ReductionType = "global::Hillock.Losses.Reduction";
    private const string EmptyMeanType = "global::Hillock.Losses.EmptyMean";
    private const string Reduction = ReductionType + " reduction = " + ReductionType + ".Mean";

    private readonly string _type = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private string Declared =>
        (isWeighted ? $", {TensorType}? weight = null" : "") + string.Concat(parameters.Select(parameter => ", " + parameter.Declaration));

    private string Made => $"new {_type}({string.Join(", ", parameters.Select(parameter => parameter.Name))})";

    /// <summary>The function in <c>F</c>.</summary>
    internal string Function()
    {
        StringBuilder text = new StringBuilder();
        Document(text);
        text.Append("    /// <param name=\"predictions\">The predictions <c>x</c>, of a floating-point type.</param>\n");
        text.Append("    /// <param name=\"targets\">The targets <c>t</c>, of the predictions' shape and type: nothing is broadcast.</param>\n");
        DocumentParameters(text);
        text.Append("    /// <param name=\"emptyMean\">What the mean of no elements is.</param>\n");
        text.Append(
            "    /// <returns>One number, or with <see cref=\"global::Hillock.Losses.Reduction.None\"/> a tensor of the predictions' shape; with gradients " +
            "of any order for both.</returns>\n");
        text.Append(
            "    /// <exception cref=\"global::System.ArgumentException\">The shapes or types differ, or an element is not one that the loss allows; the " +
            "message names its place and value.</exception>\n");
        text.Append(
            "    /// <exception cref=\"global::System.ArgumentOutOfRangeException\">There is no such reduction, or a parameter is out of range.</exception>\n");
        text.Append(
            $"    public static {TensorType} {type.Name}({TensorType} predictions, {TensorType} targets, {Reduction}{Declared}, {EmptyMeanType} emptyMean = " +
            $"{EmptyMeanType}.NaN) =>\n");
        text.Append(isWeighted
            ? $"        WeightedLoss({Made}, predictions, targets, weight, reduction, {Quote(type.Name)}, emptyMean);\n"
            : $"        ElementwiseLoss({Made}, predictions, targets, reduction, {Quote(type.Name)}, emptyMean);\n");
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
        string values = string.Concat(parameters.Select((parameter, i) => parameter.IsFlag ? $", values[{i}] != 0" : $", values[{i}]"));
        StringBuilder text = new StringBuilder();
        text.Append($"        new({Quote(type.Name)}, {Quote(title)}, {Quote(summary.Substring(colon + 2).TrimEnd('.'))},\n");
        text.Append($"            {Quote(summary)},\n            {Quote(documentation.Remarks)},\n            {Quote(documentation.Source)},\n");
        text.Append(
            $"            static (inputs, values) => F.{type.Name}(inputs.Predictions, inputs.Targets, " +
            $"inputs.Reduction{(isWeighted ? ", inputs.Weight" : "")}{values}, emptyMean: inputs.EmptyMean))\n        {{\n");
        text.Append($"            Aliases = [{string.Join(", ", aliases.Select(Quote))}],\n            TakesWeight = {(isWeighted ? "true" : "false")},\n");
        text.Append(
            $"            ComparesNumbers = LossInfo.ComparesNumbersOf<{_type}>(),\n            OtherClass = LossInfo.OtherClassOf<{_type}>(),\n            " +
            "Parameters =\n            [\n");
        foreach (LossParameter parameter in parameters)
        {
            text.Append(
                $"                new({Quote(parameter.Name)}, {Quote(parameter.Text)}, " +
                $"{parameter.Default.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}, {(parameter.IsFlag ? "true" : "false")}),\n");
        }

        return text.Append("            ],\n        },\n").ToString();
    }

    /// <summary>The module.</summary>
    internal string Module()
    {
        StringBuilder text = new();
        text.Append($"/// <summary>{documentation.Xml("summary")} See <see cref=\"{_type}\"/>.</summary>\n");
        text.Append("/// <param name=\"reduction\">What becomes of the losses of single elements.</param>\n");
        text.Append(
            isWeighted ? "/// <param name=\"weight\">A weight for each element, of a shape that broadcasts to the predictions', or null.</param>\n" : "");
        foreach (LossParameter parameter in parameters)
        {
            text.Append($"/// <param name=\"{parameter.Name}\">{parameter.Xml}</param>\n");
        }

        text.Append($"public sealed class {type.Name}Loss({Reduction}{Declared})\n");
        return text.Append($"    : ElementwiseLoss<{_type}>({Made}, reduction{(isWeighted ? ", weight" : "")});\n").ToString();
    }

    private static string Quote(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    private void Document(StringBuilder text)
    {
        text.Append($"    /// <summary>{documentation.Xml("summary")}</summary>\n");
        if (documentation.Xml("remarks") is { Length: > 0 } remarks)
        {
            text.Append($"    /// <remarks>{remarks}</remarks>\n");
        }
    }

    private void DocumentParameters(StringBuilder text)
    {
        text.Append("    /// <param name=\"reduction\">What becomes of the losses of single elements.</param>\n");
        text.Append(
            isWeighted
                ? "    /// <param name=\"weight\">A weight for each element, of a shape that broadcasts to the predictions'; the mean divides by the number " +
                    "of elements all the same.</param>\n"
                : "");
        foreach (LossParameter parameter in parameters)
        {
            text.Append($"    /// <param name=\"{parameter.Name}\">{parameter.Xml}</param>\n");
        }
    }
}
