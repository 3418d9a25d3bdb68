using System.CommandLine;
using System.Globalization;
using Hillock.Charts;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Hillock.Cli.Trials;
using Hillock.Kernels;
using Spectre.Console;

namespace Hillock.Cli.Commands;

/// <summary><c>hillock power</c>: how often the advice of <c>compare</c> is false, and what differences it finds.</summary>
internal sealed class PowerCommand : ToolCommand
{
    private readonly Option<int> _rows = ToolOption.Whole("--rows", "Rows of each data set.", 600, 20, 1_000_000);
    private readonly Option<int> _activations = ToolOption.Whole("--activations", "Activations of each comparison.", 5, 2, 100);
    private readonly Option<int[]> _folds = ToolOption.WholeList("--folds", "Folds, a line of the table for each.", "A,B", [2, 3, 5, 10], 1000);
    private readonly Option<int[]> _repeats = ToolOption.WholeList("--repeats", "Repeats, the same.", "A,B", [1, 5], 1000);
    private readonly Option<int[]> _points = ToolOption.WholeList("--points", "Differences to find, in points of accuracy.", "A,B", [1, 2, 5], 50);
    private readonly Option<int> _runs = ToolOption.Whole("--runs", "Comparisons for each line.", 1000, 1, 1_000_000);
    private readonly Option<int?> _threads =
        ToolOption.OptionalWhole("--threads", "Threads to use; changes the time, never a number. [default: all processors]", 1, Parallelism.MaxThreads);
    private readonly Option<ulong> _seed = ToolOption.Whole<ulong>("--seed", "Draws data sets, folds and networks.", 0, 0, ulong.MaxValue);

    public PowerCommand()
        : base("power", "Tries the advice of compare out where the truth is known: how often it is false, and what differences it finds.")
    {
        foreach (Option option in (Option[])[_rows, _activations, _folds, _repeats, _points, _runs, _threads, _seed])
        {
            Add(option);
        }

        SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("hillock power", "The table of the documentation."),
        new("hillock power --rows 200 --folds 10 --repeats 1,10 --points 3", "Would 200 rows show a difference of 3 points?"),
    ];

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        if (result.GetValue(_threads) is { } threads)
        {
            Parallelism.Threads = threads;
        }

        int rows = result.GetValue(_rows);
        int[] folds = Values(result, _folds, [2, 3, 5, 10]), repeats = Values(result, _repeats, [1, 5]), points = Values(result, _points, [1, 2, 5]);
        if (Array.Find(folds, count => count < 2 || count > rows / 2) is not 0 and int wrong)
        {
            throw new CommandException(
                string.Create(CultureInfo.InvariantCulture, $"--folds expects 2 to {rows / 2}, half of the rows, but got {wrong}."), ExitCode.Usage);
        }

        TrialSettings[] settings =
        [
            .. folds.SelectMany(fold => repeats.Select(repeat => new TrialSettings(
                rows, result.GetValue(_activations), fold, repeat, result.GetValue(_runs), result.GetValue(_seed)))),
        ];
        InvocationConfiguration configuration = result.InvocationConfiguration;
        TrialResult[] trials = ProgressBar.Run(
            configuration.Error, "trying out",
            bar => settings.Select((one, i) => AdviceTrials.Run(
                one, [.. points.Select(static point => point / 100.0)], share => bar?.Report((i + share) / settings.Length), cancellationToken)).ToArray());
        Write(Terminal.ForOutput(configuration.Output), trials, points);
        return ExitCode.Success;
    }

    private static int[] Values(ParseResult result, Option<int[]> option, int[] usual) => result.GetValue(option) is { Length: > 0 } values ? values : usual;

    private static void Write(IAnsiConsole console, TrialResult[] trials, int[] points)
    {
        TrialSettings settings = trials[0].Settings;
        Prose.Write(console, string.Create(
            CultureInfo.InvariantCulture,
            $"{settings.Count} comparisons of {settings.Candidates} equally good activations on {settings.Rows} rows, for each line; the accuracy is " +
            $"{Label.Percent(trials.Average(static trial => trial.Accuracy))} %."));
        console.WriteLine();
        string[] headings =
        [
            "folds", "repeats", "false advice %", "false mark %", .. points.Select(static point => $"{point} {(point == 1 ? "point" : "points")} %"),
        ];
        TextGrid.Write(
            console,
            [
                headings,
                .. trials.Select(static trial => (string[])
                [
                    trial.Settings.Folds.ToString(CultureInfo.InvariantCulture), trial.Settings.Repeats.ToString(CultureInfo.InvariantCulture),
                    Label.Percent(trial.FalseAdvice), Label.Percent(trial.FalseMark), .. trial.Found.Select(static share => Label.Percent(share)),
                ]),
            ],
            leftColumn: 0, [], static row => row == 0 ? new Style(decoration: Decoration.Underline) : Style.Plain);
        console.WriteLine();
        Prose.Write(
            console,
            "false advice: ReLU is to be replaced although nothing is better; false mark: any * at all. Points: how often the advice is to " +
            "replace ReLU where it " +
            "is that much worse than every other.");
    }
}
