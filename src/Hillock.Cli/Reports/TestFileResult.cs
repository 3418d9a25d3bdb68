using System.Globalization;
using System.Text.Json.Serialization;

namespace Hillock.Cli.Reports;

/// <summary>What each candidate, trained once on all rows of the data, scores on a second file. It takes no part in the ranking.</summary>
/// <param name="Source">The file.</param>
/// <param name="TrainingRows">The rows that were trained on.</param>
/// <param name="Rows">The rows of the file.</param>
/// <param name="KnownRows">How many of them are equal, target included, to a row that was trained on.</param>
/// <param name="Scores">The scores, in the order of the ranking.</param>
internal sealed record TestFileResult(string Source, int TrainingRows, int Rows, int KnownRows, IReadOnlyList<TestFileResult.TestScore> Scores)
{
    /// <summary>One score.</summary>
    /// <param name="Name">The candidate.</param>
    /// <param name="Score">The score; <see langword="null"/> where the training diverged or was not finished.</param>
    /// <param name="LowScore">The lower end of its confidence interval of 95 %, of other rows like these.</param>
    /// <param name="HighScore">The upper end.</param>
    public sealed record TestScore(string Name, double? Score, double? LowScore, double? HighScore);

    /// <summary>What equal rows mean; empty where there are none.</summary>
    [JsonIgnore]
    public string Known => KnownRows == 0 ? ""
        : $" {(KnownRows == Rows ? "All of its rows" : KnownRows.ToString("N0", CultureInfo.InvariantCulture) + " of its rows")} " +
            $"{(KnownRows == 1 ? "is" : "are")} equal to rows that were trained on: such scores say nothing of other rows.";

    /// <summary>The file without its folder.</summary>
    [JsonIgnore]
    public string Name => Path.GetFileName(Source);
}
