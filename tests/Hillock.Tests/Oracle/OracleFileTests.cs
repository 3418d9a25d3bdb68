using System.Globalization;
using Xunit;

namespace Hillock.Tests.Oracle;

public class OracleFileTests
{
    public static TheoryData<string> AllNames =>
        [.. OracleFile.Names("activations"), .. OracleFile.Names("primitives")];

    [Theory]
    [MemberData(nameof(AllNames))]
    public void Load_EveryFile_IsSortedAndHasSpecialPoints(string name)
    {
        OracleFile file = OracleFile.Load(name);

        Assert.Equal(name, file.Name);
        Assert.Contains(file.Sets, set => set.IsSingle);
        Assert.Contains(file.Sets, set => !set.IsSingle);
        foreach (OracleSet set in file.Sets)
        {
            Assert.InRange(set.Points.Count, 100, 400);
            Assert.True(double.IsNaN(set.Points[^1].X));
            Assert.Equal(double.NegativeInfinity, set.Points[0].X);
            Assert.Equal(double.PositiveInfinity, set.Points[^2].X);
            for (int i = 1; i < set.Points.Count - 1; i++)
            {
                // -0 comes before 0, all others ascend strictly.
                OraclePoint a = set.Points[i - 1], b = set.Points[i];
                Assert.True(a.X < b.X || (a.X == 0 && double.IsNegative(a.X) && !double.IsNegative(b.X)), $"{name}: {a} before {b}");
            }

            Assert.Contains(set.Points, point => point.X == 0 && double.IsNegative(point.X));
            foreach (OraclePoint point in set.Points)
            {
                // Two parsers read every text alike, and x = NaN is NaN in every column.
                for (int order = 0; order < 3; order++)
                {
                    string text = point.Derivative(order);
                    Assert.InRange(Ulp.Distance(Ulp.NearestDouble(text), text), 0, 0.5);
                    Assert.InRange(Ulp.Distance(Ulp.NearestSingle(text), text), 0, 0.5);
                }

                if (double.IsNaN(point.X))
                {
                    Assert.All([point.Value, point.First, point.Second], text => Assert.Equal("nan", text));
                }

                Assert.Equal(file.Columns.Count > 5, point.ByParameter is not null);
            }
        }
    }

    [Theory]
    [InlineData("exp", 1)]
    [InlineData("log", 1)]
    [InlineData("tanh", 2)]
    public void Load_KnownFunction_AgreesWithSystemMath(string name, double tolerance)
    {
        Func<double, double> function = name switch { "exp" => Math.Exp, "log" => Math.Log, _ => Math.Tanh };
        foreach (OraclePoint point in OracleFile.Load(name).Sets.First(set => !set.IsSingle).Points)
        {
            Assert.True(Ulp.Distance(function(point.X), point.Value) <= tolerance, $"{name} at {point}");
        }
    }

    [Fact]
    public void Load_FunctionWithParameters_ReadsThem()
    {
        OracleFile file = OracleFile.Load("hard-tanh");

        Assert.Equal(-1.0, file.Sets[0].Parameters["minimum"]);
        Assert.Equal(1.0, file.Sets[0].Parameters["maximum"]);
        Assert.Equal(-2.0, file.Sets[1].Parameters["minimum"]);
    }

    [Fact]
    public void Load_ParameterNotRepresentable_IsRoundedToElementType()
    {
        // leaky-relu with 0.01: the true slope of the float32 set is the float32 next to 0.01.
        OracleFile file = OracleFile.Load("leaky-relu");
        foreach (OracleSet set in file.Sets.Where(set => set.Parameters["negativeSlope"] == 0.01))
        {
            OraclePoint point = set.Points.First(point => point.X < 0);
            double slope = set.IsSingle ? 0.01f : 0.01;
            Assert.Equal(0, Ulp.Distance(slope, point.First), 1e-20);
            Assert.Equal(slope, double.Parse(point.First, CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Load_UnknownName_SaysWhichFile() =>
        Assert.Contains("no-such-function", Assert.Throws<FileNotFoundException>(() => OracleFile.Load("no-such-function")).Message, StringComparison.Ordinal);
}
