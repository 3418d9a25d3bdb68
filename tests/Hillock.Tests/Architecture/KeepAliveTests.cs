using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Hillock.Tests.Architecture;

/// <summary>Whoever works on a span of a tensor's memory keeps the tensor alive until done: the pool lends the memory of dead tensors to others.</summary>
[Trait("Speed", "slow")]
public class KeepAliveTests
{
    private static readonly Lazy<Borrows> Library = new(() => new Borrows(LibraryCompilation.Instance));

    private static IEnumerable<SyntaxTree> Sources => LibraryCompilation.Instance.SyntaxTrees.Where(tree => LibraryCompilation.FolderOf(tree) is not null);

    [Fact]
    public void EveryTensor_LivesAsLongAsItsSpanIsInUse()
    {
        Assert.True(Sources.Sum(Library.Value.CountIn) > 250, "The test does not see the calls that borrow any more.");
        string[] faults = [.. Sources.SelectMany(tree => Library.Value.FaultsIn(tree))];
        Assert.True(faults.Length == 0, $"{faults.Length} tensors may die while their memory is in use:\n{string.Join("\n", faults)}");
    }

    /// <summary>Without one of the calls of <see cref="GC.KeepAlive"/> the test above fails, unless the method names the tensor again afterwards.</summary>
    [Fact]
    public void EachKeepAlive_IsMissedWhenItIsGone()
    {
        List<string> unnoticed = [];
        int removed = 0;
        foreach (SyntaxTree tree in Sources)
        {
            foreach (ExpressionStatementSyntax call in CallsOf(tree))
            {
                // Spaces in its place, so that all else stays where it is.
                string text = tree.GetText(TestContext.Current.CancellationToken).ToString();
                string without = text[..call.SpanStart] + new string(' ', call.Span.Length) + text[call.Span.End..];
                SyntaxTree mutant =
                    CSharpSyntaxTree.ParseText(
                        without, (CSharpParseOptions)tree.Options, tree.FilePath, cancellationToken: TestContext.Current.CancellationToken);
                CSharpCompilation compilation = LibraryCompilation.Instance.ReplaceSyntaxTree(tree, mutant);
                removed++;
                if (!Library.Value.FaultsIn(mutant, compilation).Any() && !IsNamedAfter(call))
                {
                    unnoticed.Add($"{tree.FilePath}({tree.GetLineSpan(call.Span, TestContext.Current.CancellationToken).StartLinePosition.Line + 1}): {call}");
                }
            }
        }

        Assert.True(removed > 100, $"Only {removed} calls were found.");
        Assert.True(
            unnoticed.Count == 0, $"{unnoticed.Count} of {removed} calls can go, or the test does not see what they are for:\n{string.Join("\n", unnoticed)}");
    }

    private static bool IsNamedAfter(ExpressionStatementSyntax call)
    {
        string name = ((InvocationExpressionSyntax)call.Expression).ArgumentList.Arguments[0].ToString();
        return call.Ancestors().First(node => node is MemberDeclarationSyntax).DescendantNodes().OfType<IdentifierNameSyntax>()
            .Any(other => other.SpanStart > call.Span.End && other.Identifier.ValueText == name);
    }

    /// <summary>The calls, but for those in the memory's own class, of an object that is not a tensor.</summary>
    private static IEnumerable<ExpressionStatementSyntax> CallsOf(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().OfType<ExpressionStatementSyntax>()
            .Where(
                statement =>
                    statement.Expression is InvocationExpressionSyntax call && call.Expression.ToString() == "GC.KeepAlive"
                        && !tree.FilePath.EndsWith("/Storage.cs", StringComparison.Ordinal));
}
