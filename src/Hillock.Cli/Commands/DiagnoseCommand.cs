using System.CommandLine;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Cli.Diagnoses;
using Hillock.Data;
using Hillock.Kernels;
using Hillock.Training;

namespace Hillock.Cli.Commands;

/// <summary><c>hillock diagnose</c>: what keeps a network from learning, layer by layer, and what to change.</summary>
internal sealed class DiagnoseCommand : ToolCommand
{
    private const int DeepestNetwork = 1000;
    private const int HeldOutParts = 5;
    private const int FewRows = 10; // of which two classes have no five each

    private static readonly DiagnosisOptions Defaults = new();

    private readonly DataOptions _data = new();
    private readonly Option<string> _activation =
        new("--activation")
        {
            Description = "The activation of the hidden layers, such as relu or elu:alpha=0.5.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "relu",
        };
    private readonly Option<int> _depth = ToolOption.Whole("--depth", "Hidden layers.", Defaults.Depth, 1, DeepestNetwork);
    private readonly Option<int> _width = ToolOption.Whole("--width", "Units of each.", Defaults.Width, 1, CompareCommand.WidestLayer);
    private readonly Option<string> _initialization = ToolOption.Choice(
        "--initialization", "The spread of the initial weights: fitting is what keeps the activation's mean square.", DiagnosisWords.Initializations[0],
        DiagnosisWords.Initializations);

    private readonly Option<double> _weightScale = ToolOption.Positive("--weight-scale", "Multiplies the initial weights.", "X", Defaults.WeightScale);
    private readonly Option<double> _inputScale =
        ToolOption.Positive(
            "--input-scale", "Multiplies the standardised inputs: anything but 1 stands for data that nobody standardised.", "X", Defaults.InputScale);
    private readonly Option<int?> _epochs =
        ToolOption.OptionalWhole("--epochs", "Passes over the training part. [default: as many as make about 1500 steps, 10 to 200]", 1, 1_000_000);
    private readonly Option<int> _batchSize = ToolOption.Whole("--batch-size", "Rows of a step.", Defaults.BatchSize, 1, 1_000_000);
    private readonly Option<string> _optimizer =
        ToolOption.Choice("--optimizer", "The optimizer; sgd has a momentum of 0.9.", "adam", [.. CompareCommand.Optimizers.Keys]);
    private readonly Option<double?> _learningRate =
        ToolOption.OptionalPositive("--learning-rate", "The learning rate. [default: 0.003, or 0.02 for sgd]", "RATE");
    private readonly Option<bool> _noProposal = new("--no-proposal") { Description = "Only name the proposed change, instead of training with it too." };
    private readonly Option<int?> _threads =
        ToolOption.OptionalWhole("--threads", "Threads to use; changes the time, never a number. [default: all processors]", 1, Parallelism.MaxThreads);
    private readonly Option<string> _rareClasses =
        ToolOption.Choice(
            "--rare-classes", "Classes with fewer than 5 rows, of which no fifth can be held out: refused, or left out.", "refuse", "refuse", "leave-out");
    private readonly Option<ulong> _seed =
        ToolOption.Whole<ulong>(
            "--seed", "Makes the held-out part, initial weights and batches; the same seed gives the same numbers.", 0, 0, ulong.MaxValue);
    private readonly Option<string?> _json = ToolOption.Path("--json", "Write everything measured to a JSON file.", "FILE");
    private readonly Option<string?> _report = ToolOption.Path("--report", "Write an HTML page with tables and pictures; it needs no network.", "FILE.html");

    public DiagnoseCommand()
        : base("diagnose", "Trains a plain network, says layer by layer what keeps it from learning, and measures a remedy.")
    {
        _data.AddTo(this);
        foreach (Option option in (Option[])[
            _activation, _depth, _width, _initialization, _weightScale, _inputScale, _epochs, _batchSize, _optimizer, _learningRate, _noProposal, _threads,
            _rareClasses, _seed, _json, _report,
        ])
        {
            Add(option);
        }

        SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("hillock diagnose --activation sigmoid --depth 10", "Vanishing gradients, and what helps."),
        new("hillock diagnose --learning-rate 0.3 --report dying.html", "Dying ReLUs, with an HTML report."),
        new("hillock diagnose iris --activation tanh --input-scale 100", "Inputs that nobody standardised."),
    ];

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        (string? jsonPath, string? reportPath) = (result.GetValue(_json), result.GetValue(_report));
        _data.CheckOutputs(result, jsonPath, reportPath);
        ActivationChoice activation = ComparisonActivations.Parse([result.GetValue(_activation)!])[0];
        if (result.GetValue(_threads) is { } threads)
        {
            Parallelism.Threads = threads;
        }

        (string? source, TableOptions columns) = (_data.Source(result), _data.Options(result) with { RareClasses = result.GetValue(_rareClasses)! });
        InvocationConfiguration configuration = result.InvocationConfiguration;
        TabularData data = DataOptions.Read(source, columns, configuration, cancellationToken);
        if (columns.RareClasses == "leave-out")
        {
            FoldsQuestion.RequireTwoClasses(data, HeldOutParts);
        }

        data = RareClasses.Prepare(data, columns.RareClasses, HeldOutParts, configuration.Output);
        DiagnosisOptions options = Training(result, activation, columns.Columns.AllowMissing);
        Diagnosis own = Diagnose(data, options, "the network", configuration.Error, cancellationToken);
        if (own.Interrupted && own.Epochs.Count == 0)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        DiagnosisOptions? proposed = own.Interrupted ? null : Remedy.Propose(own);
        Diagnosis? proposal =
            proposed is null || result.GetValue(_noProposal) ? null : Diagnose(data, proposed, "the proposal", configuration.Error, cancellationToken);
        DiagnosisReport report = DiagnosisReportBuilder.Build(data, source, columns, own, proposed, proposal is { Interrupted: true } ? null : proposal);
        Outputs outputs = new();
        outputs.Write(() => DiagnosisTable.Write(Terminal.ForOutput(configuration.Output), report));
        outputs.Write("--json", jsonPath, () => DiagnosisJson.Write(report));
        outputs.Write("--report", reportPath, () => HtmlDiagnosis.Write(report));
        outputs.Complete();
        return own.Interrupted || proposal is { Interrupted: true } ? ExitCode.Interrupted : ExitCode.Success;
    }

    // The library does not know which file the rows are from.
    private static Diagnosis Diagnose(TabularData data, DiagnosisOptions options, string what, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            return ProgressBar.Run(
                error, $"training {what}", bar => NetworkDiagnosis.Run(data, options, bar is null ? null : new Reporter(bar), cancellationToken));
        }
        catch (ArgumentException exception) when (exception.ParamName == "folds" && !data.Times.IsEmpty)
        {
            throw new CommandException(
                $"{data.Provenance}: the latest fifth is held out, which needs 5 rows but there are {data.RowCount}; add rows, or leave out --time.",
                ExitCode.Failure, exception);
        }
        catch (ArgumentException exception) when (exception.ParamName == "data" && !data.Groups.IsEmpty)
        {
            throw new CommandException(
                $"{data.Provenance}: {ErrorLine.Of(exception).Replace("leave them out", "leave out --group", StringComparison.Ordinal)}", ExitCode.Failure,
                exception);
        }
        catch (ArgumentException exception) when (exception.ParamName == "folds" && data.RowCount < FewRows)
        {
            throw new CommandException(
                $"{data.Provenance}: a fifth of the rows is held out, which needs 5 rows{(data.IsClassification ? " of every class" : "")}, but there are " +
                    $"{data.RowCount} in all; name a file with more.",
                ExitCode.Failure, exception);
        }
        catch (ArgumentException exception) when (exception.ParamName == "folds")
        {
            throw new CommandException(
                $"{data.Provenance}: a fifth of the rows is held out, which needs 5 rows of every class; merge or remove rare classes, " +
                    "or --rare-classes leave-out does it here.",
                ExitCode.Failure, exception);
        }
    }

    private sealed class Reporter(ProgressBar bar) : IProgress<double>
    {
        public void Report(double value) => bar.Report(value);
    }

    private DiagnosisOptions Training(ParseResult result, ActivationChoice activation, bool impute) => new()
    {
        Activation = activation,
        Depth = result.GetValue(_depth),
        Width = result.GetValue(_width),
        Initialization = DiagnosisWords.Initialization(result.GetValue(_initialization)!),
        WeightScale = result.GetValue(_weightScale),
        InputScale = result.GetValue(_inputScale),
        Epochs = result.GetValue(_epochs),
        BatchSize = result.GetValue(_batchSize),
        Optimizer = CompareCommand.Optimizers[result.GetValue(_optimizer)!],
        LearningRate = result.GetValue(_learningRate),
        Seed = result.GetValue(_seed),
        ImputeMissing = impute,
    };
}
