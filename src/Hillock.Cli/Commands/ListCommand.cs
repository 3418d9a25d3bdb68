using System.CommandLine;
using System.Text.Json;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Functions;
using Hillock.Cli.Reports;
using Spectre.Console;

namespace Hillock.Cli.Commands;

/// <summary><c>hillock list</c>: every function with its parameters and their defaults.</summary>
internal sealed class ListCommand : ToolCommand
{
    private const int NarrowestFormula = 16;

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
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json))
        {
            output.WriteLine(JsonSerializer.Serialize([.. FunctionCatalogue.All.Select(FunctionRow.Of)], FunctionJson.Readable.FunctionRowArray));
        }
        else
        {
            WriteTable(Terminal.ForOutput(output));
        }

        return ExitCode.Success;
    }

    private static void WriteTable(IAnsiConsole console)
    {
        foreach (IGrouping<FunctionKind, FunctionDescription> kind in FunctionCatalogue.All.GroupBy(function => function.Kind))
        {
            console.WriteLine(Title(kind.Key), new Style(decoration: Decoration.Bold));
            int names = kind.Max(function => function.Name.Length);
            int signatures = kind.Max(function => function.Signature().Split('\n').Max(line => line.Length));
            if (console.Profile.Width < 2 + names + 2 + signatures + 2 + NarrowestFormula)
            {
                WriteBelowEachOther(console, kind);
                continue;
            }

            Grid grid = new();
            grid.AddColumn(new GridColumn { NoWrap = true, Width = names, Padding = new Padding(2, 0, 2, 0) });
            grid.AddColumn(new GridColumn { NoWrap = true, Width = signatures, Padding = new Padding(0, 0, 2, 0) });
            grid.AddColumn(new GridColumn { Padding = new Padding(0) });
            foreach (FunctionDescription function in kind)
            {
                grid.AddRow(new Text(function.Name), new Text(function.Signature()), new Text(function.Formula));
            }

            console.Write(grid);
            console.WriteLine();
        }
    }

    // On a narrow console columns would divide numbers and names.
    private static void WriteBelowEachOther(IAnsiConsole console, IEnumerable<FunctionDescription> functions)
    {
        foreach (FunctionDescription function in functions)
        {
            console.WriteLine("  " + function.Name);
            foreach (string text in function.Signature().Split('\n').Append(function.Formula).Where(text => text.Length > 0))
            {
                foreach (string line in Typography.Wrap(text, console.Profile.Width - 6, "  "))
                {
                    console.WriteLine("    " + line);
                }
            }
        }

        console.WriteLine();
    }

    private static string Title(FunctionKind kind) => kind switch
    {
        FunctionKind.Elementwise => "Element-wise",
        FunctionKind.AlongAxis => "Along an axis (--axis, the last one by default)",
        _ => "Losses (--target, --reduction)",
    };
}
