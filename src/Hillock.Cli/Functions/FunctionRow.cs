namespace Hillock.Cli.Functions;

/// <summary>A function as <c>hillock list --json</c> shows it.</summary>
internal sealed record FunctionRow(string Name, FunctionKind Kind, string Summary, IReadOnlyList<FunctionParameter> Parameters)
{
    public static FunctionRow Of(FunctionDescription function) => new(function.Name, function.Kind, function.Summary, function.Parameters);
}
