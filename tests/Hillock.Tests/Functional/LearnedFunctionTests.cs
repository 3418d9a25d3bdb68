using System.Text.Json;
using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Modules;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Gated units, maxout, Chebyshev series and rational functions: against PyTorch, and their gradients of orders one to three against differences.</summary>
public class LearnedFunctionTests
{
    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Functions = new()
    {
        ["swiglu axis -1"] = x => F.SwiGlu(x[0]),
        ["swiglu axis 0"] = x => F.SwiGlu(x[0], 0),
        ["geglu axis 1"] = x => F.GeGlu(x[0], 1),
        ["reglu axis -1"] = x => F.ReGlu(x[0]),
        ["maxout 3 axis -1"] = x => F.Maxout(x[0], 3),
        ["maxout 2 axis 1"] = x => F.Maxout(x[0], 2, 1),
        ["maxout 4 axis 0"] = x => F.Maxout(x[0], 4, 0),
        ["maxout 3 axis -1, tied"] = x => F.Maxout(x[0], 3),
        ["chebyshev 1"] = x => F.Chebyshev(x[0], x[1]),
        ["chebyshev 5"] = x => F.Chebyshev(x[0], x[1]),
        ["chebyshev 12, some outside"] = x => F.Chebyshev(x[0], x[1]),
        ["rational 5 4"] = x => F.Rational(x[0], x[1], x[2]),
        ["rational 1 3"] = x => F.Rational(x[0], x[1], x[2]),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    /// <summary>Ties have one-sided slopes, which no difference tells.</summary>
    public static TheoryData<string> Smooth => [.. Functions.Keys.Where(name => !name.EndsWith("tied", StringComparison.Ordinal))];

    [Fact]
    public void Functions_OfTheReferenceFile_AreAllHere() => Assert.Equal(TorchData.Names("learned", "cases").Order(), Functions.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_InFloat64_IsPyTorchs(string name) => Check(name, DataType.Float64, 1e-12);

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_InFloat32_IsPyTorchs(string name) => Check(name, DataType.Float32, 2e-5);

    [Theory]
    [MemberData(nameof(Smooth))]
    public void Gradients_OfOrdersOneToThree_AgreeWithDifferences(string name)
    {
        Func<Tensor[], Tensor> function = Functions[name];
        Tensor[] inputs = Inputs(name, DataType.Float64);
        GradientCheck.First(x => function([.. x]), inputs).ThrowIfFailed();
        GradientCheck.Second(x => function([.. x]), inputs).ThrowIfFailed();

        // The gradients of a function's first gradients, and theirs.
        GradientCheck.Second(
            x =>
            {
                Tensor y = function([.. x]);
                Tensor?[] first = Gradients.Of(F.Sum(F.Square(y)), x, createGraph: true);
                return F.Concat([.. first.Select(gradient => gradient!.Reshape(gradient.Length))]);
            },
            inputs).ThrowIfFailed();
    }

    [Fact]
    public void Parameter_OfEachOfNoChannels_IsTaken() =>
        Assert.Equal(Tensor.Zeros([4, 0, 6]).Shape, F.Apply(Tensor.Zeros([4, 0, 6]), Tensor.Zeros([0]), default(PRelu)).Shape);

    [Theory]
    [InlineData(DataType.Float16, 2e-3)]
    [InlineData(DataType.BFloat16, 2e-2)]
    public void Polynomials_OfA16BitType_TakeFloat32Coefficients(DataType type, double tolerance)
    {
        Tensor x = Tensor.From([-0.75, -0.25, 0.5, 1]).To(type).WithGradient();
        Tensor c = Tensor.From([0.5f, -1, 0.25f]).WithGradient();
        Tensor y = F.Chebyshev(x, c);
        Assert.Equal(type, y.DataType);
        F.Sum(y).Backward();
        Assert.Equal(type, x.Gradient!.DataType);
        Assert.Equal(DataType.Float32, c.Gradient!.DataType);
        Near([0.5 + 0.75 + (0.25 * 0.125), 0.5 + 0.25 - (0.25 * 0.875), 0.5 - 0.5 - (0.25 * 0.5), 0.5 - 1 + 0.25], y, tolerance);
        Near([4, 0.5, 0.125 - 0.875 - 0.5 + 1], c.Gradient, tolerance * 4);
        Near([1.0 / 2, 2.0 / 3, 1.0 / 2], F.Rational(Tensor.From([1.0, 0.5, -1]).To(type), Tensor.From([1f, 0]), Tensor.From([1f])), tolerance);
    }

    [Fact]
    public void Chebyshev_OfUnitCoefficients_IsTheCosineOfTheMultipleAngle()
    {
        double[] x = [.. Enumerable.Range(0, 101).Select(i => -1 + (i / 50.0))];
        for (int degree = 1; degree <= 20; degree++)
        {
            var unit = new double[degree + 1];
            unit[degree] = 1;
            double[] y = F.Chebyshev(Tensor.From(x), Tensor.From(unit)).ToArray<double>();
            for (int i = 0; i < x.Length; i++)
            {
                // The arc cosine is accurate to an ulp or two; the multiple angle and Clenshaw's sum multiply that by degree and its square.
                Assert.Equal(Math.Cos(degree * Math.Acos(x[i])), y[i], 1e-15 * (degree + 1) * (degree + 1));
            }
        }
    }

    [Fact]
    public void Derivative_ByTheCoefficients_IsTheOneOfDualNumbers()
    {
        Tensor x = Tensor.From([.. Enumerable.Range(0, 41).Select(i => -0.99 + (i * 0.0495))]).WithGradient();
        Tensor c = Tensor.From([0.3, -1.2, 0.7, 0.25, -0.6, 0.1]);
        var chebyshev = new Derivative<Polynomial<ChebyshevBasis>>(new Polynomial<ChebyshevBasis>(F.Rounded(c)));
        var monomial = new Derivative<Polynomial<MonomialBasis>>(new Polynomial<MonomialBasis>(F.Rounded(c)));
        Near(Array.ConvertAll(x.ToArray<double>(), value => chebyshev.Apply(new Scalar<double>(value)).Value), Slope(F.Chebyshev(x, c)), 1e-13);
        Near(Array.ConvertAll(x.ToArray<double>(), value => monomial.Apply(new Scalar<double>(value)).Value), Slope(F.Polynomial<MonomialBasis>(x, c)), 1e-13);

        Tensor Slope(Tensor y) => Gradients.Of(F.Sum(y), [x])[0]!;
    }

    [Fact]
    public void Chebyshev_OutsideOfItsInterval_IsConstantAndKeepsNaN()
    {
        Tensor x = Tensor.From([double.NegativeInfinity, -7, -1, 1, 1e300, double.PositiveInfinity]).WithGradient();
        Tensor c = Tensor.From([1.0, 2, 3]).WithGradient();
        Tensor y = F.Chebyshev(x, c);
        Assert.Equal([2, 2, 2, 6, 6, 6], y.ToArray<double>());
        F.Sum(y).Backward();
        Assert.Equal([0, 0, 2 - 12, 2 + 12, 0, 0], x.Gradient!.ToArray<double>());
        Assert.Equal([6, 0, 6], c.Gradient!.ToArray<double>());
        Tensor nothing = Tensor.From([double.NaN]).WithGradient();
        Tensor z = F.Chebyshev(nothing, c);
        F.Sum(z).Backward();
        Assert.True(double.IsNaN(z.Item<double>()) && double.IsNaN(nothing.Gradient!.Item<double>()));
        Assert.All(F.Chebyshev(Tensor.From([0.5]), Tensor.From([0, double.NaN])).ToArray<double>(), value => Assert.True(double.IsNaN(value)));
    }

    [Theory]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float64)]
    public void Rational_OfHugeArguments_StaysFinite(DataType type)
    {
        Tensor x = Tensor.From([double.NegativeInfinity, -1e30, 1e30, double.PositiveInfinity, double.NaN]).To(type);
        double[] y = new RationalActivation(type).Forward(x).Detach().To(DataType.Float64).ToArray<double>();
        Assert.All(y[..4], value => Assert.True(double.IsFinite(value)));
        Assert.True(y[0] < -1e6 && y[3] > 1e6);
        Assert.True(double.IsNaN(y[4]));
    }

    [Fact]
    public void RationalActivation_Untrained_IsTheLeakyRectifierToWhatItSays()
    {
        double[] x = [.. Enumerable.Range(0, 6001).Select(i => (i - 3000) / 1000.0)];
        double[] y = new RationalActivation(DataType.Float64).Forward(Tensor.From(x)).ToArray<double>();
        Assert.InRange(x.Zip(y, (a, b) => Math.Abs(b - (a > 0 ? a : 0.01 * a))).Max(), 0.012, 0.0136);
    }

    [Fact]
    public void Maxout_OfTiesAndNaN_TakesTheFirst()
    {
        Tensor x = Tensor.From([2.0, 2, 2, double.NaN, 5, double.NaN]).WithGradient();
        Tensor y = F.Maxout(x, 3);
        Assert.Equal([2, double.NaN], y.ToArray<double>());
        F.Sum(y).Backward();
        Assert.Equal([1, 0, 0, 1, 0, 0], x.Gradient!.ToArray<double>());
        Assert.Equal([0, 3], F.Maxout(Tensor.Zeros([0, 6]), 2).Shape.Dimensions.ToArray());
    }

    [Fact]
    public void Gates_AtTheEnds_AreOpenAndClosed()
    {
        Tensor x = Tensor.From([3.0, 2, 1, double.NegativeInfinity, double.NaN, double.PositiveInfinity]);
        foreach (Func<Tensor, int, Tensor> gated in (Func<Tensor, int, Tensor>[])[F.SwiGlu, F.GeGlu, F.ReGlu])
        {
            Assert.Equal([0, double.NaN, double.PositiveInfinity], gated(x, 0).ToArray<double>().Select(Math.Abs));
        }
    }

    [Fact]
    public void Functions_OfWhatDoesNotFit_SayTheWayOut()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Assert.Contains("SwiGlu expects an even length of axis -1 but got 3 in the shape [2, 3]", Message(() => new SwiGlu().Forward(x)), StringComparison.Ordinal);
        Assert.Contains("GeGlu expects an even length", Message(() => new GeGlu().Forward(x)), StringComparison.Ordinal);
        Assert.Contains("ReGlu expects an even length", Message(() => new ReGlu().Forward(x)), StringComparison.Ordinal);
        Assert.Contains("Axis 2 does not exist", Message(() => new ReGlu(2).Forward(x)), StringComparison.Ordinal);
        Assert.Contains("int64", Message(() => F.SwiGlu(Tensor.From([1L, 2]))), StringComparison.Ordinal);
        Assert.Contains("Maxout of 2 pieces expects a length of axis -1 that 2 divides but got 3", Message(() => new Maxout(2).Forward(x)), StringComparison.Ordinal);
        Assert.Contains("Axis 5 does not exist", Message(() => new Maxout(2, 5).Forward(x)), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Maxout(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => F.Maxout(x, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChebyshevActivation(0));
        Assert.Contains("at least 2 elements but got [1]", Message(() => F.Chebyshev(x, Tensor.Ones(1))), StringComparison.Ordinal);
        Assert.Contains("one axis", Message(() => F.Chebyshev(x, Tensor.Ones([2, 2]))), StringComparison.Ordinal);
        Assert.Contains("float64", Message(() => F.Chebyshev(x, Tensor.Ones(3, DataType.Float64))), StringComparison.Ordinal);
        Assert.Contains("numerator", Message(() => F.Rational(x, Tensor.Ones(1), Tensor.Ones(1))), StringComparison.Ordinal);
        Assert.Contains("denominator", Message(() => F.Rational(x, Tensor.Ones(2), Tensor.Ones(0))), StringComparison.Ordinal);
        Assert.Contains("numerator", Assert.Throws<ArgumentException>(() => new RationalActivation([1], [1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Modules_Printed_SayTheirParameters()
    {
        Assert.Equal("SwiGlu(dim=1)", new SwiGlu(1).ToString());
        Assert.Equal("Maxout(pieces=3, dim=-1)", new Maxout(3).ToString());
        Assert.Equal("ChebyshevActivation(degree=4, squash=True)", new ChebyshevActivation(4).ToString());
        Assert.Equal("RationalActivation(degrees=(5, 4))", new RationalActivation().ToString());
        Assert.Equal(["weight"], new ChebyshevActivation().StateDict().Keys);
        Assert.Equal(["numerator", "denominator"], new RationalActivation().StateDict().Keys);
        Assert.All(new Sequential(new ChebyshevActivation(), new RationalActivation()).NamedParameters(), parameter => Assert.False(parameter.TakesWeightDecay));
    }

    private static string Message(Action act) => Assert.ThrowsAny<ArgumentException>(act).Message;

    private static void Check(string name, DataType type, double tolerance)
    {
        JsonElement expected = TorchData.Case("learned", "cases", name);
        Tensor[] inputs = Inputs(name, type);
        Tensor y = Functions[name](inputs);
        y.Backward(TorchData.Tensor(expected.GetProperty("g"), type));
        Tensor reference = TorchData.Tensor(expected.GetProperty("y"));
        Assert.Equal(reference.Shape, y.Shape);
        Near(reference.ToArray<double>(), y, tolerance);
        foreach ((JsonElement gradient, Tensor input) in expected.GetProperty("gradients").EnumerateArray().Zip(inputs))
        {
            Near(TorchData.Tensor(gradient).ToArray<double>(), input.Gradient!, tolerance);
        }
    }

    private static Tensor[] Inputs(string name, DataType type) =>
        [.. TorchData.Case("learned", "cases", name).GetProperty("inputs").EnumerateArray().Select(input => TorchData.Tensor(input, type).WithGradient())];

    private static void Near(double[] expected, Tensor actual, double tolerance)
    {
        double[] values = actual.Detach().To(DataType.Float64).ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - values[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), FormattableString.Invariant($"Element {i}: expected {expected[i]:R} but got {values[i]:R}."));
        }
    }
}
