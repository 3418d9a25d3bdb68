using System.Numerics;
using System.Text.Json;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

public class RegressionMetricTests
{
    public static TheoryData<int> Cases => MetricsFile.Indices("regression");

    /// <summary>What fractions give, rounded once: to the bit.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_AreThoseOfFractions(int index)
    {
        JsonElement of = MetricsFile.Cases("regression")[index];
        Tensor x = Tensor.From(of.Numbers("x")), t = Tensor.From(of.Numbers("t"));
        Assert.Equal(of.Number("r2"), Metrics.RSquared(x, t));
        Assert.Equal(of.Number("explained"), Metrics.ExplainedVariance(x, t));
        Assert.Equal(of.Number("absolute"), Metrics.MeanAbsoluteError(x, t));
        MetricsFile.Close(of.Number("root"), Metrics.RootMeanSquaredError(x, t), 3e-16);
        MetricsFile.Close(of.Number("relative"), Metrics.MeanAbsolutePercentageError(x, t));
        MetricsFile.Close(of.Number("median"), Metrics.MedianAbsoluteError(x, t));
    }

    [Fact]
    public void Scores_OverBatchesInAnotherOrder_AreTheSameBits()
    {
        JsonElement of = MetricsFile.Cases("regression")[0];
        double[] x = of.Numbers("x"), t = of.Numbers("t");
        RunningRegression running = new();
        foreach (int[] batch in MetricsFile.Shuffled(x.Length).Chunk(7))
        {
            running.Add(Tensor.From(Array.ConvertAll(batch, i => x[i])), Tensor.From(Array.ConvertAll(batch, i => t[i])));
        }

        RunningRegression whole = new();
        whole.Add(Tensor.From(x), Tensor.From(t));
        Assert.Equal(Scores(whole), Scores(running));
        Assert.Equal(whole.Count, running.Count);
        running.Clear();
        Assert.Equal(Enumerable.Repeat(double.NaN, 6), Scores(running));
    }

    [Fact]
    public void Scores_InEveryType_AreThoseOfTheirNumbers()
    {
        JsonElement of = MetricsFile.Cases("regression")[1];
        Tensor x = Tensor.From(of.Numbers("x")), t = Tensor.From(of.Numbers("t"));
        foreach (DataType type in MetricsFile.FloatTypes)
        {
            Assert.Equal(of.Number("r2"), Metrics.RSquared(x.To(type), t.To(type)));
            Assert.Equal(of.Number("absolute"), Metrics.MeanAbsoluteError(x.To(type), t));
        }

        Assert.Equal(1.5, Metrics.MeanAbsoluteError(Tensor.From([1L, 2]), Tensor.From([2L, 4])));
    }

    [Fact]
    public void Scores_OfWhatIsNotFinite()
    {
        double inf = double.PositiveInfinity, nan = double.NaN;
        Assert.Equal([inf, inf, inf, inf, double.NegativeInfinity, nan], Scores([1, inf, 3], [1, 2, 3]));
        Assert.Equal([nan, nan, nan, nan, nan, nan], Scores([1, nan, 3], [1, 2, 3]));
        Assert.Equal([inf, inf, inf, nan, nan, nan], Scores([1, 2, 3], [1, inf, 3]));
        Assert.Equal([nan, nan, nan, nan, nan, nan], Scores([1, inf, 3], [1, inf, 3]));
        Assert.Equal([nan, nan, nan, nan, nan, nan], Scores([], []));
        Assert.Equal(nan, Metrics.MedianAbsoluteError(Tensor.From([1.0, nan, 2]), Tensor.From([1.0, 2, 3])));
        Assert.Equal(nan, Metrics.MedianAbsoluteError(Tensor.Zeros(0), Tensor.Zeros(0)));
        Assert.Equal(1, Metrics.MedianAbsoluteError(Tensor.From([1.0, inf, 2]), Tensor.From([1.0, 2, 3])));

        // The squares overflow, their root does not.
        RunningRegression large = new();
        large.Add(Tensor.From([1e300]), Tensor.From([-1e300]));
        Assert.Equal((inf, 2e300, 2), (large.MeanSquaredError, large.RootMeanSquaredError, large.MeanAbsolutePercentageError));
        large.Add(Tensor.From([double.MaxValue]), Tensor.From([-double.MaxValue]));
        Assert.Equal(2, large.MeanAbsolutePercentageError);
        Assert.Contains(
            "reshape one", Assert.Throws<ArgumentException>(() => large.Add(Tensor.Zeros([2]), Tensor.Zeros([2, 1]))).Message, StringComparison.Ordinal);
    }

    /// <summary>Sums of numbers of all sizes, as whole numbers of 2⁻²¹⁴⁸.</summary>
    [Fact]
    public void ExactTotal_OfNumbersOfAllSizes_LosesNothing()
    {
        Random random = new(5);
        ExactTotal total = new(), parts = new();
        BigInteger expected = 0;
        for (int i = 0; i < 4000; i++)
        {
            double a = Draw(random), b = Draw(random);
            total.Add(a);
            (i % 2 == 0 ? total : parts).AddProduct(a, b);
            expected += (Whole(a) << 1074) + (Whole(a) * Whole(b));
        }

        total.Add(parts);
        Assert.Equal(expected, total.Units);
        Assert.Equal((double.Epsilon, double.MaxValue), (Sum(double.Epsilon), Sum(double.MaxValue, double.MaxValue, -double.MaxValue)));
        Assert.Equal(1 + Math.ScaleB(1, -52), Sum(1, Math.ScaleB(1, -53), 5e-324));
        Assert.Equal(1, Sum(1, Math.ScaleB(1, -53)));
        Assert.Equal(double.PositiveInfinity, Sum(double.MaxValue, double.MaxValue));
        Assert.Equal(double.NaN, Sum(double.PositiveInfinity, double.NegativeInfinity));

        static double Sum(params double[] terms)
        {
            ExactTotal sum = new();
            Array.ForEach(terms, sum.Add);
            return sum.Value;
        }

        static double Draw(Random random) => BitConverter.UInt64BitsToDouble((ulong)random.NextInt64() & 0xFFEFFFFFFFFFFFFF) * (1 - (2 * random.Next(2)));

        // In units of the smallest double; a double is a whole number of them, or below 2⁵³ of them.
        static BigInteger Whole(double value) => Math.Abs(value) < 1e-300 ? new BigInteger(Math.ScaleB(value, 1074)) : Scaled(value);

        static BigInteger Scaled(double value)
        {
            int exponent = Math.ILogB(value) - 52;
            return new BigInteger(Math.ScaleB(value, -exponent)) << (exponent + 1074);
        }
    }

    private static double[] Scores(double[] x, double[] t)
    {
        RunningRegression running = new();
        running.Add(Tensor.From(x), Tensor.From(t));
        return Scores(running);
    }

    private static double[] Scores(RunningRegression of) =>
    [
        of.MeanSquaredError, of.RootMeanSquaredError, of.MeanAbsoluteError, of.MeanAbsolutePercentageError, of.RSquared, of.ExplainedVariance,
    ];
}
