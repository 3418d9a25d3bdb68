using Hillock.Numbers;
using Xunit;

namespace Hillock.Tests.Numbers;

/// <summary>Expected values from mpmath with 50 digits, for the double nearest to the decimal argument.</summary>
public class PortableMathTests
{
    [Theory]
    [InlineData(1e-300, -690.7755278982137051803383)]
    [InlineData(5e-324, -744.4400719213812623141073)]
    [InlineData(0.1, -2.30258509299404562850684)]
    [InlineData(0.70710678118654752, -0.3465735902799725863505295)]
    [InlineData(1.5, 0.4054651081081643819780131)]
    [InlineData(3, 1.098612288668109691395245)]
    [InlineData(1e10, 23.02585092994045684017991)]
    [InlineData(1.7976931348623157e308, 709.7827128933839967322234)]
    public void Log_Oracle_WithinOneUlp(double x, double expected) => AssertWithin(1, expected, PortableMath.Log(x));

    [Fact]
    public void Log_SpecialValues_AreTheLimits()
    {
        Assert.Equal(0, PortableMath.Log(1));
        Assert.Equal(double.NegativeInfinity, PortableMath.Log(0));
        Assert.Equal(double.PositiveInfinity, PortableMath.Log(double.PositiveInfinity));
        Assert.Equal(double.NaN, PortableMath.Log(-1));
        Assert.Equal(double.NaN, PortableMath.Log(double.NaN));
    }

    [Theory]
    [InlineData(0.1, 0.3090169943749474406880937, 0.9510565162951535667273861)]
    [InlineData(0.25, 0.7071067811865475244008444, 0.7071067811865475244008444)]
    [InlineData(0.4, 0.9510565162951535936726521, 0.3090169943749473577590922)]
    [InlineData(-0.7, -0.809016994374947506107, -0.5877852522924730162989104)]
    [InlineData(1.1, -0.3090169943749476894750985, -0.9510565162951534858915881)]
    [InlineData(123.456, -0.9904614256966525482906074, -0.1377902906846285127434104)]
    [InlineData(1e-5, 0.00003141592653073022217475021, 0.9999999995065197799861191)]
    public void SinPiCosPi_Oracle_WithinTwoUlp(double x, double sine, double cosine)
    {
        AssertWithin(2, sine, PortableMath.SinPi(x));
        AssertWithin(2, cosine, PortableMath.CosPi(x));
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0.5, 1, 0)]
    [InlineData(1, 0, -1)]
    [InlineData(1.5, -1, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(-0.5, -1, 0)]
    [InlineData(1e300, 0, 1)]
    public void SinPiCosPi_MultiplesOfHalf_AreExact(double x, double sine, double cosine)
    {
        Assert.True(sine == PortableMath.SinPi(x));
        Assert.True(cosine == PortableMath.CosPi(x));
    }

    [Fact]
    public void SinPiCosPi_NotFinite_IsNaN()
    {
        Assert.Equal(double.NaN, PortableMath.SinPi(double.PositiveInfinity));
        Assert.Equal(double.NaN, PortableMath.CosPi(double.NaN));
    }

    [Theory]
    [InlineData(0.1, -1.281551565544600435334517)]
    [InlineData(0.07, -1.475791028179170685608678)]
    [InlineData(0.925, 1.43953147093845622906332)]
    [InlineData(0.9999, 3.719016485455708386722759)]
    [InlineData(1e-10, -6.361340902404056199100397)]
    [InlineData(1e-12, -7.034483825301131932614176)]
    [InlineData(1.1102230246251565e-16, -8.209536151601386855630769)]
    [InlineData(0.3, -0.5244005127080408159694544)]
    public void NormalQuantile_Oracle_RelativeErrorBelow1e15(double p, double expected) =>
        Assert.Equal(expected, NormalQuantile.At(p), Math.Abs(expected) * 1e-15);

    [Fact]
    public void NormalQuantile_Ends_AreInfiniteAndOutsideIsNaN()
    {
        Assert.Equal(0, NormalQuantile.At(0.5));
        Assert.Equal(double.NegativeInfinity, NormalQuantile.At(0));
        Assert.Equal(double.PositiveInfinity, NormalQuantile.At(1));
        Assert.Equal(double.NaN, NormalQuantile.At(1.5));
        Assert.Equal(double.NaN, NormalQuantile.At(double.NaN));
    }

    private static void AssertWithin(int ulps, double expected, double actual) =>
        Assert.Equal(expected, actual, ulps * (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected)));
}
