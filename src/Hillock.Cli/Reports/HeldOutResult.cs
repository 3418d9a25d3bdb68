using System.Text.Json.Serialization;
using Hillock.Training;

namespace Hillock.Cli.Reports;

/// <summary>What was predicted of the held-out rows, over all runs.</summary>
internal sealed record HeldOutResult
{
    private const int WorstRows = 10, SampleRows = 600;

    /// <summary>How many rows of a class (first) were taken for a class (second); empty for a real target.</summary>
    public required IReadOnlyList<int[]> Confusion { get; init; }

    /// <summary>The rows by the probability of the predicted class, in ten bins; empty where outputs are no probabilities.</summary>
    public required IReadOnlyList<CalibrationBin> Calibration { get; init; }

    /// <summary>The mean distance between the predicted classes' probability and the share that is right, over the bins (Guo et al., 2017).</summary>
    public required double? CalibrationError { get; init; }

    /// <summary>The rows of the greatest error, each once.</summary>
    public required IReadOnlyList<HeldOutRow> Worst { get; init; }

    /// <summary>Some of the rows, of a real target.</summary>
    [JsonIgnore]
    public IReadOnlyList<HeldOutRow> Sample { get; init; } = [];

    /// <summary>The plane of two features, as the first run sees it.</summary>
    [JsonIgnore]
    public DecisionMap? Map { get; init; }

    /// <summary>Puts runs together; null where none has anything.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="givesProbabilities">Whether the outputs are logits of probabilities, as a cross-entropy makes them.</param>
    public static HeldOutResult? Of(IReadOnlyList<ComparisonRun> runs, bool givesProbabilities)
    {
        HeldOutDetails[] details = [.. runs.Select(run => run.Details).OfType<HeldOutDetails>()];
        if (details.Length == 0)
        {
            return null;
        }

        CalibrationBin[] calibration = givesProbabilities
            ? [.. Enumerable.Range(0, details[0].Calibration.Count).Select(bin => Sum(details.Select(detail => detail.Calibration[bin])))]
            : [];
        int stride = Math.Max(1, (details.Sum(detail => detail.Sample.Count) + SampleRows - 1) / SampleRows);
        return new HeldOutResult
        {
            Confusion = Sum([.. details.Select(detail => detail.Confusion)]),
            Calibration = calibration,
            CalibrationError = ErrorOf(calibration),
            Worst =
            [
                .. details.SelectMany(detail => detail.Worst).OrderByDescending(row => row.Error).ThenBy(row => row.Row).DistinctBy(row => row.Row)
                    .Take(WorstRows),
            ],
            Sample = [.. details.SelectMany(detail => detail.Sample).Where((_, i) => i % stride == 0)],
            Map = details.Select(detail => detail.Map).FirstOrDefault(map => map is not null),
        };
    }

    /// <summary><c>Σ nᵦ/n·|rightᵦ/nᵦ − pᵦ|</c> over the bins, with the mean probability p of each.</summary>
    public static double? ErrorOf(IReadOnlyList<CalibrationBin> bins)
    {
        int rows = bins.Sum(bin => bin.Rows);
        return rows == 0 ? null : bins.Sum(bin => Math.Abs(bin.Right - bin.ProbabilitySum)) / rows;
    }

    private static CalibrationBin Sum(IEnumerable<CalibrationBin> bins) =>
        bins.Aggregate((one, other) => new CalibrationBin(one.Rows + other.Rows, one.Right + other.Right, one.ProbabilitySum + other.ProbabilitySum));

    private static int[][] Sum(IReadOnlyList<int[]>[] tables) =>
    [
        .. Enumerable.Range(0, tables[0].Count)
            .Select(row => Enumerable.Range(0, tables[0].Count).Select(column => tables.Sum(table => table[row][column])).ToArray()),
    ];
}
