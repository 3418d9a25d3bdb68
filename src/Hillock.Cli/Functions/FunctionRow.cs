namespace Hillock.Cli.Functions;

/// <summary>A function as <c>hillock list --json</c> shows it.</summary>
internal sealed record FunctionRow(
    string Name, IReadOnlyList<string> Aliases, FunctionKind Kind, string Formula, string Summary, IReadOnlyList<FunctionParameter> Parameters)
{
    public static FunctionRow Of(FunctionDescription function) =>
        new(function.Name, function.Aliases, function.Kind, function.Formula, function.Summary, function.Parameters);
}
