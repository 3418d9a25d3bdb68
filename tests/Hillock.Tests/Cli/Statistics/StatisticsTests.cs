using System.Globalization;
using System.Text.Json;
using Hillock.Cli.Statistics;
using Xunit;

namespace Hillock.Tests.Cli.Statistics;

public class StatisticsTests
{
    private static readonly double[] First = [0.91, 0.93, 0.89, 0.94, 0.92, 0.90, 0.95, 0.88, 0.93, 0.92];
    private static readonly double[] Second = [0.90, 0.90, 0.89, 0.91, 0.92, 0.87, 0.93, 0.88, 0.90, 0.91];

    [Fact]
    public void CriticalValue_OracleTable_Agrees()
    {
        foreach (double[] row in Table("quantiles"))
        {
            (double probability, double freedom, double expected) = (row[0], row[1], row[2]);
            AssertClose(expected, Student.CriticalValue(2 * probability - 1, freedom), 1e-9);
        }
    }

    [Fact]
    public void TwoSidedProbability_OracleTable_Agrees()
    {
        foreach (double[] row in Table("twoSided"))
        {
            AssertClose(row[2], Student.TwoSidedProbability(row[0], row[1]), 1e-9);
            AssertClose(row[2], Student.TwoSidedProbability(-row[0], row[1]), 1e-9);
        }
    }

    // Expected values: the roots of (p − x)² = z²·x(1 − x)/n by bisection, in Python.
    [Theory]
    [InlineData(8, 10, 0.4901624715366417, 0.9433178485456248)]
    [InlineData(27, 40, 0.5201774618987767, 0.7991549776821729)]
    [InlineData(90, 90, 0.9590643744356733, 1)]
    [InlineData(0, 7, 0, 0.3543304350666874)]
    public void TestRowsInterval_Share_EqualsReference(int right, int rows, double low, double high)
    {
        Interval interval = TestRowsInterval.OfShare(right, rows);
        Assert.Equal(low, interval.Low, 1e-9);
        Assert.Equal(high, interval.High, 1e-9);
        // One class is the whole.
        Assert.Equal(interval.Low, TestRowsInterval.OfMeanShare([(right, rows), (0, 0)]).Low, 1e-12);
    }

    // Expected values: Python, from those of the single classes.
    [Fact]
    public void TestRowsInterval_MeanShare_EqualsReference()
    {
        Interval interval = TestRowsInterval.OfMeanShare([(27, 40), (5, 5), (8, 10)]);
        Assert.Equal(0.6397841125867648, interval.Low, 1e-9);
        Assert.Equal(0.8882055414193404, interval.High, 1e-9);
    }

    // Expected values: Python, the standard error of a ratio by its influence function; a bootstrap of 400 rows came to 0.0078 where that gives 0.0079.
    [Fact]
    public void TestRowsInterval_RSquared_EqualsReference()
    {
        (double, double)[] sample = [(0.1, -2), (-0.2, 1.5), (0.3, 0.5), (0, -1), (0.15, 0.2), (-0.4, 0.8)];
        Interval interval = TestRowsInterval.OfRSquared(0.97, sample, 60)!.Value;
        Assert.Equal(0.9512987575848892, interval.Low, 1e-12);
        Assert.Equal(0.9887012424151107, interval.High, 1e-12);
        Assert.Equal(1, TestRowsInterval.OfRSquared(0.99, sample, 60)!.Value.High);
        Assert.Null(TestRowsInterval.OfRSquared(0, [(1, 0), (2, 0)], 2));
    }

    // Expected values: mpmath, 30 digits, from the formulas of the paper.
    [Theory]
    [InlineData(1.0 / 4, 0.887375240296203795, 0.946624759703796205)]
    [InlineData(1.0 / 9, 0.893992132910230514, 0.940007867089769486)]
    public void ConfidenceInterval_TenScores_EqualsReference(double ratio, double low, double high)
    {
        Interval interval = ResampledMean.ConfidenceInterval(First, ratio);
        AssertClose(low, interval.Low, 1e-10);
        AssertClose(high, interval.High, 1e-10);
    }

    [Theory]
    [InlineData(1.0 / 4, 2.00348129071123725, 0.0761243007806085974, -0.00206581113214299636, 0.0340658111321429964)]
    [InlineData(1.0 / 9, 2.57966771004006702, 0.02971281258152045, 0.00196931129389175445, 0.0300306887061082456)]
    public void CorrectedResampledTTest_TenPairs_EqualsReference(double ratio, double statistic, double probability, double low, double high)
    {
        CorrectedResampledTTest test = CorrectedResampledTTest.Compare(First, Second, ratio);
        AssertClose(0.016, test.Difference, 1e-12);
        AssertClose(statistic, test.Statistic, 1e-10);
        AssertClose(probability, test.Probability, 1e-9);
        AssertClose(low, test.Interval.Low, 1e-9);
        AssertClose(high, test.Interval.High, 1e-9);
    }

    [Fact]
    public void CorrectedResampledTTest_EqualScores_IsCertainlyNotDifferent()
    {
        CorrectedResampledTTest test = CorrectedResampledTTest.Compare(First, First, 0.25);
        Assert.Equal(0, test.Statistic);
        Assert.Equal(1, test.Probability);
    }

    [Fact]
    public void CorrectedResampledTTest_ConstantDifference_IsCertainlyDifferent()
    {
        CorrectedResampledTTest test = CorrectedResampledTTest.Compare([0.75, 0.5, 1], [0.5, 0.25, 0.75], 0.5);
        Assert.Equal(double.PositiveInfinity, test.Statistic);
        Assert.Equal(0, test.Probability);
    }

    // Expected values: mpmath, 30 digits: equal differences of 3 of 20 rows in each of 5 folds, and of one of 60 rows in each of 2.
    [Theory]
    [InlineData(5, 0.05, 0.15, 2.80056016805601961, 0.0487836889198036972)]
    [InlineData(2, 1.0 / 60, 1.0 / 60, 0.823386969592618252, 0.561471151530887178)]
    public void CorrectedResampledTTest_EqualDifferencesOfFewRows_HaveTheVarianceOfSoManyRows(
        int folds, double unit, double difference, double statistic, double probability)
    {
        double[] first = [.. Enumerable.Repeat(0.5, folds)], second = [.. Enumerable.Repeat(0.5 - difference, folds)];
        CorrectedResampledTTest test = CorrectedResampledTTest.Compare(first, second, 1.0 / (folds - 1), unit);
        AssertClose(statistic, test.Statistic, 1e-10);
        AssertClose(probability, test.Probability, 1e-9);
    }

    // Expected values: mpmath, 30 digits, from Wilson's formula with t and the effective number of rows.
    [Theory]
    [InlineData("0.91 0.93 0.89 0.94 0.92 0.90 0.95 0.88 0.93 0.92", 1.0 / 9, 0.01, 0.883675790738182322, 0.941410549822545621)]
    [InlineData("0.91 0.93 0.89 0.94 0.92", 0.25, 0.001, 0.874783567328895674, 0.947201220812398259)]
    [InlineData("1 1 1 1 1", 0.25, 0.05, 0.852191938267222047, 1)]
    [InlineData("0 0 0", 0.5, 0.1, 0, 0.606722689075630252)]
    public void ShareInterval_Shares_EqualReferenceAndStayInRange(string shares, double ratio, double unit, double low, double high)
    {
        Interval interval = ShareInterval.Of(Numbers(shares), ratio, unit);
        AssertClose(low, interval.Low, 1e-9);
        AssertClose(high, interval.High, 1e-9);
    }

    [Theory]
    [InlineData("0.5 1")]
    [InlineData("0 1")]
    [InlineData("0.99 1 1")]
    [InlineData("0.7583 0.7667")]
    public void ShareInterval_FewFolds_NeverLeavesZeroToOne(string shares)
    {
        Interval interval = ShareInterval.Of(Numbers(shares), 1, 1.0 / 60);
        Assert.InRange(interval.Low, 0, Sample.Mean(Numbers(shares)));
        Assert.InRange(interval.High, Sample.Mean(Numbers(shares)), 1);
    }

    [Fact]
    public void CorrectedResampledTTest_DifferentLengths_Throws() =>
        Assert.Throws<ArgumentException>(() => CorrectedResampledTTest.Compare([1, 2, 3], [1, 2], 0.25));

    // Expected values: R, p.adjust(p, "holm").
    [Theory]
    [InlineData("0.01 0.04 0.03 0.005", "0.03 0.06 0.06 0.02")]
    [InlineData("0.5 0.9", "1 1")]
    [InlineData("0.03", "0.03")]
    [InlineData("0.02 0.02 0.02", "0.06 0.06 0.06")]
    [InlineData("", "")]
    public void Holm_Probabilities_EqualReference(string probabilities, string expected)
    {
        double[] adjusted = Holm.Adjust(Numbers(probabilities));
        Assert.Equal(Numbers(expected), adjusted, (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void Variance_OneValue_Throws() => Assert.Throws<ArgumentException>(() => Sample.Variance([1]));

    private static double[] Numbers(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];

    private static IEnumerable<double[]> Table(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "statistics.json")));
        JsonElement rows = document.RootElement.GetProperty("studentT").GetProperty(name);
        Assert.True(rows.GetArrayLength() > 10);
        return [.. rows.EnumerateArray().Select(row => Numbers(string.Join(' ', row.EnumerateArray().Select(cell => cell.GetString()))))];
    }

    private static void AssertClose(double expected, double actual, double relative) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), FormattableString.Invariant($"expected {expected:R}, got {actual:R}"));
}
