using Hillock.Numbers;
using Xunit;

namespace Hillock.Tests.Numbers;

[Trait("Speed", "slow")]
public class PhiloxTests
{
    // Random123 (Salmon et al.), examples/kat_vectors, philox4x32 with 10 rounds.
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x85a308d3_243f6a88, 0x03707344_13198a2e, 0x299f31d0_a4093822, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Block_KnownAnswerVectors_AreReproduced(ulong counterLow, ulong counterHigh, ulong key, uint x0, uint x1, uint x2, uint x3) =>
        Assert.Equal((x0, x1, x2, x3), Philox.Block(counterLow, counterHigh, key));

    // An independent implementation in Python: counter (block, stream), key (seed).
    [Theory]
    [InlineData(0UL, 0x90aafdc4u, 0x2d4a0d93u, 0x13f86edcu, 0x98b4ef2au)]
    [InlineData(1UL, 0x1d237aa0u, 0x6cadf41du, 0x912fd5e6u, 0x5ae0422fu)]
    [InlineData(0x3fffffffffffffffUL, 0x07b1ac95u, 0x5ff57ebbu, 0x497dfef1u, 0x43fd111bu)]
    public void Bits_BlockOfSeedAndStream_AreItsWords(ulong block, uint x0, uint x1, uint x2, uint x3)
    {
        var random = new Philox(0x123456789ABCDEF0, 0xFEDCBA9876543210);
        Assert.Equal([x0, x1, x2, x3], [random.Bits32(4 * block), random.Bits32(4 * block + 1), random.Bits32(4 * block + 2), random.Bits32(4 * block + 3)]);
        Assert.Equal([x0 | (ulong)x1 << 32, x2 | (ulong)x3 << 32], [random.Bits64(2 * block), random.Bits64(2 * block + 1)]);
    }

    [Fact]
    public void Uniform_Words_AreScaledExactly()
    {
        var random = new Philox(0x123456789ABCDEF0, 0xFEDCBA9876543210);
        Assert.Equal(0x90aafd / 16777216f, random.UniformSingle(0));
        Assert.Equal(0x90aafe / 16777216f, random.UniformSinglePositive(0));
        Assert.Equal((0x2d4a0d93_90aafdc4UL >> 11) / 9007199254740992.0, random.UniformDouble(0));
    }

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(1, 1)]
    [InlineData(3, 17)]
    [InlineData(6, 2)]
    [InlineData(3, 200)]
    [InlineData(5, 0)]
    public void FillUniform_AnyStart_EqualsSingleDraws(int start, int length)
    {
        var random = new Philox(7, 9);
        var filled = new float[length];
        random.FillUniform(filled, (ulong)start);
        for (var i = 0; i < length; i++)
            Assert.Equal(random.UniformSingle((ulong)(start + i)), filled[i]);
    }

    [Fact]
    public void FillNormal_AnyStart_EqualsSingleDraws()
    {
        var random = new Philox(7, 9);
        var filled = new float[10];
        random.FillNormal(filled, 5);
        for (var i = 0; i < filled.Length; i++)
            Assert.Equal((float)random.Normal((ulong)(5 + i)), filled[i]);
    }

    [Fact]
    public void Uniform_Moments_AreThoseOfTheUniformDistribution()
    {
        const int Count = 200_000;
        var values = Draw(Count, new Philox(1).UniformDouble);
        // Standard errors: 0.2887/sqrt(n) = 6.5e-4 for the mean, 1.7e-4 for the variance.
        Assert.Equal(0.5, values.Average(), 0.003);
        Assert.Equal(1 / 12.0, values.Average(x => (x - 0.5) * (x - 0.5)), 0.001);
        Assert.All(values, x => Assert.InRange(x, 0, 1 - 1.0 / (1UL << 53)));
    }

    [Fact]
    public void Normal_Moments_AreThoseOfTheNormalDistribution()
    {
        const int Count = 200_000;
        var values = Draw(Count, new Philox(2, 3).Normal);
        // Standard errors: 0.0022, 0.0032, 0.0055 (skewness), 0.011 (kurtosis); the bounds are five of them.
        Assert.Equal(0, values.Average(), 0.011);
        Assert.Equal(1, values.Average(x => x * x), 0.016);
        Assert.Equal(0, values.Average(x => x * x * x), 0.045);
        Assert.Equal(3, values.Average(x => x * x * x * x), 0.11);
    }

    [Fact]
    public void Draws_KolmogorovSmirnov_FollowTheirDistributions()
    {
        const int Count = 100_000;
        // The critical value at the level 0.001 is 1.949/sqrt(n).
        var critical = 1.949 / Math.Sqrt(Count);
        Assert.InRange(KolmogorovSmirnov(Draw(Count, new Philox(11).UniformDouble), x => x), 0, critical);
        Assert.InRange(KolmogorovSmirnov(Draw(Count, new Philox(12).Normal), x => MathNet.Numerics.Distributions.Normal.CDF(0, 1, x)), 0, critical);
        Assert.InRange(KolmogorovSmirnov(Draw(Count, i => new Philox(i).Normal(0)), x => MathNet.Numerics.Distributions.Normal.CDF(0, 1, x)), 0, critical);
        Assert.True(KolmogorovSmirnov(Draw(Count, new Philox(12).Normal), x => MathNet.Numerics.Distributions.Normal.CDF(0.05, 1, x)) > critical);
    }

    [Fact]
    public void Streams_OfOneSeed_AreUncorrelated()
    {
        const int Count = 50_000;
        var first = Draw(Count, new Philox(5, 0).Normal);
        var second = Draw(Count, new Philox(5, 1).Normal);
        Assert.Equal(0, first.Zip(second, (x, y) => x * y).Average(), 5 / Math.Sqrt(Count));
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(2u)]
    [InlineData(3u)]
    [InlineData(10u)]
    [InlineData(0x80000001u)] // half of all words are refused: the retry under another key is reached
    [InlineData(uint.MaxValue)]
    public void Below_AnyBound_IsUniformInRange(uint bound)
    {
        const int Count = 100_000;
        var random = new Philox(21);
        var bins = new int[(int)Math.Min(bound, 10)];
        for (var i = 0; i < Count; i++)
        {
            var value = random.Below((ulong)i, bound);
            Assert.True(value < bound);
            bins[(int)((ulong)value * (ulong)bins.Length / bound)]++;
        }

        // Chi squared with at most 9 degrees of freedom exceeds 33.7 with probability 1e-4.
        var expected = (double)Count / bins.Length;
        Assert.InRange(bins.Sum(n => (n - expected) * (n - expected) / expected), 0, 33.7);
    }

    [Fact]
    public void Below_Zero_Throws() => Assert.Throws<ArgumentOutOfRangeException>("bound", () => new Philox(1).Below(0, 0));

    [Fact]
    public void Permutation_OfFour_EveryOrderIsEquallyFrequent()
    {
        const int Count = 48_000;
        Dictionary<string, int> orders = [];
        for (var seed = 0; seed < Count; seed++)
        {
            var permutation = new Philox((ulong)seed).Permutation(4);
            Assert.Equal([0, 1, 2, 3], permutation.Order());
            var key = string.Join(",", permutation);
            orders[key] = orders.GetValueOrDefault(key) + 1;
        }

        Assert.Equal(24, orders.Count);
        // Chi squared with 23 degrees of freedom exceeds 56 with probability 1.4e-4.
        Assert.InRange(orders.Values.Sum(n => (n - 2000.0) * (n - 2000.0) / 2000.0), 0, 56);
    }

    [Fact]
    public void Permutation_EmptyOrNegative_IsEmptyOrThrows()
    {
        Assert.Empty(new Philox(1).Permutation(0));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new Philox(1).Permutation(-1));
    }

    private static double[] Draw(int count, Func<ulong, double> draw)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = draw((ulong)i);
        return values;
    }

    private static double KolmogorovSmirnov(double[] values, Func<double, double> distribution)
    {
        var sorted = values.Order().ToArray();
        double worst = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var p = distribution(sorted[i]);
            worst = Math.Max(worst, Math.Max(p - (double)i / sorted.Length, (i + 1.0) / sorted.Length - p));
        }

        return worst;
    }
}
