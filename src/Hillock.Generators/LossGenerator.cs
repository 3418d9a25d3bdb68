using System.Linq;
using Microsoft.CodeAnalysis;

namespace Hillock.Generators;

/// <summary>
/// Lists the definitions of element-wise losses: from each it makes the function in <c>F</c>, the module and the row of <c>LossCatalog</c>. A definition whose
/// function is written by hand is left alone, and so is a module that there is: tools that run no generators report types that they cannot find, so a module
/// that other code names is better written by hand.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class LossGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context) => Generation.Register(context, LossReader.Read, Write);

    private static void Write(SourceProductionContext output, Definition[] definitions)
    {
        Generation.Add(output, "F.Losses", "Functional", "public static partial class F", definitions.Select(definition => definition.Function));
        string[] modules = [.. definitions.Select(definition => definition.Method).Where(module => module.Length > 0)];
        if (modules.Length > 0)
        {
            Generation.AddTypes(output, "LossModules", "Modules", modules);
        }

        string rows = "    private static LossInfo[] CreateRows() =>\n    [\n" +
            string.Concat(definitions.Select(definition => definition.Row)) + "    ];\n";
        Generation.Add(output, "LossCatalog", "Functional", "public static partial class LossCatalog", [rows]);
    }
}
