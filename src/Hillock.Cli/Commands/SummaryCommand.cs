using System.CommandLine;
using System.Text.Json;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Cli.Summaries;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Training;
using Hillock.Training.Search;

namespace Hillock.Cli.Commands;

/// <summary><c>hillock summary</c>: the network that a comparison trains, layer by layer.</summary>
internal sealed class SummaryCommand : ToolCommand
{
    private static readonly ComparisonOptions Defaults = new();

    private readonly DataOptions _data = new();
    private readonly Option<string> _activation =
        new("--activation")
        {
            Description = "The activation of the hidden layers, such as relu or elu:alpha=0.5.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "relu",
        };
    private readonly Option<int[]> _hidden =
        ToolOption.WholeList("--hidden", "Widths of the hidden layers.", "A,B", [.. Defaults.Hidden], CompareCommand.WidestLayer);
    private readonly Option<int> _batchSize = ToolOption.Whole("--batch-size", "Rows of a step.", Defaults.BatchSize, 1, 1_000_000);
    private readonly Option<bool> _json = new("--json") { Description = "Write JSON instead of a table." };

    public SummaryCommand()
        : base("summary", "Shows the network that a comparison trains, layer by layer: shapes, parameters, multiply-adds, memory.")
    {
        _data.AddTo(this);
        Add(_activation);
        Add(_hidden);
        Add(_batchSize);
        Add(_json);
        SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("hillock summary iris", "The network of 'hillock compare iris'."),
        new("hillock summary houses.csv --target price --hidden 256,128 --activation gelu --batch-size 64", "Other widths, and another activation."),
        new("hillock summary --json", "The same for programs."),
    ];

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        ActivationChoice activation = ComparisonActivations.Parse([result.GetValue(_activation)!])[0];
        TableOptions options = _data.Options(result);
        TabularData data = DataOptions.Read(_data.Source(result), options, result.InvocationConfiguration, cancellationToken);
        int features = OneHotEncoding.Fit(data, options.Columns.AllowMissing).Columns.Count;
        int[] hidden = result.GetValue(_hidden) is { Length: > 0 } given ? given : [.. Defaults.Hidden];
        Module network = MlpFactory.Build(activation, hidden, features, data.ClassNames.Count, 0);
        ModelSummary summary = ModelSummary.Of(network, [result.GetValue(_batchSize), features]);
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json))
        {
            output.WriteLine(JsonSerializer.Serialize([.. summary.Layers.Select(SummaryRow.Of)], SummaryJson.Readable.SummaryRowArray));
        }
        else
        {
            SummaryTable.Write(Terminal.ForOutput(output), summary);
        }

        return ExitCode.Success;
    }
}
