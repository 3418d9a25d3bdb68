using Hillock.Kernels;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Hillock.Tests.Architecture;

/// <summary>Lengths are split into blocks without sums that the longest array carries out of range.</summary>
[Trait("Speed", "slow")]
public class PartitionTests
{
    /// <summary>Steps that stay in range.</summary>
    public static TheoryData<int, int> Cases
    {
        get
        {
            TheoryData<int, int> data = new TheoryData<int, int>();
            foreach (int length in (int[])[0, 1, 511, 512, 513, Array.MaxLength - 1, Array.MaxLength, int.MaxValue])
            {
                foreach (int each in (int[])[1, 2, 57, 512, 1 << 20, int.MaxValue - 1, int.MaxValue])
                {
                    data.Add(length, each);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void CountAndEnd_AreThoseOfWideNumbers(int length, int each)
    {
        long count = (length + (long)each - 1) / each;
        Assert.Equal(count, Partition.Count(length, each));
        int start = (int)(Math.Max(0, count - 1) * each);
        Assert.Equal(length, Partition.End(start, each, length));
        Assert.Equal(Math.Min((long)each, length), Partition.End(0, each, length));
    }

    [Fact]
    public void Sources_SplitLengthsByPartition()
    {
        string[] all =
        [
            .. from tree in LibraryCompilation.Instance.SyntaxTrees
               where LibraryCompilation.FolderOf(tree) is not null && Path.GetFileName(tree.FilePath) != "Partition.cs"
               from fault in StepsOf(LibraryCompilation.Instance.GetSemanticModel(tree))
               select $"{tree.FilePath}: {fault}",
        ];
        Assert.True(all.Length == 0, "Sums that leave the range of int at the longest array; use Partition:\n" + string.Join('\n', all));
    }

    [Theory]
    [InlineData("for (int i = 0; i < length; i += Block) { }")]
    [InlineData("for (int i = 0; i < x.Length; i = i + each) { }")]
    [InlineData("for (int first = start; first < end; first += each) { }")]
    [InlineData("while (start < end) { start += each; }")]
    [InlineData("int blocks = (length + Block - 1) / Block;")]
    [InlineData("int last = Math.Min((index + 1) * each, rows);")]
    [InlineData("int last = Math.Min(rows, (index + 1) * rowsEach);")]
    [InlineData("int last = Math.Min(start + rowsEach, x.Length);")]
    [InlineData("int last = Math.Min(x.Length, start + Block);")]
    public void SumsOutOfRange_AreNoticed(string code) => Assert.Single(StepsOf(Model(code)));

    [Theory]
    [InlineData("for (int i = 0; i < length; i++) { }")]
    [InlineData("for (int i = 0; i < length; i += 4) { }")]
    [InlineData("for (int i = 0; i <= length - each; i += each) { }")]
    [InlineData("for (int i = 0; i < length; i += System.Numerics.Vector<float>.Count) { }")]
    [InlineData("for (long i = 0; i < length; i += each) { }")]
    [InlineData("while (start < end) { index += each; start++; }")]
    [InlineData("long blocks = ((long)length + Block - 1) / Block;")]
    [InlineData("int last = (int)Math.Min(start + (long)rowsEach, x.Length);")]
    [InlineData("int last = start + Math.Min(rowsEach, x.Length - start);")]
    public void SumsInRange_AreNot(string code) => Assert.Empty(StepsOf(Model(code)));

    private static SemanticModel Model(string code)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(
            "using System; class C { const int Block = 512; int length, each, start, end, index, rows, rowsEach; int[] x = []; " +
            $"void M() {{ {code} }} }}",
            cancellationToken: TestContext.Current.CancellationToken);
        CSharpCompilation compilation = CSharpCompilation.Create("steps", [tree], LibraryCompilation.Instance.References);
        Assert.Empty(
            compilation.GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != "CS5001"));
        return compilation.GetSemanticModel(tree);
    }

    /// <summary>Steps of loops other than by one, quotients rounded up and ends of blocks whose sums are of <see cref="int"/> and may leave it.</summary>
    private static IEnumerable<string> StepsOf(SemanticModel model)
    {
        foreach (SyntaxNode node in model.SyntaxTree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes())
        {
            bool isFault = node switch
            {
                AssignmentExpressionSyntax step when IsInt(step.Left) => StepOf(step) is { } length && !IsSmall(length) && LoopOf(step) is { } condition
                    && !LeavesRoom(condition, length),
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Min" } } minimum when IsInt(minimum) =>
                    minimum.ArgumentList.Arguments.Any(argument => IsEnd(Bare(argument.Expression))),
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.DivideExpression } quotient when IsInt(quotient) => IsRoundedUp(quotient),
                _ => false,
            };
            if (isFault)
            {
                yield return node.ToString();
            }
        }

        bool IsInt(ExpressionSyntax expression) => model.GetTypeInfo(expression).Type?.SpecialType == SpecialType.System_Int32;

        // The longest array leaves room for 56 more; a vector has at most 32 elements, and those of 32 are never stepped over in pairs.
        bool IsSmall(ExpressionSyntax expression) => model.GetConstantValue(expression) is { HasValue: true, Value: int value }
            ? value <= int.MaxValue - Array.MaxLength
            : Bare(expression) switch
            {
                MemberAccessExpressionSyntax { Name.Identifier.Text: "Count", Expression: var owner } => model.GetSymbolInfo(owner).Symbol is ITypeSymbol,
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression, Left: LiteralExpressionSyntax { Token.ValueText: "2" } } pair =>
                    IsSmall(pair.Right),
                IdentifierNameSyntax name => model.GetSymbolInfo(name).Symbol is ILocalSymbol local
                    && local.DeclaringSyntaxReferences[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var initial } && IsSmall(initial),
                _ => false,
            };

        // What is added in i += step and i = i + step.
        static ExpressionSyntax? StepOf(AssignmentExpressionSyntax step) => step.Kind() switch
        {
            SyntaxKind.AddAssignmentExpression => step.Right,
            SyntaxKind.SimpleAssignmentExpression when step.Right is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum
                && sum.Left.ToString() == step.Left.ToString() => sum.Right,
            _ => null,
        };

        // The condition of the loop whose step it is.
        static BinaryExpressionSyntax? LoopOf(AssignmentExpressionSyntax step)
        {
            ExpressionSyntax? condition = step.Parent is ForStatementSyntax loop && loop.Incrementors.Contains(step)
                ? loop.Condition
                : step.FirstAncestorOrSelf<WhileStatementSyntax>()?.Condition;
            return condition?.DescendantNodesAndSelf().OfType<BinaryExpressionSyntax>().FirstOrDefault(
                comparison => comparison.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression
                    && comparison.Left.DescendantNodesAndSelf().Any(part => part.ToString() == step.Left.ToString()));
        }

        // i <= length - step
        static bool LeavesRoom(BinaryExpressionSyntax condition, ExpressionSyntax step) =>
            Bare(condition.Right) is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } room && room.Right.ToString() == step.ToString();

        // start + each, (index + 1) * each
        bool IsEnd(ExpressionSyntax expression) => expression is BinaryExpressionSyntax sum && IsInt(sum)
            && (sum.IsKind(SyntaxKind.AddExpression)
                ? !IsSmall(sum.Left) && !IsSmall(sum.Right)
                : sum.IsKind(SyntaxKind.MultiplyExpression) && Bare(sum.Left).IsKind(SyntaxKind.AddExpression));

        // (length + each - 1) / each
        bool IsRoundedUp(BinaryExpressionSyntax quotient) =>
            Bare(quotient.Left) is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression, Left: BinaryExpressionSyntax sum } difference
                && sum.IsKind(SyntaxKind.AddExpression) && difference.Right.ToString() == "1" && sum.Right.ToString() == quotient.Right.ToString()
                && IsInt(sum) && !IsSmall(sum.Right);
    }

    private static ExpressionSyntax Bare(ExpressionSyntax expression) =>
        expression is ParenthesizedExpressionSyntax inner ? Bare(inner.Expression) : expression;
}
