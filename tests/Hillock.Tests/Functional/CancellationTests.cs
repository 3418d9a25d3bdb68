using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Gradients of deviations and cosines in long rows whose terms cancel, where the right value follows from how the row is made.</summary>
public class CancellationTests
{
    [Theory]
    [InlineData(DataType.BFloat16)]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float64)]
    public void Spread_OfPairsThatCancel_HasTheMeanOfWhatIsLeft(DataType type)
    {
        // 16-element chunks, blocks of 4096 terms and pieces of 32768, and a thread or more.
        foreach (int pairs in new[] { 8, 100, 2500, 40_000 })
        {
            int length = (2 * pairs) + 2;
            double[] numbers = new double[length];
            for (int i = 0; i < pairs; i++)
            {
                numbers[1 + i] = Math.ScaleB(1 + ((i * 37 % 64) / 64.0), (i % 21) - 10);
                numbers[length - 2 - i] = -numbers[1 + i];
            }

            // The pairs go; the first element is all that is left of the sum, and the last one, 0, differs from the mean by it alone.
            numbers[0] = Math.ScaleB(1, -80);
            double mean = numbers[0] / length, squares = numbers.Sum(static value => value * value);
            foreach (bool root in new[] { false, true })
            {
                double slope = root ? 1 / ((length - 1) * Math.Sqrt(squares / (length - 1))) : 2.0 / (length - 1);
                foreach (bool createGraph in new[] { false, true })
                {
                    Tensor x = Tensor.From(numbers).To(type).WithGradient();
                    Tensor y = root ? F.StandardDeviation(x) : F.Variance(x);
                    double[] gradient = Gradients.Of([y], [x], createGraph: createGraph)[0]!.ToArray<double>();
                    Near(-mean * slope, gradient[^1], type);
                    Near((numbers[0] - mean) * slope, gradient[0], type);
                    Near(numbers[1] * slope, gradient[1], type);
                }
            }
        }
    }

    [Theory]
    [InlineData(DataType.BFloat16)]
    [InlineData(DataType.Float32)]
    public void Cosine_OfRowsEqualButForOneElement_HasWhatIsLeftOfTheDifference(DataType type)
    {
        foreach (int length in new[] { 2, 17, 5000 })
        {
            // y is x but for the last element: the gradient of the others is −xᵢ·d·(d + xₙ)/(‖x‖³‖y‖)-like: yᵢ·‖x‖² − xᵢ·(x·y) = −xᵢ·xₙ·d.
            double[] first = [.. Enumerable.Range(0, length).Select(static i => Math.ScaleB(1 + ((i * 5 % 16) / 16.0), i % 7))], second = [.. first];
            first[^1] = Math.ScaleB(1, -60);
            second[^1] = Math.ScaleB(3, -61);
            double difference = second[^1] - first[^1], norms = Math.Sqrt(first.Sum(static value => value * value)), square = norms * norms;
            foreach (bool createGraph in new[] { false, true })
            {
                Tensor x = Tensor.From(first).To(type).WithGradient(), y = Tensor.From(second).To(type);
                double[] gradient = Gradients.Of([F.CosineSimilarity(x, y, 0)], [x], createGraph: createGraph)[0]!.ToArray<double>();
                for (int i = 0; i < length - 1; i++)
                {
                    Near(-first[i] * first[^1] * difference / (square * square), gradient[i], type);
                }

                Near(difference / square, gradient[^1], type);
            }
        }
    }

    /// <summary>The expected value is right to some 2⁻⁴⁵ of itself: it is added up plainly.</summary>
    private static void Near(double expected, double actual, DataType type)
    {
        double unit =
            type == DataType.Float64
                ? Math.Abs(expected) * Math.ScaleB(1, -44)
                : Ulp.Size(type, expected.ToString("e20", System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(Math.Abs(expected - actual) <= unit * 0.76, $"{actual:R} for {expected:R} of {type}");
    }
}
