using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Hillock.Tests.Architecture;

/// <summary>Calls that a reader can understand without looking at the declaration, and declarations whose parameters stand where one expects them.</summary>
[Trait("Speed", "slow")]
public class CallStyleTests
{
    [Fact]
    public void TruthValues_BesideOthers_AreNamed()
    {
        SortedSet<string> faults = [];
        int named = 0;
        foreach (SyntaxTree tree in LibraryCompilation.Instance.SyntaxTrees.Where(tree => LibraryCompilation.FolderOf(tree) is not null))
        {
            SemanticModel model = LibraryCompilation.Instance.GetSemanticModel(tree);
            foreach (ArgumentListSyntax list in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<ArgumentListSyntax>())
            {
                if (model.GetSymbolInfo(list.Parent!, TestContext.Current.CancellationToken).Symbol is not IMethodSymbol method)
                {
                    continue;
                }

                named += list.Arguments.Count(argument => argument.NameColon is not null && IsTruthLiteral(argument));
                if (NamelessTruths(list, method).Any())
                {
                    faults.Add($"{tree.FilePath}:{list.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {list.Parent}");
                }
            }
        }

        Assert.True(named > 20, $"The walk met {named} named truth values; it looks at nothing.");
        Assert.True(faults.Count == 0, $"Of two neighbouring parameters of truth values, arguments true and false are named:\n{string.Join("\n", faults)}");
    }

    [Fact]
    public void Parameters_OfPublicMembers_StandInOneOrder()
    {
        (string Earlier, string Later)[] order =
        [
            ("axis", "keepDims"), ("axes", "keepDims"), ("keepDims", "correction"), ("retainGraph", "createGraph"), ("reduction", "weight"),
            ("weight", "ignoreIndex"),
            ("weight", "labelSmoothing"), ("targets", "reduction"), ("reduction", "emptyMean"), ("axis", "beta"), ("progress", "cancellationToken"),
        ];
        List<string> faults = [];
        HashSet<(string Earlier, string Later)> met = [];
        int tokens = 0, methods = 0;
        foreach (IMethodSymbol method in PublicMethods())
        {
            string[] names = [.. method.Parameters.Select(parameter => parameter.Name)];
            methods++;
            tokens += names.Count(name => name == "cancellationToken");
            met.UnionWith(order.Where(pair => names.Contains(pair.Earlier) && names.Contains(pair.Later)));
            faults.AddRange(
                from pair in order

                // Projections of a weight take it before the targets and their reduction: it is what they multiply with, not what they weigh by.
                where !(method.Name == "LinearCrossEntropy" && pair.Earlier == "reduction" && pair.Later == "weight")
                let earlier = Array.IndexOf(names, pair.Earlier)
                let later = Array.IndexOf(names, pair.Later)
                where earlier > later && later >= 0
                select $"{method.ContainingType.Name}.{method.Name}: {pair.Earlier} comes before {pair.Later}");
            faults.AddRange(
                from parameter in method.Parameters
                where parameter.Type.Name == nameof(CancellationToken) && parameter.Name != "cancellationToken"
                select $"{method.ContainingType.Name}.{method.Name}: {parameter.Name} is called cancellationToken");
        }

        Assert.True(methods > 1000 && tokens > 3, $"The walk met {methods} public methods and {tokens} tokens; it looks at nothing.");
        Assert.Empty(order.Except(met));
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    private static IEnumerable<IMethodSymbol> PublicMethods() =>
        from tree in LibraryCompilation.Instance.SyntaxTrees
        let model = LibraryCompilation.Instance.GetSemanticModel(tree)
        from declaration in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<BaseMethodDeclarationSyntax>()
        let method = model.GetDeclaredSymbol(declaration, TestContext.Current.CancellationToken)
        where method is { DeclaredAccessibility: Accessibility.Public, ContainingType.DeclaredAccessibility: Accessibility.Public }
        select method;

    private static IEnumerable<ArgumentSyntax> NamelessTruths(ArgumentListSyntax list, IMethodSymbol method)
    {
        for (int i = 0; i < Math.Min(list.Arguments.Count, method.Parameters.Length); i++)
        {
            ArgumentSyntax argument = list.Arguments[i];
            if (IsTruthLiteral(argument) && argument.NameColon is null && (IsTruth(i - 1) || IsTruth(i + 1)))
            {
                yield return argument;
            }
        }

        bool IsTruth(int i) =>
            i >= 0 && i < method.Parameters.Length && method.Parameters[i] is { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_Boolean };
    }

    private static bool IsTruthLiteral(ArgumentSyntax argument) =>
        argument.Expression.IsKind(SyntaxKind.TrueLiteralExpression) || argument.Expression.IsKind(SyntaxKind.FalseLiteralExpression);
}
