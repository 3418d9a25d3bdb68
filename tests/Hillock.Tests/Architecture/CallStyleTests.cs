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
        foreach (SyntaxTree tree in LibraryCompilation.Instance.SyntaxTrees.Where(tree => LibraryCompilation.FolderOf(tree) is not null))
        {
            SemanticModel model = LibraryCompilation.Instance.GetSemanticModel(tree);
            foreach (ArgumentListSyntax list in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<ArgumentListSyntax>())
            {
                if (model.GetSymbolInfo(list.Parent!, TestContext.Current.CancellationToken).Symbol is IMethodSymbol method
                    && NamelessTruths(list, method).Any())
                {
                    faults.Add($"{tree.FilePath}:{list.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {list.Parent}");
                }
            }
        }

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
        foreach (IMethodSymbol method in PublicMethods())
        {
            string[] names = [.. method.Parameters.Select(parameter => parameter.Name)];
            faults.AddRange(
                from pair in order
                let earlier = Array.IndexOf(names, pair.Earlier)
                let later = Array.IndexOf(names, pair.Later)
                where earlier > later && later >= 0
                select $"{method.ContainingType.Name}.{method.Name}: {pair.Earlier} comes before {pair.Later}");
            faults.AddRange(
                from parameter in method.Parameters
                where parameter.Type.Name == nameof(CancellationToken) && parameter.Name != "cancellationToken"
                select $"{method.ContainingType.Name}.{method.Name}: {parameter.Name} is called cancellationToken");
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    private static IEnumerable<IMethodSymbol> PublicMethods() =>
        from tree in LibraryCompilation.Instance.SyntaxTrees
        let model = LibraryCompilation.Instance.GetSemanticModel(tree)
        from declaration in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<BaseMethodDeclarationSyntax>()
        let method = model.GetDeclaredSymbol(declaration, TestContext.Current.CancellationToken)
        where method is { DeclaredAccessibility: Accessibility.Public, ContainingType.DeclaredAccessibility: Accessibility.Public }

        // Projections of a weight take it before the targets: it is what they multiply with, not what they weigh by.
        where method.Name != "LinearCrossEntropy"
        select method;

    private static IEnumerable<ArgumentSyntax> NamelessTruths(ArgumentListSyntax list, IMethodSymbol method)
    {
        for (int i = 0; i < Math.Min(list.Arguments.Count, method.Parameters.Length); i++)
        {
            ArgumentSyntax argument = list.Arguments[i];
            bool isLiteral = argument.Expression.IsKind(SyntaxKind.TrueLiteralExpression) || argument.Expression.IsKind(SyntaxKind.FalseLiteralExpression);
            if (isLiteral && argument.NameColon is null && (IsTruth(i - 1) || IsTruth(i + 1)))
            {
                yield return argument;
            }
        }

        bool IsTruth(int i) =>
            i >= 0 && i < method.Parameters.Length && method.Parameters[i] is { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_Boolean };
    }
}
