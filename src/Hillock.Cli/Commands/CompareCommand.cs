using System.CommandLine;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Cli.Reports;
using Hillock.Data;
using Hillock.Kernels;
using Hillock.Training;

namespace Hillock.Cli.Commands;

/// <summary><c>hillock compare</c>: which activation should a network for this data have, and why.</summary>
internal sealed class CompareCommand : ToolCommand
{
    /// <summary>The optimizers by name.</summary>
    public static IReadOnlyDictionary<string, OptimizerKind> Optimizers { get; } =
        Enum.GetValues<OptimizerKind>().ToDictionary(static kind => kind.ToString().ToLowerInvariant());

    /// <summary>A square of it is a gigabyte of weights.</summary>
    public const int WidestLayer = 16384;

    private static readonly ComparisonOptions Defaults = new();

    private readonly DataOptions _data = new();
    private readonly CategoryOptions _categories = new();
    private readonly Option<string[]> _activations =
        ToolOption.WordList("--activations", "The activations to compare, such as relu,elu:alpha=0.5, or all. [default: those in wide use]", "A,B");
    private readonly Option<string[]> _losses =
        ToolOption.WordList("--losses", "Compare losses instead, such as cross-entropy,focal:gamma=1, with one activation.", "A,B");
    private readonly Option<int> _folds = ToolOption.Whole("--folds", "Parts of the cross-validation.", Defaults.Folds, 2, 1000);
    private readonly Option<int> _repeats =
        ToolOption.Whole("--repeats", "How often it is repeated with other parts; more find smaller differences.", Defaults.Repeats, 1, 1000);
    private readonly Option<int[]> _hidden = ToolOption.WholeList("--hidden", "Widths of the hidden layers.", "A,B", [.. Defaults.Hidden], WidestLayer);
    private readonly Option<int?> _epochs =
        ToolOption.OptionalWhole(
            "--epochs", "Passes over the training part. [default: until the loss on a fifth of it stops falling, at most 1000]", 1, 1_000_000);
    private readonly Option<int> _batchSize = ToolOption.Whole("--batch-size", "Rows of a step.", Defaults.BatchSize, 1, 1_000_000);
    private readonly Option<string> _optimizer = ToolOption.Choice("--optimizer", "The optimizer; sgd has a momentum of 0.9.", "adam", [.. Optimizers.Keys]);
    private readonly Option<double?> _learningRate =
        ToolOption.OptionalPositive(
            "--learning-rate", "The learning rate. [default: each run's own, the best of five on a fifth of its training part]", "RATE");
    private readonly Option<double> _weightDecay = ToolOption.NonNegative("--weight-decay", "The weight decay.", "W", 0);
    private readonly Option<bool> _balance =
        new("--balance")
        {
            Description = "Fill each step equally from every class, and score by balanced accuracy: for classes of very different frequencies.",
        };
    private readonly Option<int> _naturalEpochs =
        ToolOption.Whole("--natural-epochs", "With --balance, the last epochs at the natural frequencies.", 0, 0, 1_000_000);
    private readonly Option<int?> _threads =
        ToolOption.OptionalWhole("--threads", "Threads to use; changes the time, never a score. [default: all processors]", 1, Parallelism.MaxThreads);
    private readonly Option<string> _rareClasses =
        ToolOption.Choice(
            "--rare-classes", "Classes with fewer rows than folds: refused, left out, or spread, where some parts test none of them.", "refuse", "refuse",
            "leave-out",
            "spread");
    private readonly Option<string?> _test =
        ToolOption.Path("--test", "A second file: after the comparison, train on all of DATA and score on it. Columns may be in another order.", "FILE");
    private readonly Option<ulong> _seed =
        ToolOption.Whole<ulong>("--seed", "Makes parts, initial weights and batches; the same seed gives the same scores.", 0, 0, ulong.MaxValue);
    private readonly Option<string?> _json = ToolOption.Path("--json", "Write everything measured to a JSON file.", "FILE");
    private readonly Option<string?> _foldsFile =
        ToolOption.Path("--folds-file", "Write which part held out each row, so that another program can use the same parts.", "FILE.csv");
    private readonly Option<string?> _report = ToolOption.Path("--report", "Write an HTML page with the table and pictures; it needs no network.", "FILE.html");

    public CompareCommand()
        : base("compare", "Cross-validates a network on your data with each activation, and says which to use.")
    {
        _data.AddTo(this, _test);
        foreach (Option option in (Option[])[
            .. _categories.All,
            _activations, _losses, _folds, _repeats, _hidden, _epochs, _batchSize, _optimizer, _learningRate, _weightDecay, _balance, _naturalEpochs, _threads,
            _rareClasses, _test, _seed, _json, _foldsFile, _report,
        ])
        {
            Add(option);
        }

        SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("hillock compare", "The usual activations on an embedded data set."),
        new("hillock compare iris --report iris.html", "On an embedded table, with an HTML report."),
        new("hillock compare iris --losses cross-entropy,focal,multi-margin", "Losses instead of activations."),
        new("hillock compare train.csv --test test.csv --impute", "With a second file that is scored at the end."),
        new(
            "hillock compare train-images-idx3-ubyte.gz --activations relu,silu,elu:alpha=0.5 --hidden 256,128 --epochs 10",
            "On pictures, with three activations."),
    ];

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        (string? jsonPath, string? reportPath) = (result.GetValue(_json), result.GetValue(_report));
        string? source = _data.Source(result);
        if (result.GetValue(_naturalEpochs) > 0 && !result.GetValue(_balance))
        {
            throw new CommandException("--natural-epochs is about what follows balanced epochs; add --balance, or leave it out.", ExitCode.Usage);
        }

        _data.CheckOutputs(result, jsonPath, reportPath, result.GetValue(_foldsFile), result.GetValue(_test));
        string[] lossNames = result.GetValue(_losses)!;
        IReadOnlyList<ActivationChoice> activations =
            ComparisonActivations.Parse(lossNames.Length > 0 && result.GetValue(_activations)!.Length == 0 ? ["relu"] : result.GetValue(_activations)!);
        if (lossNames.Length > 0 && activations.Count > 1)
        {
            throw new CommandException($"--losses compares losses with one activation but --activations names {activations.Count}; name one.", ExitCode.Usage);
        }

        if (result.GetValue(_threads) is { } threads)
        {
            Parallelism.Threads = threads;
        }

        InvocationConfiguration configuration = result.InvocationConfiguration;
        TableOptions columns = _categories.With(result, _data.Options(result)) with { RareClasses = result.GetValue(_rareClasses)! };
        List<string> notes = [];
        TabularData data = DataOptions.Read(source, columns, configuration, cancellationToken, notes);
        RequireClasses(data, result.GetValue(_balance), "--balance");
        RequireClasses(data, columns.RareClasses != "refuse", $"--rare-classes {columns.RareClasses}");
        data = RareClasses.Prepare(data, columns.RareClasses, result.GetValue(_folds), configuration.Output, notes);
        NamedPictures.Fetch(result.GetValue(_test), configuration.Error, cancellationToken);
        TabularData? test = result.GetValue(_test) is { } testPath ? TestFile.Read(testPath, data, columns, cancellationToken) : null;
        IReadOnlyList<LossChoice> losses = ComparisonLosses.Parse(lossNames, data.IsClassification);
        TestFile.WriteUnseen(test, data, configuration.Output);
        foreach (string note in CategoryNotes.Of(data, columns.Preparation))
        {
            notes.Add(note);
            Prose.Write(Terminal.ForOutput(configuration.Output), "note " + note, "  ");
        }

        TrainingComparison comparison = Compare(
            data,
            progress => losses.Count > 0
                ? CrossValidation.CompareLosses(data, activations[0], losses, Training(result), progress, cancellationToken)
                : CrossValidation.Compare(data, activations, Training(result), progress, cancellationToken),
            configuration.Error);
        if (comparison.Runs.All(runs => runs.Count == 0))
        {
            throw new OperationCanceledException(cancellationToken);
        }

        Outputs outputs = new();
        outputs.Write("--folds-file", result.GetValue(_foldsFile), () => FoldsFile.Of(comparison, data));
        ComparisonReport report =
            ComparisonConversion.ToReport(
                comparison, data, source, columns, [.. activations.Select(activation => activation.Name)], [.. losses.Select(loss => loss.Name)]);
        report = report with { Data = report.Data with { Notes = notes } };
        outputs.Write(() => ComparisonTable.Write(Terminal.ForOutput(configuration.Output), report));
        bool testFinished = true;
        if (test is not null && !comparison.Interrupted)
        {
            (report, testFinished) = TestFile.Score(report, data, test, activations, losses, Training(result), configuration.Error, cancellationToken);
            outputs.Write(() => TestFile.Write(Terminal.ForOutput(configuration.Output), report));
        }

        outputs.Write("--json", jsonPath, () => ReportJson.Write(report));
        outputs.Write("--report", reportPath, () => HtmlReport.Write(report));
        outputs.Complete();

        // A comparison in which all diverge is a result; one without anything to score is none.
        bool isScored = report.Candidates.Any(static result => result.MeanScore is not null || result.DivergedRuns > 0);
        return comparison.Interrupted || !testFinished ? ExitCode.Interrupted : isScored ? ExitCode.Success : ExitCode.Failure;
    }

    private static void RequireClasses(TabularData data, bool isGiven, string option)
    {
        if (isGiven && !data.IsClassification)
        {
            throw new CommandException(
                $"{option} expects a target of classes but {data.TargetName} of {data.Provenance} is a number; leave it out, or say --task class.",
                ExitCode.Usage);
        }
    }

    // The library does not know which file the rows are from, nor what its options are called here.
    private static TrainingComparison Compare(TabularData data, Func<IProgress<ComparisonProgress>?, TrainingComparison> run, TextWriter error)
    {
        try
        {
            return ProgressBar.Run(error, "starting", bar => run(RunsReporter.Of(bar)));
        }
        catch (ArgumentException exception) when (exception.ParamName == "folds")
        {
            throw new CommandException(
                $"{data.Provenance}: {FoldsQuestion.Fault(exception, data)}", ExitCode.Failure, exception);
        }
        catch (ArgumentException exception) when (exception.ParamName is { } name && typeof(ComparisonOptions).GetProperty(name) is not null)
        {
            throw new CommandException(ErrorLine.Of(exception).Replace(name, OptionName(name), StringComparison.Ordinal).Replace(
                "expects Balance", "expects --balance", StringComparison.Ordinal), ExitCode.Failure, exception);
        }
    }

    // --natural-epochs for NaturalEpochs.
    private static string OptionName(string property) =>
        "--" + string.Concat(property.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    private ComparisonOptions Training(ParseResult result) => new()
    {
        Folds = result.GetValue(_folds),
        Repeats = result.GetValue(_repeats),
        Hidden = result.GetValue(_hidden) is { Length: > 0 } hidden ? hidden : Defaults.Hidden,
        Epochs = result.GetValue(_epochs),
        BatchSize = result.GetValue(_batchSize),
        Optimizer = Optimizers[result.GetValue(_optimizer)!],
        LearningRate = result.GetValue(_learningRate),
        WeightDecay = result.GetValue(_weightDecay),
        Balance = result.GetValue(_balance),
        NaturalEpochs = result.GetValue(_naturalEpochs),
        Seed = result.GetValue(_seed),
        MeasureCosts = true,
        SpreadRareClasses = result.GetValue(_rareClasses) == "spread",
        ImputeMissing = _data.Options(result).Columns.AllowMissing,
        Preprocessing = _categories.With(result, _data.Options(result)).Preparation with { Seed = result.GetValue(_seed) },
    };
}
