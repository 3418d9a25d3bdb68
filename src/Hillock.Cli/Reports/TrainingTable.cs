using System.Globalization;
using Hillock.Charts;
using Hillock.Charts.CommandLine;
using Hillock.Training;
using Spectre.Console;

namespace Hillock.Cli.Reports;

/// <summary>What each was trained with, how much that matters, and what it costs: a table of its own below the ranking.</summary>
internal static class TrainingTable
{
    // What is left out of a narrow console, the first first.
    private static readonly int[] DropOrder = [8, 7, 6, 5, 4, 3, 2, 1];

    /// <summary>Writes the table and its legend; nothing where nothing of it was measured.</summary>
    public static void Write(IAnsiConsole console, ComparisonReport report)
    {
        ScoreText text = new(report.Data);
        if (!HasContent(report))
        {
            return;
        }

        bool searched = IsSearched(report);

        string[] headings = [Subject.Of(report.Settings, report.Data).Noun, "rate", "epochs", "÷3", "×3", "init", "row", "1024", "memory"];
        IReadOnlyList<int> dropped = TextGrid.Write(
            console, [headings, .. report.Candidates.Select(result => Row(result, text))], leftColumn: 0, DropOrder,
            static row => row == 0 ? new Style(decoration: Decoration.Underline) : Style.Plain);
        console.WriteLine();
        Prose.Write(console, Legend(searched, dropped));
        console.WriteLine();
    }

    /// <summary>Whether anything of it was measured.</summary>
    public static bool HasContent(ComparisonReport report) => IsSearched(report) || report.Candidates.Any(static result => result.Cost is not null);

    private static bool IsSearched(ComparisonReport report) =>
        report.Candidates.Any(static result => result.Runs.Any(static run => run.Settings is { Tried.Count: > 0 }));

    private static string Legend(bool searched, IReadOnlyList<int> dropped)
    {
        string?[] sentences =
        [
            searched ? "rate, epochs: medians of what each run found on its training part alone." : null,
            searched && !dropped.Contains(5)
                ? "÷3, ×3: what a third or three times of the rate adds to the score there; init: the score's standard deviation over initial weights."
                : null,
            !dropped.Contains(8) ? "row, 1024: time to decide about so many rows; memory: of a training step." : null,
        ];
        return string.Join(' ', sentences.OfType<string>());
    }

    /// <summary>The cells of a row; the name is divided before its parameters.</summary>
    public static string[] Row(CandidateResult result, ScoreText text) =>
    [
        result.Name.Replace(":", "\n ", StringComparison.Ordinal),
        result.LearningRate is { } rate ? rate.ToString("0.#####", CultureInfo.InvariantCulture) : "–",
        result.EpochsOfRun is { } epochs ? Label.Number(epochs, 0) + (result.IsStillFalling ? "↓" : " ") : "–",
        result.AtThirdOfRate is { } slower ? text.Signed(slower) : "–",
        result.AtThriceTheRate is { } faster ? text.Signed(faster) : "–",
        result.InitialDeviation is { } deviation ? text.Number(deviation) : "–",
        result.Cost is { } cost ? Label.Seconds(cost.SecondsPerRow) : "–",
        result.Cost is { } batch ? Label.Seconds(batch.SecondsPerBatch) : "–",
        result.Cost is { } step ? Bytes(step.TrainingBytes) : "–",
    ];

    private static string Bytes(long bytes) =>
        bytes < 10_000_000 ? Label.Number(bytes / 1e3, 0) + " kB" : Label.Number(bytes / 1e6, 0) + " MB";
}
