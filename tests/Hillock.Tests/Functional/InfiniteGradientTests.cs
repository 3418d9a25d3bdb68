using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>An infinite gradient reaches what a result was picked from, and nothing else: a share of 0 is 0, not 0·∞.</summary>
public class InfiniteGradientTests
{
    public static TheoryData<string, double[]> Cases => new()
    {
        { "quantile", [0, double.PositiveInfinity, 0] },
        { "higher", [0, 0, double.PositiveInfinity] },
        { "between", [0, double.PositiveInfinity, double.PositiveInfinity] },
        { "median", [0, double.PositiveInfinity, 0] },
        { "median of an axis", [0, double.PositiveInfinity, 0] },
        { "maximum", [0, 0, double.PositiveInfinity] },
        { "minimum", [double.PositiveInfinity, 0, 0] },
        { "of pairs", [double.PositiveInfinity, double.PositiveInfinity, 0] },
        { "of pairs, smaller", [0, double.PositiveInfinity, double.PositiveInfinity] },
        { "top", [0, 0, double.PositiveInfinity] },
        { "infinite norm", [0, 0, double.PositiveInfinity] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_ThatIsInfinite_GoesWhereTheShareIs(string function, double[] expected)
    {
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            Tensor x = Tensor.From(new double[] { 1, 2, 3 }).To(type).WithGradient();
            Tensor y = function switch
            {
                "quantile" => F.Quantile(x, 0.5),
                "higher" => F.Quantile(x, 0.7, QuantileInterpolation.Higher),
                "between" => F.Quantile(x, 0.75),
                "median" => F.Median(x),
                "median of an axis" => F.Median(x, 0).Values,
                "maximum" => F.Max(x),
                "minimum" => F.Min(x),
                "of pairs" => F.Maximum(x, Tensor.From(new double[] { 0, 1, 5 }).To(type)).Sum(),
                "of pairs, smaller" => F.Minimum(x, Tensor.From(new double[] { 0, 3, 5 }).To(type)).Sum(),
                "top" => F.TopK(x, 1).Values.Sum(),
                _ => F.Norm(x, double.PositiveInfinity, []),
            };
            (y * double.PositiveInfinity).Backward();
            Assert.Equal(expected, x.Gradient!.ToArray<double>());
        }
    }
}
