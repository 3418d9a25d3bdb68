using Hillock.Cli.Reports;
using Hillock.Tensors;

namespace Hillock.Cli.States;

/// <summary>
/// What a tensor's numbers are like. What is computed of numbers leaves out those that are infinite or NaN, and is null where there are no others.
/// </summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Elements">How many elements it has.</param>
/// <param name="Bytes">How many bytes they take.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">The root of their mean squared distance from it.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="NotANumber">How many are NaN.</param>
/// <param name="Infinite">How many are infinite.</param>
/// <param name="Histogram">How many lie in each of <see cref="Bins"/> equal parts from the smallest to the largest.</param>
internal sealed record TensorStatistics(
    string Name, string Type, IReadOnlyList<int> Shape, long Elements, long Bytes, double? Mean, double? Deviation, double? Minimum, double? Maximum,
    long NotANumber, long Infinite, IReadOnlyList<long> Histogram)
{
    /// <summary>The parts of a histogram.</summary>
    public const int Bins = 16;

    /// <summary>Looks at a tensor.</summary>
    public static TensorStatistics Of(string name, StoredTensor tensor, CancellationToken cancellationToken)
    {
        long numbers = 0, nan = 0, infinite = 0;
        double mean = 0, squares = 0, minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        foreach (double value in Values(tensor, cancellationToken))
        {
            if (!double.IsFinite(value))
            {
                (nan, infinite) = double.IsNaN(value) ? (nan + 1, infinite) : (nan, infinite + 1);
                continue;
            }

            // Welford's recurrence: sums of large numbers would overflow.
            double distance = value - mean;
            mean += distance / ++numbers;
            squares += distance * (value - mean);
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }

        long[] histogram = new long[numbers > 0 ? Bins : 0];
        if (numbers > 0)
        {
            // Halves, as the distance between the ends may be infinite.
            double width = (maximum / 2) - (minimum / 2);
            foreach (double value in Values(tensor, cancellationToken).Where(double.IsFinite))
            {
                histogram[width > 0 ? Math.Min(Bins - 1, (int)(((value / 2) - (minimum / 2)) / width * Bins)) : Bins / 2]++;
            }
        }

        double? IfAny(double value) => numbers > 0 ? Finite.OrNull(value) : null;
        return new TensorStatistics(
            name, tensor.Type.Name(), tensor.Shape.Dimensions.ToArray(), tensor.Shape.Length, (long)tensor.Shape.Length * tensor.Type.SizeInBytes(),
            IfAny(mean), IfAny(Math.Sqrt(squares / numbers)), IfAny(minimum), IfAny(maximum), nan, infinite, histogram);
    }

    private static IEnumerable<double> Values(StoredTensor tensor, CancellationToken cancellationToken) =>
        tensor.Blocks(cancellationToken).SelectMany(static block => block.ToArray<double>());
}
