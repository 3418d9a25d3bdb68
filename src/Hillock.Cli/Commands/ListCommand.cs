using System.CommandLine;
using System.Text.Json;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Functions;
using Spectre.Console;

namespace Hillock.Cli.Commands;

/// <summary><c>hillock list</c>: every function with its parameters and their defaults.</summary>
internal sealed class ListCommand : ToolCommand
{
    private readonly Option<bool> _json = new("--json") { Description = "Write JSON instead of a table." };

    public ListCommand()
        : base("list", "Lists every function with its parameters and defaults.")
    {
        Add(_json);
        SetAction(Run);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("hillock list", "A table of all functions."),
        new("hillock list --json", "The same for programs: name, kind, summary, parameters."),
    ];

    private int Run(ParseResult result)
    {
        var output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json))
            output.WriteLine(JsonSerializer.Serialize([.. FunctionCatalogue.All.Select(FunctionRow.Of)], FunctionJson.Readable.FunctionRowArray));
        else
            WriteTable(Terminal.ForOutput(output));
        return ExitCode.Success;
    }

    private static void WriteTable(IAnsiConsole console)
    {
        foreach (var kind in FunctionCatalogue.All.GroupBy(function => function.Kind))
        {
            console.WriteLine(Title(kind.Key), new Style(decoration: Decoration.Bold));
            var names = kind.Max(function => function.Name.Length);
            var signatures = kind.Max(function => function.Signature().Split('\n').Max(line => line.Length));
            Grid grid = new();
            grid.AddColumn(new GridColumn { NoWrap = true, Width = names, Padding = new Padding(2, 0, 2, 0) });
            grid.AddColumn(new GridColumn { NoWrap = true, Width = signatures, Padding = new Padding(0, 0, 2, 0) });
            grid.AddColumn(new GridColumn { Padding = new Padding(0) });
            foreach (var function in kind)
                grid.AddRow(new Text(function.Name), new Text(function.Signature()), new Text(function.Formula));
            console.Write(grid);
            console.WriteLine();
        }
    }

    private static string Title(FunctionKind kind) => kind switch
    {
        FunctionKind.Elementwise => "Element-wise",
        FunctionKind.AlongAxis => "Along an axis (--axis, the last one by default)",
        _ => "Losses (--target, --reduction)",
    };
}
