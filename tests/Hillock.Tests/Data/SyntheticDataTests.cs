using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data;

public class SyntheticDataTests
{
    public static TheoryData<string> Generators => ["spirals", "moons", "circles", "blobs", "xor"];

    [Theory]
    [MemberData(nameof(Generators))]
    public void Generate_SameSeed_IsRepeatableAndAPrefixOfALargerTable(string name)
    {
        TabularData data = Make(name, 120, 0.1, 5);
        Assert.Equal(data.Features.ToArray(), Make(name, 120, 0.1, 5).Features.ToArray());
        Assert.Equal(data.Features.ToArray(), Make(name, 300, 0.1, 5).Features[..data.Features.Length].ToArray());
        Assert.NotEqual(data.Features.ToArray(), Make(name, 120, 0.1, 6).Features.ToArray());
    }

    [Theory]
    [MemberData(nameof(Generators))]
    public void Generate_Classes_AreBalancedAndDescribed(string name)
    {
        TabularData data = Make(name, 121, 0.1, 5);
        int[] counts = data.Classes.ToArray().CountBy(c => c).Select(pair => pair.Value).ToArray();
        Assert.Equal(data.ClassNames.Count, counts.Length);
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        Assert.Equal((121, 2), (data.RowCount, data.ColumnCount));
        Assert.StartsWith("generated: " + name, data.Provenance, StringComparison.Ordinal);
        Assert.EndsWith("121 samples, noise 0.1, seed 5", data.Provenance, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Generators))]
    public void Generate_BadArguments_Throws(string name)
    {
        Assert.Throws<ArgumentOutOfRangeException>("samples", () => Make(name, 1, 0.1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("noise", () => Make(name, 100, -1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("noise", () => Make(name, 100, double.NaN, 0));
    }

    [Fact]
    public void Moons_WithoutNoise_LieOnTheHalfCircles()
    {
        TabularData data = SyntheticData.Moons(200, 0);
        for (int i = 0; i < data.RowCount; i++)
        {
            bool upper = data.Classes[i] == 0;
            double x = data.Row(i)[0] - (upper ? 0 : 1), y = data.Row(i)[1] - (upper ? 0 : 0.5);
            Assert.Equal(1, Math.Sqrt(x * x + y * y), 1e-6);
            Assert.True(upper ? y >= 0 : y <= 0);
        }
    }

    [Fact]
    public void Circles_WithoutNoise_HaveTheTwoRadii()
    {
        TabularData data = SyntheticData.Circles(200, 0, factor: 0.3);
        for (int i = 0; i < data.RowCount; i++)
        {
            Assert.Equal(data.Classes[i] == 0 ? 1 : 0.3, Math.Sqrt(Math.Pow(data.Row(i)[0], 2) + Math.Pow(data.Row(i)[1], 2)), 1e-6);
        }

        Assert.Throws<ArgumentOutOfRangeException>("factor", () => SyntheticData.Circles(factor: 1));
    }

    [Fact]
    public void Spirals_WithoutNoise_LieOnTheirArms()
    {
        TabularData data = SyntheticData.Spirals(300, 0, arms: 5, turns: 1.25);
        Assert.Equal(5, data.ClassNames.Count);
        for (int i = 0; i < data.RowCount; i++)
        {
            double x = data.Row(i)[0], y = data.Row(i)[1], radius = Math.Sqrt(x * x + y * y);
            double angle = 2 * Math.PI * (1.25 * radius + data.Classes[i] / 5.0);
            Assert.Equal(radius * Math.Cos(angle), x, 1e-5);
            Assert.Equal(radius * Math.Sin(angle), y, 1e-5);
        }
    }

    [Fact]
    public void Xor_WithoutNoise_ClassIsTheDifferenceOfSigns()
    {
        TabularData data = SyntheticData.Xor(500, 0);
        for (int i = 0; i < data.RowCount; i++)
        {
            Assert.Equal(data.Row(i)[0] < 0 != data.Row(i)[1] < 0, data.Classes[i] == 1);
        }

        Assert.Equal(4, Enumerable.Range(0, 500).Select(i => (data.Row(i)[0] < 0, data.Row(i)[1] < 0)).Distinct().Count());
    }

    [Fact]
    public void Blobs_Noise_IsTheDeviationOfEachCloud()
    {
        TabularData data = SyntheticData.Blobs(3000, 0.5, seed: 3, centers: 3, features: 4);
        Assert.Equal((4, 3), (data.ColumnCount, data.ClassNames.Count));
        for (int column = 0; column < 4; column++)
        {
            double[] cloud = Enumerable.Range(0, 3000).Where(i => data.Classes[i] == 1).Select(i => (double)data.Row(i)[column]).ToArray();
            double mean = cloud.Average();
            Assert.InRange(mean, -11, 11);
            Assert.Equal(0.5, Math.Sqrt(cloud.Average(x => (x - mean) * (x - mean))), 0.06); // five standard errors
        }
    }

    private static TabularData Make(string name, int samples, double noise, ulong seed) => name switch
    {
        "spirals" => SyntheticData.Spirals(samples, noise, seed),
        "moons" => SyntheticData.Moons(samples, noise, seed),
        "circles" => SyntheticData.Circles(samples, noise, seed),
        "blobs" => SyntheticData.Blobs(samples, noise, seed),
        _ => SyntheticData.Xor(samples, noise, seed),
    };
}
