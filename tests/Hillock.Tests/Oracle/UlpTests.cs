using Xunit;

namespace Hillock.Tests.Oracle;

public class UlpTests
{
    [Theory]
    [InlineData(1.0f, "1", 0.0)]
    [InlineData(1.0f, "1.00000005960464477539062500", 0.5)] // 1 + 2^-24
    [InlineData(1.0000001f, "1", 1.0)] // 1 + 2^-23, ulp of [1, 2)
    [InlineData(0.99999994f, "1", 0.5)] // 1 - 2^-24: the true value's binade counts, not the result's
    [InlineData(1.0f, "0.999999940395355224609375", 1.0)] // the same two numbers the other way round
    [InlineData(-2.0f, "-2.0000001", 0.4194304)] // 1e-7 * 2^22
    [InlineData(2.0f, "-2", 16777216.0)]
    [InlineData(0.1f, "0.1", 0.2)] // 0.100000001490116119384765625: 1.49e-9 * 2^27 = 0.2 exactly
    [InlineData(16777216f, "16777217", 0.5)]
    [InlineData(16777216f, "1.6777217e7", 0.5)]
    [InlineData(16777216f, "1.6777217e+07", 0.5)]
    public void Distance_OfSingle_IsExact(float actual, string exact, double expected) =>
        Assert.Equal(expected, Ulp.Distance(actual, exact), 1e-15);

    [Theory]
    [InlineData(1.0, "1", 0.0)]
    [InlineData(1.0000000000000002, "1", 1.0)]
    [InlineData(1.0, "1.00000000000000011102230246251565404236316680908203125", 0.5)] // 1 + 2^-53
    [InlineData(0.5, "0.50000000000000005551115123125782702118158340454101562", 0.5)] // 0.5 + 2^-54
    [InlineData(1e300, "1.0000000000000000525047602552044202487044685811081e300", 0.0)] // 1e300 rounds up
    [InlineData(0.1, "0.1", 0.4)] // 0.1000000000000000055511151231257827: 5.55e-18 * 2^56 = 0.4
    public void Distance_OfDouble_IsExact(double actual, string exact, double expected) =>
        Assert.Equal(expected, Ulp.Distance(actual, exact), 1e-15);

    [Theory]
    [InlineData(0f, "1.40129846432481707092372958328991613128026194187651e-45", 1.0)] // the smallest subnormal
    [InlineData(1e-45f, "0", 1.0)]
    [InlineData(0f, "7e-46", 0.499536692447086)] // 7e-46 / 2^-149
    [InlineData(-0f, "1e-999999", 0.0)]
    [InlineData(1e-45f, "-1e-999999", 1.0)]
    [InlineData(-1e-45f, "1.40129846432481707092372958328991613128026194187651e-45", 2.0)]
    public void Distance_BelowNormalNumbers_CountsSmallestSubnormals(float actual, string exact, double expected) =>
        Assert.Equal(expected, Ulp.Distance(actual, exact), 1e-12);

    [Fact]
    public void Distance_AtEdgeOfOverflow_FollowsRoundingToInfinity()
    {
        // 2^128 - 2^103 is where rounding to nearest begins to give infinity; the largest finite number is 2^128 - 2^104.
        const string threshold = "340282356779733661637539395458142568448";
        Assert.Equal(0, Ulp.Distance(float.PositiveInfinity, threshold));
        Assert.Equal(0.5, Ulp.Distance(float.MaxValue, threshold));
        Assert.Equal(0.5 + 1 / 20282409603651670423947251286016.0, Ulp.Distance(float.PositiveInfinity, "340282356779733661637539395458142568447"));
        Assert.Equal(1, Ulp.Distance(float.PositiveInfinity, "340282346638528859811704183484516925440"));
        Assert.Equal(0, Ulp.Distance(float.NegativeInfinity, "-1e39"));
        Assert.Equal(0, Ulp.Distance(float.PositiveInfinity, "1e999999"));
        Assert.Equal(double.PositiveInfinity, Ulp.Distance(float.MaxValue, "1e+999999"));
        Assert.True(Ulp.Distance(float.NegativeInfinity, "1e39") > 1e7);
    }

    [Fact]
    public void Distance_AtEdgeOfOverflowOfDouble_FollowsRoundingToInfinity()
    {
        // 2^1024 - 2^970 = 1.7976931348623158079372897140530341507993413271004e308, cut and rounded up in the last digit.
        Assert.Equal(0, Ulp.Distance(double.PositiveInfinity, "1.7976931348623158079372897140530341507993413271004e308"));
        Assert.Equal(0.5, Ulp.Distance(double.MaxValue, "1.7976931348623158079372897140530341507993413271004e308"), 1e-12);
        Assert.Equal(1.0, Ulp.Distance(double.PositiveInfinity, "1.7976931348623157081452742373170435679807056752584e308"), 1e-12);
    }

    [Fact]
    public void Distance_OfSpecialValues_IsZeroOrInfinite()
    {
        Assert.Equal(0, Ulp.Distance(float.NaN, "nan"));
        Assert.Equal(0, Ulp.Distance(double.PositiveInfinity, "inf"));
        Assert.Equal(0, Ulp.Distance(double.NegativeInfinity, "-inf"));
        Assert.Equal(double.PositiveInfinity, Ulp.Distance(double.NaN, "1"));
        Assert.Equal(double.PositiveInfinity, Ulp.Distance(1.0, "nan"));
        Assert.Equal(double.PositiveInfinity, Ulp.Distance(double.PositiveInfinity, "-inf"));
        Assert.Equal(double.PositiveInfinity, Ulp.Distance(double.MaxValue, "inf"));
        Assert.Equal(0, Ulp.Distance(0.0, "-0"));
    }

    [Fact]
    public void Nearest_OfTexts_RoundsOnceAndKeepsSigns()
    {
        Assert.Equal(0.1f, Ulp.NearestSingle("0.1"));
        Assert.Equal(float.PositiveInfinity, Ulp.NearestSingle("1e+999999"));
        Assert.Equal(double.NegativeInfinity, Ulp.NearestDouble("-inf"));
        Assert.True(double.IsNaN(Ulp.NearestDouble("nan")));
        Assert.True(double.IsNegative(Ulp.NearestDouble("-0")));
        Assert.True(double.IsNegative(Ulp.NearestDouble("-1e-999999")));

        // 1 + 2^-24 + 2^-60 lies above the midpoint of two float32 numbers; through a double it would round to even, down.
        Assert.Equal(1.0000001f, Ulp.NearestSingle("1.0000000596046447762661"));
    }

    [Fact]
    public void HasDecidedSign_OnlyForMinusZero_LooksAtSign()
    {
        Assert.False(Ulp.HasDecidedSign(0.0, "-0"));
        Assert.True(Ulp.HasDecidedSign(-0.0, "-0"));
        Assert.True(Ulp.HasDecidedSign(-0.0, "0"));
        Assert.True(Ulp.HasDecidedSign(0.0, "0"));
    }
}
