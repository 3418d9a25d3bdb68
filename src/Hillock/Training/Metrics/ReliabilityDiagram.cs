namespace Hillock.Training;

/// <summary>
/// How often came true what was predicted with about equal probability: the data of a calibration, or reliability, diagram. Of a calibrated network a tenth of
/// what it gives a probability of 0.1 comes true.
/// </summary>
/// <remarks>
/// Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks" (2017). <c>Hillock.Charts</c> draws it: <c>ReliabilityChart</c>.
/// </remarks>
public sealed class ReliabilityDiagram
{
    internal ReliabilityDiagram(IReadOnlyList<ReliabilityBin> bins)
    {
        Bins = bins;
        Rows = bins.Sum(bin => bin.Count);
    }

    /// <summary>The bins from the lowest; those without rows too.</summary>
    public IReadOnlyList<ReliabilityBin> Bins { get; }

    /// <summary>All rows.</summary>
    public long Rows { get; }

    /// <summary>The expected calibration error: <c>Σ count/rows · |mean probability − frequency|</c> over the bins; NaN without rows.</summary>
    public double ExpectedError
    {
        get
        {
            double sum = 0;
            foreach (ReliabilityBin bin in Bins.Where(bin => bin.Count > 0))
            {
                sum += bin.Count * Math.Abs(bin.Gap);
            }

            return sum / Rows;
        }
    }

    /// <summary>The largest difference of a bin; NaN without rows.</summary>
    public double MaximumError => Rows == 0 ? double.NaN : Bins.Where(bin => bin.Count > 0).Max(bin => Math.Abs(bin.Gap));

    /// <summary>Makes the diagram.</summary>
    /// <param name="probabilities">
    /// The probabilities of classes, <c>[rows, classes]</c> or <c>[rows, classes, ...]</c>, of which the largest is compared with whether its class is right;
    /// or of an event, <c>[rows]</c>, compared with whether it happened.
    /// </param>
    /// <param name="targets">The classes, whole numbers; or 0 or 1 for each row, of any type.</param>
    /// <param name="bins">How many bins, from 1 to a million.</param>
    /// <param name="binning">How they are divided.</param>
    /// <exception cref="ArgumentException">
    /// The shapes or types do not fit, a target is not a class, or the probabilities are none; the message names place and value.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is out of range.</exception>
    public static ReliabilityDiagram Of(
        Tensors.Tensor probabilities, Tensors.Tensor targets, int bins = 10, ReliabilityBinning binning = ReliabilityBinning.EqualWidth)
    {
        RunningCalibration.CheckBins(bins);
        List<(double Probability, bool IsTrue)> rows = [];
        Probabilities.Visit(probabilities, targets, null, nameof(ReliabilityDiagram), (probability, isTrue) => rows.Add((probability, isTrue)));
        RunningCalibration running = new RunningCalibration(binning == ReliabilityBinning.EqualWidth ? Widths(bins) : Masses(rows, bins));
        foreach ((double probability, bool isTrue) in rows)
        {
            running.Add(probability, isTrue);
        }

        return running.Diagram;
    }

    /// <summary>The upper ends of bins of equal width.</summary>
    internal static double[] Widths(int bins) => [.. Enumerable.Range(1, bins).Select(i => (double)i / bins)];

    // The smallest probability up to which there is the bin's share of the rows; the last ends at 1.
    private static double[] Masses(List<(double Probability, bool IsTrue)> rows, int bins)
    {
        double[] sorted = [.. rows.Select(row => row.Probability).Order()];
        IEnumerable<double> ends = sorted.Length == 0
            ? []
            : Enumerable.Range(1, bins - 1).Select(i => sorted[(int)((((long)i * sorted.Length) + bins - 1) / bins) - 1]);
        return [.. ends.Where(end => end < 1).Append(1).Distinct()];
    }
}
