using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hillock.Tools.Mutation;

/// <summary>One small fault that can be switched on in an expression.</summary>
/// <param name="Path">The source file, from the root.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Original">The expression.</param>
/// <param name="Replacement">What it becomes.</param>
internal sealed record Mutant(string Path, int Line, ExpressionSyntax Original, ExpressionSyntax Replacement)
{
    /// <summary>Which of the folders it lies in, such as <c>Numbers</c>.</summary>
    public string Folder => Path.Split('/')[2];

    public override string ToString() => $"{Path}:{Line}: {OneLine(Original)} → {OneLine(Replacement)}";

    private static string OneLine(ExpressionSyntax expression) =>
        string.Join(' ', expression.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
