using System.CommandLine;
using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Cli.Reports;
using Hillock.Cli.RunFolders;
using Hillock.Csv;
using Hillock.Data;
using Hillock.Kernels;
using Hillock.Serialization.Description;
using Hillock.Tensors;

namespace Hillock.Cli.Commands;

/// <summary><c>hillock train</c>: a network for this data, kept in a folder.</summary>
internal sealed class TrainCommand : ToolCommand
{
    private readonly DataOptions _data = new();
    private readonly CategoryOptions _categories = new();
    private readonly TrainOptions _training = new();
    private readonly Option<string?> _test =
        ToolOption.Path("--test", "A second file (or folder) to measure on, in the place of a share of DATA. Columns may be in another order.", "FILE");
    private readonly Option<string?> _output = ToolOption.Path("--output", "The folder of the run, which is made.", "RUN", required: true);
    private readonly Option<bool> _resume =
        new("--resume")
        {
            Description = "Go on with the run, to the weights that it would have without the interruption; or, with more --epochs, beyond its end. " +
                "Its options need not be repeated.",
        };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace a run that is there." };
    private readonly Option<double> _checkpoints =
        ToolOption.NonNegative("--checkpoint-seconds", "The time between two checkpoints; 0 for one after each step.", "S", 30);
    private readonly Option<int?> _threads =
        ToolOption.OptionalWhole("--threads", "Threads to use; changes the time, never a weight. [default: all processors]", 1, Parallelism.MaxThreads);

    public TrainCommand()
        : base("train", "Trains a network on your data and keeps it in a folder, to evaluate, to predict with, and to go on with.")
    {
        _data.AddTo(this, _test, "a folder with a folder of pictures for each class");
        foreach (Option option in (Option[])[.. _categories.All, .. _training.All, _test, _output, _resume, _overwrite, _checkpoints, _threads])
        {
            Add(option);
        }

        SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("hillock train iris --output flowers", "A network for an embedded table, in the folder flowers."),
        new("hillock train houses.csv --target price --impute --early-stopping 20 --output houses", "Prices, until the held-out loss stops falling."),
        new("hillock train train-images-idx3-ubyte.gz --model cnn --epochs 5 --output digits", "Pictures."),
        new("hillock train fashion-mnist --test fashion-mnist-test --model cnn --epochs 5 --output clothes", "Pictures that are fetched once."),
        new("hillock train animals --size 48 --output zoo", "The pictures of a folder, PNG and JPEG, in it a folder for each class."),
        new("hillock train animals --augment flip,crop,cutmix --output zoo", "The same, each picture mirrored, moved and mixed with others at random."),
        new("hillock train --resume --epochs 20 --output digits", "The same network again, for more epochs."),
        new("hillock train poems.txt --model transformer --output poet", "The next character of a text."),
    ];

    // What the folder keeps of the command line.
    private IEnumerable<Option> Kept => [.. _data.All, .. _categories.All, .. _training.All, _test];

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        RunPaths paths = new(result.GetValue(_output)!);
        (bool resume, bool overwrite) = (result.GetValue(_resume), result.GetValue(_overwrite));
        if (resume && overwrite)
        {
            throw new CommandException("--resume goes on with a run and --overwrite replaces it; leave one of them out.", ExitCode.Usage);
        }

        if (result.GetValue(_threads) is { } threads)
        {
            Parallelism.Threads = threads;
        }

        if (RunAside.Recover(paths, resume) is { } recovered)
        {
            Prose.Write(Terminal.ForOutput(result.InvocationConfiguration.Output), "note " + recovered, "  ");
        }

        return resume ? Resume(result, paths, cancellationToken) : Begin(result, paths, overwrite, cancellationToken);
    }

    private int Begin(ParseResult result, RunPaths paths, bool overwrite, CancellationToken cancellationToken)
    {
        RunFolder.RequireFree(paths, overwrite);
        string? source = _data.Source(result);
        RequireOutside("DATA", source, paths);
        RequireOutside("--test", result.GetValue(_test), paths);
        RunData data = Read(result, source, result.InvocationConfiguration, cancellationToken);
        TrainSettings settings = _training.Values(result);
        ModelDescription description = RunModel.Describe(settings, data);
        Augmentation.Check(settings, data, description);
        SingleRow.Check(settings, data, description);
        TrainingRun run = new(paths, data, settings, description);
        if (settings.NaturalEpochs > run.Epochs)
        {
            throw new CommandException(
                string.Create(CultureInfo.InvariantCulture, $"--natural-epochs is {settings.NaturalEpochs} but there " +
                    $"{Plural.Word(run.Epochs, "is", "are")} {Plural.Of(run.Epochs, "epoch")}; ") +
                "give a larger --epochs, or fewer of those.",
                ExitCode.Usage);
        }

        if (settings.EarlyStopping is not null && data.HeldOutInputs is null)
        {
            throw new CommandException("--early-stopping watches the loss on held-out rows but there are none; leave it out.", ExitCode.Usage);
        }

        RunLock.MakeFolder(paths);
        using IDisposable held = RunLock.Take(paths);
        RunFolder.RequireFree(paths, overwrite);
        RunRecord record = new()
        {
            Tool = ToolVersion.Text,
            Arguments = [Whole(source ?? ComparisonData.EmbeddedNames.First()), .. RunArguments.WithValue(RunArguments.Of(result, Kept), _test, Whole)],
            Reading = RunArguments.Of(result, _data.Reading),
            Kind = data.Kind,
            Data = data.Name,
            Columns = data.Kind == RunKind.Table ? data.Columns : [],
            Formats = data.Formats,
            Digest = data.Digest(),
            TrainingRows = data.TrainingRows,
            ValidationRows = data.ValidationRows,
            Steps = data.Kind == RunKind.Text ? data.ExampleShape[0] : 0,
            Epochs = run.Epochs,
        };
        try
        {
            RunFolder.Begin(paths, record);
            description.Save(paths.Model);
            return Train(run, record, data, paths, description, result, resume: false, cancellationToken);
        }
        catch
        {
            RunAside.BringBack(paths);
            throw;
        }
    }

    private int Resume(ParseResult result, RunPaths paths, CancellationToken cancellationToken)
    {
        RunRecord record = RunFolder.Open(paths);
        using IDisposable held = RunLock.Take(paths);
        RunFolder.DeleteHalves(paths);
        Command root = result.RootCommandResult.Command;
        ParseResult begun = root.Parse([Name, .. record.Arguments, "--output", paths.Folder], ToolRunner.Parsing);
        if (begun.Errors.Count > 0)
        {
            throw new CommandException($"{paths.Record}: the options of the run are not understood: {begun.Errors[0].Message}");
        }

        bool isMorePatient = _training.Patience(result) > _training.Patience(begun);
        RunArguments.RequireAlike(result, begun, Kept.Where(
            option => option != _training.Epochs && option != _test && !(isMorePatient && option == _training.EarlyStopping)));
        string source = _data.Source(result) ?? _data.Source(begun)!;
        IReadOnlyList<string> words = record.Arguments;
        foreach (Option option in (Option[])[_training.Epochs, _training.EarlyStopping, _test])
        {
            words = RunArguments.With(words, result, option);
        }

        words = [Whole(source), .. RunArguments.WithValue(words.Skip(1), _test, Whole)];
        ParseResult both = root.Parse([Name, .. words, "--output", paths.Folder], ToolRunner.Parsing);
        RunData data;
        try
        {
            data = Read(both, source, result.InvocationConfiguration, cancellationToken);
        }
        catch (DataFormatException exception)
        {
            // Its ways out are options that a run can only begin with.
            throw new DataFormatException(
                exception.DataSource, exception.Place, exception.Problem, "bring back the rows that the run was begun with, or train on these into " +
                    "another folder",
                exception);
        }

        if (data.Digest() != record.Digest)
        {
            throw new CommandException(
                $"{source} does not have the rows that {paths.Folder} was begun with; --resume goes on with the same rows alone: train on others into " +
                "another folder.");
        }

        TrainSettings settings = _training.Values(both);
        if (!File.Exists(paths.Model) && !paths.CheckpointFiles().Any())
        {
            RunModel.Describe(settings, data).Save(paths.Model); // a process was killed before it wrote the model
        }

        ModelDescription description = ModelDescription.Load(paths.Model);
        TrainingRun run = new(paths, data, settings, description);
        if (record.FinishedEpochs > run.Epochs)
        {
            throw RunFolder.TooFewEpochs(paths, record.FinishedEpochs, run.Epochs);
        }

        if (record.IsFinished && record.FinishedEpochs < run.Epochs && run.HasLostPatience())
        {
            Prose.Write(Terminal.ForOutput(result.InvocationConfiguration.Output), string.Create(
                CultureInfo.InvariantCulture,
                $"{paths.Folder} ended by early stopping in epoch {record.FinishedEpochs}; nothing to do. An --early-stopping of more than ") +
                string.Create(CultureInfo.InvariantCulture, $"{settings.EarlyStopping} goes on."));
            return ExitCode.Success;
        }

        if (record.FinishedEpochs > 0 && run.Epochs > record.Epochs && settings.Schedule != "constant")
        {
            Prose.Write(Terminal.ForOutput(result.InvocationConfiguration.Output), string.Create(
                CultureInfo.InvariantCulture,
                $"The learning rate fell towards the end of {record.Epochs} epochs; it now goes on as in the later ones of {run.Epochs}, which at once ") +
                "would give other weights. --schedule constant is for runs that will be extended.");
        }

        record = record with { Arguments = words, Epochs = run.Epochs, IsFinished = false };
        record.Write(paths.Record);
        return Train(run, record, data, paths, description, result, resume: true, cancellationToken);
    }

    private int Train(
        TrainingRun run, RunRecord record, RunData data, RunPaths paths, ModelDescription description, ParseResult result, bool resume,
        CancellationToken cancellationToken)
    {
        InvocationConfiguration configuration = result.InvocationConfiguration;
        TrainSummary.WriteBegin(configuration.Output, record, run, description);
        bool isFinished = run.Train(resume, record.FinishedEpochs, result.GetValue(_checkpoints), configuration, cancellationToken);
        record = record with { FinishedEpochs = run.Log.Count == 0 ? 0 : run.Log[^1].Epoch, IsFinished = isFinished };
        if (!isFinished)
        {
            record.Write(paths.Record);
            configuration.Output.WriteLine($"Interrupted. hillock train --resume --output {ShellWord.Quote(paths.Folder)} goes on.");
            return ExitCode.Interrupted;
        }

        Tensor? outputs = data.HeldOutInputs is null ? null : RunPredictor.Outputs(run.Network, data.HeldOutInputs, CancellationToken.None);
        EvaluationReport? evaluation = outputs is null ? null : RunEvaluation.Of(description, data.Name, outputs, data.HeldOutTargets!);
        record = record with { Metrics = evaluation?.Metrics ?? new Dictionary<string, double?>() };
        record.Write(paths.Record);
        OutputFile.WriteText(paths.Report, RunPage.Write(record, description, run, data, evaluation, outputs));
        TrainSummary.WriteEnd(configuration.Output, paths, run, evaluation, record.Kind);
        return ExitCode.Success;
    }

    private RunData Read(ParseResult result, string? source, InvocationConfiguration configuration, CancellationToken cancellationToken)
    {
        TrainSettings settings = _training.Values(result);
        string? test = result.GetValue(_test);
        if (settings.NaturalEpochs > 0 && !settings.Balance)
        {
            throw new CommandException("--natural-epochs is about what follows balanced epochs; add --balance, or leave it out.", ExitCode.Usage);
        }

        if (settings.EarlyStopping is not null && settings.Validation == 0 && test is null)
        {
            throw new CommandException(
                "--early-stopping watches the loss on held-out rows but --validation 0 holds out none; leave one of them out, or name a file by --test.",
                ExitCode.Usage);
        }

        if (PictureData.IsFolder(source))
        {
            RequireNoColumns(result, $"{source} is a folder of pictures");
            List<string> notes = [];
            RunData pictures = ProgressBar.Run(configuration.Error, "reading", bar => PictureData.Of(
                source!, test, settings, notes, bar is null ? null : share => bar.Report(share), cancellationToken));
            notes.ForEach(note => Prose.Write(Terminal.ForOutput(configuration.Output), $"note {note}", "  "));
            return pictures;
        }

        if (settings.Size is not null)
        {
            throw new CommandException("--size is about a folder of pictures, in it a folder for each class; leave it out, or name one.", ExitCode.Usage);
        }

        if (TextData.IsText(source))
        {
            RequireNoColumns(result, $"{source} is a text");
            return settings.Balance ? throw new CommandException("--balance is about classes, which a text has not; leave it out.", ExitCode.Usage)
                : TextData.Of(
                    source!, TextData.Read(source!, cancellationToken), test is null ? null : TextData.Read(test, cancellationToken), settings.Validation,
                    settings.Steps);
        }

        TableOptions options = _categories.With(result, _data.Options(result));
        List<CsvColumnFormat> columns = [];
        TabularData data = DataOptions.Read(source, options, configuration, cancellationToken, formats: columns);
        if (settings.Balance && !data.IsClassification)
        {
            throw new CommandException(
                $"--balance expects a target of classes but {data.TargetName} of {data.Provenance} is a number; leave it out, or say --task class.",
                ExitCode.Usage);
        }

        NamedPictures.Fetch(test, configuration.Error, cancellationToken);
        TabularData? second = test is null ? null : TestFile.Read(test, data, options, cancellationToken);
        TestFile.WriteUnseen(second, data, configuration.Output);
        RunData run = TableData.Of(source, data, second, settings.Validation, settings.Seed, options.Preparation);
        foreach (string note in run.Preprocessing is { } fitted ? CategoryNotes.Of(fitted, data, options.Preparation.RareRows) : [])
        {
            Prose.Write(Terminal.ForOutput(configuration.Output), "note " + note, "  ");
        }

        return run with
        {
            Formats = columns,
            Columns = columns.Count > 0 ? [.. columns.Select(static column => column.Column)]
                : [.. data.Columns.Select(static column => column.Name), data.TargetName],
        };
    }

    private void RequireNoColumns(ParseResult result, string source)
    {
        if (_data.All.Concat(_categories.All).FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } column)
        {
            throw new CommandException($"{source} without columns; leave out {column.Name}.", ExitCode.Usage);
        }
    }

    // A run in the folder of the pictures would be a class of its own.
    private static void RequireOutside(string argument, string? source, RunPaths paths)
    {
        if (!PictureData.IsFolder(source))
        {
            return;
        }

        // The folder of a class may be a link to where its pictures are.
        string output = Hillock.Data.RealPath.Of(paths.Folder);
        foreach (string folder in Directory.EnumerateDirectories(source!).Where(static inner =>
            new DirectoryInfo(inner).LinkTarget is not null).Prepend(source!))
        {
            string real = Hillock.Data.RealPath.Of(folder), way = Path.GetRelativePath(real, output);
            if (!Path.IsPathRooted(way) && way.Split(Path.DirectorySeparatorChar)[0] != "..")
            {
                throw new CommandException(
                    $"--output {paths.Folder} is in the folder of the pictures ({argument} {source}), where it would be a class; name one beside it.");
            }
        }
    }

    // The run may go on in another folder.
    private static string Whole(string source) => File.Exists(source) || PictureData.IsFolder(source) ? Path.GetFullPath(source) : source;
}
