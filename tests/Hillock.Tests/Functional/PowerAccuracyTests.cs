using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Powers and their derivatives against 50-digit values and the special values of IEEE 754, at every width of vectors.</summary>
public class PowerAccuracyTests
{
    public static TheoryData<DataType> Types => [DataType.Float32, DataType.Float64, DataType.Float16, DataType.BFloat16];

    [Theory]
    [MemberData(nameof(Types))]
    public void PairsAndTheirDerivatives_AreWithinOneUlp(DataType type) => PowerOracle.AtEveryWidth(width =>
    {
        PowerPoint[] points = PowerOracle.Pairs(type);
        Tensor x = Numbers(points.Select(point => point.X), type), y = Numbers(points.Select(point => point.Y), type);
        Tensor z = F.Pow(x, y);
        Tensor[] first = Slopes(z, x, y), ofX = Slopes(first[0], x, y), ofY = Slopes(first[1], y);
        string at = $" at {width} bits";
        PowerOracle.AssertAccurate(points, 0, z, "x^y" + at);
        PowerOracle.AssertAccurate(points, 1, first[0], "d/dx" + at);
        PowerOracle.AssertAccurate(points, 2, first[1], "d/dy" + at);
        PowerOracle.AssertAccurate(points, 3, ofX[0], "d2/dx2" + at);
        PowerOracle.AssertAccurate(points, 4, ofX[1], "d2/dxdy" + at);
        PowerOracle.AssertAccurate(points, 5, ofY[0], "d2/dy2" + at);
    });

    [Theory]
    [MemberData(nameof(Types))]
    public void ConstantExponents_AreThoseOfTheDouble_WithinOneUlp(DataType type) => PowerOracle.AtEveryWidth(width =>
    {
        foreach (IGrouping<double, PowerPoint> group in PowerOracle.Constants(type).GroupBy(point => point.Y))
        {
            PowerPoint[] points = [.. group];
            Tensor x = Numbers(points.Select(point => point.X), type);
            Tensor z = F.Pow(x, group.Key);
            Tensor first = Slopes(z, x)[0], second = Slopes(first, x)[0];
            Assert.Equal(z.ToArray<double>(), x.Pow(group.Key).ToArray<double>());
            PowerOracle.AssertAccurate(points, 0, z, $"x^p at {width} bits");
            PowerOracle.AssertAccurate(points, 1, first, $"d/dx at {width} bits");
            PowerOracle.AssertAccurate(points, 2, second, $"d2/dx2 at {width} bits");
        }
    });

    [Theory]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float64)]
    public void SpecialNumbers_AreThoseOfIeee754(DataType type) => PowerOracle.AtEveryWidth(width =>
    {
        PowerPoint[] points = Representable(PowerOracle.Special, type);
        Tensor x = Numbers(points.Select(point => point.X), type), y = Numbers(points.Select(point => point.Y), type);
        PowerOracle.AssertEqual(points, 0, F.Pow(x, y), $"x^y at {width} bits");
        foreach (IGrouping<double, PowerPoint> group in points.GroupBy(point => point.Y))
        {
            PowerOracle.AssertEqual([.. group], 0, F.Pow(Numbers(group.Select(point => point.X), type), group.Key), $"x^p at {width} bits");
        }
    });

    [Theory]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float64)]
    public void SlopesAtSingularPoints_AreTheirLimits(DataType type) => PowerOracle.AtEveryWidth(width =>
    {
        PowerPoint[] points = Representable(PowerOracle.Slopes, type);
        Tensor x = Numbers(points.Select(point => point.X), type), y = Numbers(points.Select(point => point.Y), type);
        Tensor[] first = Slopes(F.Pow(x, y), x, y);
        PowerOracle.AssertEqual(points, 0, first[0], $"d/dx at {width} bits");
        PowerOracle.AssertEqual(points, 1, first[1], $"d/dy at {width} bits");
        PowerOracle.AssertEqual(points, 2, Slopes(first[0], x)[0], $"d2/dx2 at {width} bits");
        foreach (IGrouping<double, PowerPoint> group in points.GroupBy(point => point.Y))
        {
            PowerPoint[] own = [.. group];
            Tensor bases = Numbers(own.Select(point => point.X), type);
            Tensor slope = Slopes(F.Pow(bases, group.Key), bases)[0];
            PowerOracle.AssertEqual(own, 0, slope, $"dx^p/dx at {width} bits");
            PowerOracle.AssertEqual(own, 2, Slopes(slope, bases)[0], $"d2x^p/dx2 at {width} bits");
        }
    });

    // In float32 only the points whose numbers exist there; 1e30 and its square do not.
    private static PowerPoint[] Representable(PowerPoint[] points, DataType type) =>
        type == DataType.Float64 ? points : [.. points.Where(static point => IsSingle(point.X) && IsSingle(point.Y))];

    private static bool IsSingle(double x) => ((double)(float)x).Equals(x);

    private static Tensor Numbers(IEnumerable<double> values, DataType type) => Tensor.From(values.ToArray()).To(type).WithGradient();

    private static Tensor[] Slopes(Tensor z, params Tensor[] inputs) =>
        [.. Gradients.Of(z, inputs, Tensor.OnesLike(z), createGraph: true).Select(static gradient => gradient!)];
}
