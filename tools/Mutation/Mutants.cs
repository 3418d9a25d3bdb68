using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Hillock.Tools.Mutation;

/// <summary>Finds the expressions of a file that can be wrong in a small way.</summary>
internal static class Mutants
{
    private static readonly Dictionary<SyntaxKind, SyntaxKind> Others = new()
    {
        [SyntaxKind.AddExpression] = SyntaxKind.SubtractExpression,
        [SyntaxKind.SubtractExpression] = SyntaxKind.AddExpression,
        [SyntaxKind.MultiplyExpression] = SyntaxKind.DivideExpression,
        [SyntaxKind.DivideExpression] = SyntaxKind.MultiplyExpression,
        [SyntaxKind.LessThanExpression] = SyntaxKind.LessThanOrEqualExpression,
        [SyntaxKind.LessThanOrEqualExpression] = SyntaxKind.LessThanExpression,
        [SyntaxKind.GreaterThanExpression] = SyntaxKind.GreaterThanOrEqualExpression,
        [SyntaxKind.GreaterThanOrEqualExpression] = SyntaxKind.GreaterThanExpression,
        [SyntaxKind.EqualsExpression] = SyntaxKind.NotEqualsExpression,
        [SyntaxKind.NotEqualsExpression] = SyntaxKind.EqualsExpression,
        [SyntaxKind.LogicalAndExpression] = SyntaxKind.LogicalOrExpression,
        [SyntaxKind.LogicalOrExpression] = SyntaxKind.LogicalAndExpression,
        [SyntaxKind.BitwiseAndExpression] = SyntaxKind.BitwiseOrExpression,
        [SyntaxKind.BitwiseOrExpression] = SyntaxKind.BitwiseAndExpression,
        [SyntaxKind.ExclusiveOrExpression] = SyntaxKind.BitwiseAndExpression,
        [SyntaxKind.LeftShiftExpression] = SyntaxKind.RightShiftExpression,
        [SyntaxKind.RightShiftExpression] = SyntaxKind.LeftShiftExpression,
    };

    /// <summary>All mutants of a file, in the order of the text.</summary>
    public static IEnumerable<Mutant> Of(SyntaxTree tree)
    {
        foreach (ExpressionSyntax expression in tree.GetRoot().DescendantNodes(node => !IsConstant(node)).OfType<ExpressionSyntax>())
        {
            if (Replacement(expression) is { } replacement)
            {
                yield return new Mutant(tree.FilePath, tree.GetLineSpan(expression.Span).StartLinePosition.Line + 1, expression, replacement);
            }
        }
    }

    // Where the compiler wants a constant there can be no choice of two; and messages are not formulas.
    private static bool IsConstant(SyntaxNode node) =>
        node is AttributeListSyntax or SwitchLabelSyntax or PatternSyntax or ParameterListSyntax or EnumDeclarationSyntax
            or ThrowExpressionSyntax or ThrowStatementSyntax
        || (node is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ConstKeyword))
        || (node is LocalDeclarationStatementSyntax local && local.Modifiers.Any(SyntaxKind.ConstKeyword));

    private static ExpressionSyntax? Replacement(ExpressionSyntax expression) => expression switch
    {
        BinaryExpressionSyntax binary when Others.TryGetValue(binary.Kind(), out SyntaxKind other) =>
            BinaryExpression(other, binary.Left.WithoutTrivia(), binary.Right.WithoutTrivia()).NormalizeWhitespace(),
        PrefixUnaryExpressionSyntax prefix
            when prefix.Kind() is SyntaxKind.UnaryMinusExpression or SyntaxKind.LogicalNotExpression or SyntaxKind.BitwiseNotExpression =>
            prefix.Operand.WithoutTrivia(),
        LiteralExpressionSyntax literal => Number(literal),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call => Call(call, member, member.Name.Identifier.Text),
        _ => null,
    };

    private static LiteralExpressionSyntax? Number(LiteralExpressionSyntax literal) => literal.Token.Value switch
    {
        double value => LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(Text(value, "R"), value)),
        int value => LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(value + 1)),
        _ => null,
    };

    // A thousandth more; what is 0 becomes 1.
    private static string Text(double value, string format)
    {
        string text = (value == 0 ? 1 : value * 1.001).ToString(format, CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    private static InvocationExpressionSyntax? Call(InvocationExpressionSyntax call, MemberAccessExpressionSyntax member, string name)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        return name switch
        {
            "Select" when arguments.Count == 3 => With(arguments[0], arguments[2].WithoutTrivia(), arguments[1].WithoutTrivia()),
            "FusedMultiplyAdd" when arguments.Count == 3 => With(arguments[0], arguments[1], Minus(arguments[2])),
            "Min" => call.WithExpression(member.WithName(IdentifierName("Max"))),
            "Max" => call.WithExpression(member.WithName(IdentifierName("Min"))),
            _ => null,
        };

        InvocationExpressionSyntax With(params ArgumentSyntax[] changed) => call.WithArgumentList(ArgumentList(SeparatedList(changed)));

        static ArgumentSyntax Minus(ArgumentSyntax argument) =>
            Argument(PrefixUnaryExpression(SyntaxKind.UnaryMinusExpression, ParenthesizedExpression(argument.Expression.WithoutTrivia())));
    }
}
