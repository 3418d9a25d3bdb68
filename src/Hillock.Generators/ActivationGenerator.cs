using System.Linq;
using Microsoft.CodeAnalysis;

namespace Hillock.Generators;

/// <summary>
/// Lists the definitions of activation functions: from each it makes the function in <c>F</c>, the method of <c>Tensor</c> and the row of
/// <c>ActivationCatalog</c>, so that a definition is the only place where a function is named.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ActivationGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context) => Generation.Register(context, DefinitionReader.Read, Write);

    private static void Write(SourceProductionContext output, Definition[] definitions)
    {
        Generation.Add(output, "F", "Functional", "public static partial class F", definitions.Select(definition => definition.Function));
        Generation.Add(output, "Tensor", "Tensors", "public sealed partial class Tensor", definitions.Select(definition => definition.Method));
        string rows = "    private static ActivationInfo[] CreateRows() =>\n    [\n" +
            string.Concat(definitions.Select(definition => definition.Row)) + "    ];\n";
        Generation.Add(output, "ActivationCatalog", "Functional", "public static partial class ActivationCatalog", [rows]);
    }
}
