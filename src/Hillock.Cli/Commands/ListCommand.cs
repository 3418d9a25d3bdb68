using System.CommandLine;
using System.Text.Json;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Functions;
using Hillock.Cli.Reports;
using Spectre.Console;

namespace Hillock.Cli.Commands;

/// <summary><c>hillock list</c>: every function with its parameters and their defaults, or every layer with its formula and shapes.</summary>
internal sealed class ListCommand : ToolCommand
{
    private const int NarrowestFormula = 16;

    private static readonly string[] Subjects = ["functions", "layers"];

    private readonly Argument<string?> _subject = new("WHAT")
    {
        Description = $"What to list: {Sequence.Or(Subjects)}. [default: functions]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write JSON instead of a table." };

    public ListCommand()
        : base("list", "Lists every function with its parameters and defaults, or every layer with its formula and shapes.")
    {
        Add(_subject);
        Add(_json);
        SetAction(Run);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("hillock list", "A table of all functions."),
        new("hillock list --json", "The same for programs: name, kind, summary, parameters."),
        new("hillock list layers", "All layers: what they compute, their shapes, PyTorch's names."),
    ];

    private int Run(ParseResult result)
    {
        string subject = result.GetValue(_subject) ?? Subjects[0];
        if (!Subjects.Any(known => Suggestion.IsSame(known, subject)))
        {
            throw new CommandException($"WHAT expects {Sequence.Or(Subjects)} but got '{subject}'{Suggestion.Hint(subject, Subjects)}", ExitCode.Usage);
        }

        TextWriter output = result.InvocationConfiguration.Output;
        if (Suggestion.IsSame(subject, Subjects[1]))
        {
            WriteLayers(output, result.GetValue(_json));
        }
        else if (result.GetValue(_json))
        {
            output.WriteLine(JsonSerializer.Serialize([.. FunctionCatalogue.All.Select(FunctionRow.Of)], FunctionJson.Readable.FunctionRowArray));
        }
        else
        {
            WriteTable(Terminal.ForOutput(output));
        }

        return ExitCode.Success;
    }

    private static void WriteLayers(TextWriter output, bool json)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize([.. LayerCatalogue.All.Select(LayerRow.Of)], FunctionJson.Readable.LayerRowArray));
            return;
        }

        IAnsiConsole console = Terminal.ForOutput(output);
        foreach (IGrouping<string, LayerDescription> kind in LayerCatalogue.All.GroupBy(layer => layer.Kind))
        {
            console.WriteLine(kind.Key, new Style(decoration: Decoration.Bold));
            foreach (LayerDescription layer in kind)
            {
                console.WriteLine("  " + layer.Name);
                string[] texts = [layer.Formula, layer.Shapes, layer.PyTorch == "–" || layer.PyTorch == layer.Name ? "" : $"PyTorch: {layer.PyTorch}"];
                foreach (string text in texts.Where(text => text.Length > 1))
                {
                    foreach (string line in Typography.Wrap(text, console.Profile.Width - 6, "  "))
                    {
                        console.WriteLine("    " + line);
                    }
                }
            }

            console.WriteLine();
        }
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
