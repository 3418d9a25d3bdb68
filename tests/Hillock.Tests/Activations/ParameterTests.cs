using Hillock.Activations;
using Xunit;

namespace Hillock.Tests.Activations;

/// <summary>Parameters that a function does not allow are refused when it is made: which one, what was expected, what came.</summary>
public class ParameterTests
{
    [Fact]
    public void Constructor_WithAParameterThatIsNotAllowed_SaysWhich()
    {
        Refuses("Alpha", "a finite number", () => new Elu(double.NaN));
        Refuses("Alpha", "a finite number", () => new Elu(double.PositiveInfinity));
        Refuses("Alpha", "above 0", () => new Celu(0));
        Refuses("NegativeSlope", "a finite number", () => new LeakyRelu(double.NegativeInfinity));
        Refuses("Level", "a number", () => new Threshold(double.NaN, 0));
        Refuses("Lambda", "0 or more", () => new Softshrink(-0.1));
        Refuses("Lambda", "0 or more", () => new Hardshrink(double.NaN));
        Refuses("Beta", "other than 0", () => new Softplus(0));
        Refuses("B", "above 0", () => new Squareplus(-4));
        Refuses("Lower", "at most 0.25", () => new RRelu(0.5, 0.25));
        Refuses("Upper", "a finite number", () => new RRelu(0.5, double.PositiveInfinity));
        Refuses("Frequency", "from 0 to 1E+18", () => new Sine(double.PositiveInfinity));
        Refuses("Frequency", "magnitude", () => new Sine(double.NaN));
        Refuses("Alpha", "from 1E-18 to 1E+18", () => new Snake(0));
        Refuses("Alpha", "magnitude", () => new Snake(-1e19));
        Refuses("Minimum", "below 1", () => new HardTanh(1, 1));
        Refuses("Minimum", "below", () => new HardTanh(double.NaN, 1));
    }

    [Fact]
    public void Constructor_AtTheEdgeOfWhatIsAllowed_Accepts()
    {
        Assert.Equal(0, new Elu(0).Alpha);
        Assert.Equal(-0.5, new LeakyRelu(-0.5).NegativeSlope);
        Assert.Equal(double.NegativeInfinity, new Threshold(double.NegativeInfinity, double.NaN).Level);
        Assert.Equal(0, new Softshrink(0).Lambda);
        Assert.Equal(0, new Sine(0).Frequency);
        Assert.Equal(-1e-18, new Snake(-1e-18).Alpha);
        Assert.Equal(0.25, new RRelu(0.25, 0.25).Upper);
        Assert.Equal(double.PositiveInfinity, new HardTanh(0, double.PositiveInfinity).Maximum);
    }

    private static void Refuses(string parameter, string expected, Func<object> make)
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(parameter, make).Message;
        Assert.StartsWith($"{parameter} must be ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }
}
