using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Sine, cosine, arctangent and inverse hyperbolic sine on tensors. Expected values are mpmath's, with 300 bits.</summary>
/// <remarks>Their accuracy at the oracle's points is held by <c>ElementaryLaws</c>.</remarks>
[Collection(ParallelismCollection.Name)]
public class TrigonometryTests
{
    private static readonly double[] Points = [0.5, -2, 100, 65504, -1e-300, 1.5e300];

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Function, double[][] Orders)> Functions = new()
    {
        ["sin"] = (F.Sin,
        [
            [0.479425538604203, -0.9092974268256817, -0.5063656411097588, 0.9753761096791481, -1e-300, 0.13381347506518304],
            [0.8775825618903728, -0.4161468365471424, 0.8623188722876839, -0.22054805523325388, 1, -0.9910065357458444],
            [-0.479425538604203, 0.9092974268256817, 0.5063656411097588, -0.9753761096791481, 1e-300, -0.13381347506518304],
            [-0.8775825618903728, 0.4161468365471424, -0.8623188722876839, 0.22054805523325388, -1, 0.9910065357458444],
        ]),
        ["cos"] = (F.Cos,
        [
            [0.8775825618903728, -0.4161468365471424, 0.8623188722876839, -0.22054805523325388, 1, -0.9910065357458444],
            [-0.479425538604203, 0.9092974268256817, 0.5063656411097588, -0.9753761096791481, 1e-300, -0.13381347506518304],
            [-0.8775825618903728, 0.4161468365471424, -0.8623188722876839, 0.22054805523325388, -1, 0.9910065357458444],
            [0.479425538604203, -0.9092974268256817, -0.5063656411097588, 0.9753761096791481, -1e-300, 0.13381347506518304],
        ]),
        ["atan"] = (F.Atan,
        [
            [0.4636476090008061, -1.1071487177940904, 1.5607966601082315, 1.570781060551615, -1e-300, 1.5707963267948966],
            [0.8, 0.2, 9.999000099990002e-05, 2.3305818391693686e-10, 1, 0],
            [-0.64, 0.16, -1.999600059992001e-06, -7.115845867813286e-15, 2e-300, 0],
            [-0.256, 0.176, 5.99800041992801e-08, 3.258967024426941e-19, -2, 0],
        ]),
        ["asinh"] = (F.Asinh,
        [
            [0.48121182505960347, -1.4436354751788103, 5.298342365610589, 11.783013669079226, -1e-300, 691.8741401868818],
            [0.8944271909999159, 0.4472135954999579, 0.009999500037496875, 1.5266243281073993e-05, 1, 6.666666666666666e-301],
            [-0.35777087639996635, 0.17888543819998318, -9.998500187478128e-05, -2.330581838897788e-10, 1e-300, 0],
            [-0.2862167011199731, 0.12521980673998823, 1.9994001124825024e-06, 7.11584586615488e-15, -1, 0],
        ]),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_OfOrdersUpToThree_AreTheFormulas(string name)
    {
        (Func<Tensor, Tensor> function, double[][] orders) = Functions[name];
        Tensor x = Tensor.From(Points).WithGradient();
        Tensor y = function(x);
        foreach ((int order, double[] expected) in orders.Index())
        {
            double[] actual = y.ToArray<double>();
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.True(
                    Math.Abs(actual[i] - expected[i]) <= 1e-14 * Math.Abs(expected[i]),
                    $"{name}, order {order} at {Points[i]}: {actual[i]:R} for {expected[i]:R}");
            }

            y = Gradients.Of(y, [x], Tensor.OnesLike(y), createGraph: true)[0]!;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_OfNarrowTypes_AreRoundedOnce(string name)
    {
        (Func<Tensor, Tensor> function, double[][] orders) = Functions[name];
        double[] expected = orders[0][..4];
        Tensor x = Tensor.From(Points[..4]);
        Assert.Equal(Array.ConvertAll(expected, value => (Half)value), function(x.To(DataType.Float16)).ToArray<Half>());
        Assert.Equal(Array.ConvertAll(expected[..3], value => (BFloat16)value), function(x.To(DataType.BFloat16)).ToArray<BFloat16>()[..3]);
        float[] single = function(x.To(DataType.Float32)).ToArray<float>();
        for (int i = 0; i < single.Length; i++)
        {
            Assert.InRange(Math.Abs(single[i] - expected[i]), 0, MathF.BitIncrement(MathF.Abs((float)expected[i])) - MathF.Abs((float)expected[i]));
        }
    }

    [Theory]
    [InlineData(DataType.Float64)]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.BFloat16)]
    public void SpecialValues_AreIeeeFunctions(DataType type)
    {
        double[] special = [0.0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        double halfPi = Tensor.From(new[] { Math.PI / 2 }).To(type).To(DataType.Float64).Item<double>();
        Check(F.Sin, [0.0, -0.0, double.NaN, double.NaN, double.NaN], [1, 1, double.NaN, double.NaN, double.NaN]);
        Check(F.Cos, [1, 1, double.NaN, double.NaN, double.NaN], [0, 0, double.NaN, double.NaN, double.NaN]);
        Check(F.Atan, [0.0, -0.0, halfPi, -halfPi, double.NaN], [1, 1, 0, 0, double.NaN]);
        Check(F.Asinh, [0.0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN], [1, 1, 0, 0, double.NaN]);
        Check(x => F.Apply(x, new Sine()), [0.0, -0.0, double.NaN, double.NaN, double.NaN], [30, 30, double.NaN, double.NaN, double.NaN]);
        Check(
            x => F.Apply(x, new Snake()), [0.0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN],
            [1, 1, double.NaN, double.NaN, double.NaN]);

        void Check(Func<Tensor, Tensor> function, double[] values, double[] slopes)
        {
            Tensor x = Tensor.From(special).To(type).WithGradient();
            Tensor y = function(x);
            y.Backward(Tensor.OnesLike(y));
            double[] actual = y.Detach().To(DataType.Float64).ToArray<double>();
            Assert.Equal(values, actual);
            Assert.Equal(
                values.Select(double.IsNegative).Take(4), actual.Select(double.IsNegative).Take(4).Zip(values, (sign, value) => double.IsNaN(value) || sign));
            Assert.Equal(slopes, x.Gradient!.To(DataType.Float64).ToArray<double>().Select(Math.Abs));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Views_GiveTheBitsOfTheirCopies(string name)
    {
        Func<Tensor, Tensor> function = Functions[name].Function;
        Tensor all = Tensor.From(Enumerable.Range(0, 600).Select(i => (i - 300) * 1234.5f).ToArray()).Reshape(20, 30);
        foreach (Tensor view in new[] { all.Transpose(), all.Slice(1, 3, step: 4), all[5..6, 7..8].Reshape(), all[..0] })
        {
            Tensor actual = function(view), expected = function(view.Contiguous());
            Assert.Equal(view.Shape, actual.Shape);
            Assert.Equal(expected.ToArray<float>(), actual.ToArray<float>());
        }
    }

    [Fact]
    public void LargeAngles_DoNotDisturbTheirNeighbours()
    {
        // One element in seven takes the way of large angles, at every width and with any number of threads; each is what it is alone.
        float[] x = [.. Enumerable.Range(0, 100_003).Select(i => i % 7 == 3 ? MathF.ScaleB(1.5f + i, i % 110) : i * 0.37f - 20000)];
        double[] wide = [.. x.Select((value, i) => i % 7 == 3 ? Math.ScaleB((double)value, i % 800) : value)];
        float[] alone = [.. x.Select(value => F.Sin(Tensor.Full([1], value)).Item<float>())];
        double[] wideAlone = [.. wide.Select(value => F.Cos(Tensor.Full([1], value, DataType.Float64)).Item<double>())];
        foreach (int width in WidthScope.All)
        {
            foreach (int threads in new[] { 1, 3 })
            {
                using ThreadScope scope = new(threads);
                using WidthScope vectors = new(width);
                Assert.Equal(alone, F.Sin(Tensor.From(x)).ToArray<float>());
                Assert.Equal(wideAlone, F.Cos(Tensor.From(wide)).ToArray<double>());
            }
        }
    }

    [Fact]
    public void Snake_WhereItsSlopeTouchesZero_DoesNotCancel()
    {
        // The floats about −π/4 and 3π/4; 1 + sin(2x) in single precision would be 0.
        float[] x = [-0.7853982f, -0.78539813f, 2.3561945f, 2.3561947f];
        double[] expected = [9.553428079474592e-16, 2.8499664181493172e-15, 7.110138693070749e-17, 1.1944416521652606e-13];
        Tensor leaf = Tensor.From(x).WithGradient();
        F.Sum(F.Apply(leaf, new Snake())).Backward();
        foreach ((double exact, float actual) in expected.Zip(leaf.Gradient!.ToArray<float>()))
        {
            Assert.Equal(1, actual / exact, 2 * Math.ScaleB(1, -23));
        }
    }
}
