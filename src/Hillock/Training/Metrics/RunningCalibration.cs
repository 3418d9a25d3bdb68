using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>The reliability diagram of bins of equal width, over any number of batches.</summary>
public sealed class RunningCalibration
{
    private const int MostBins = 1_000_000;

    private readonly double[] _ends;
    private readonly (long Count, long Right)[] _counts;
    private readonly ExactTotal[] _probabilities;

    /// <summary>Creates empty bins.</summary>
    /// <param name="bins">How many, from 1 to a million.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is out of range.</exception>
    public RunningCalibration(int bins = 10)
        : this(ReliabilityDiagram.Widths(CheckBins(bins)))
    {
    }

    internal RunningCalibration(double[] ends)
    {
        _ends = ends;
        _counts = new (long Count, long Right)[ends.Length];
        _probabilities = new ExactTotal[ends.Length];
    }

    /// <summary>A target that stands for rows not to be counted, such as −100; null for none. Of classes alone.</summary>
    public long? IgnoredTarget { get; init; }

    /// <summary>What has been counted so far.</summary>
    public ReliabilityDiagram Diagram => new([.. Enumerable.Range(0, _ends.Length).Select(Bin)]);

    /// <summary>The expected calibration error; NaN without rows.</summary>
    public double Value => Diagram.ExpectedError;

    /// <summary>Counts rows.</summary>
    /// <param name="probabilities">
    /// The probabilities of classes, <c>[rows, classes]</c>, or of an event, <c>[rows]</c>; see <see cref="ReliabilityDiagram.Of"/>.
    /// </param>
    /// <param name="targets">The classes, whole numbers; or 0 or 1 for each row, of any type.</param>
    /// <exception cref="ArgumentException">
    /// The shapes or types do not fit, a target is not a class, or the probabilities are none; the message names place and value.
    /// </exception>
    public void Add(Tensor probabilities, Tensor targets) => Probabilities.Visit(probabilities, targets, IgnoredTarget, nameof(RunningCalibration), Add);

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Array.Clear(_probabilities);
    }

    internal static int CheckBins(int bins) => bins is >= 1 and <= MostBins ? bins
        : throw new ArgumentOutOfRangeException(nameof(bins), bins, $"A reliability diagram expects from 1 to {MostBins} bins.");

    internal void Add(double probability, bool isTrue)
    {
        // The first end that is not below the probability, which softmaxes of few bits may round above 1.
        int found = Array.BinarySearch(_ends, probability), bin = Math.Min(found >= 0 ? found : ~found, _ends.Length - 1);
        (long count, long right) = _counts[bin];
        _counts[bin] = (count + 1, right + (isTrue ? 1 : 0));
        (_probabilities[bin] ??= new ExactTotal()).Add(probability);
    }

    private ReliabilityBin Bin(int index)
    {
        (long count, long right) = _counts[index];
        return new ReliabilityBin(
            index == 0 ? 0 : _ends[index - 1], _ends[index], count, _probabilities[index]?.Mean(count) ?? double.NaN, (double)right / count);
    }
}
