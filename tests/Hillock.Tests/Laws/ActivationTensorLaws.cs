using System.Globalization;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Activations;
using Xunit;

namespace Hillock.Tests.Laws;

/// <summary>
/// Every activation at every number of both 16-bit types: value and slope are those of float64, which has laws of its own against 50 digits, rounded once
/// from float32.
/// </summary>
[Trait("Speed", "slow")]
public class ActivationTensorLaws
{
    // Half an ulp, and what float32 loses before it is rounded: 2 ulps of 2⁻¹³ of one of float16's, 16 for a slope.
    private const double Bound = 0.5 + (2 / 8192.0);
    private const double SlopeBound = 0.5 + (16 / 8192.0);

    // Near its zeros a slope is a difference of numbers up to 1, in float32.
    private const double SlopeError = 1e-8;

    public static TheoryData<string> Names => [.. ActivationCatalog.All.Select(info => info.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void InSixteenBits_ValueAndSlope_AreRoundedOnce(string name)
    {
        ActivationFunction function = LawSubject.Both(ActivationCatalog.Find(name)!).First().Function;
        foreach (DataType type in (DataType[])[DataType.Float16, DataType.BFloat16])
        {
            Tensor x = Every(type);
            Tensor leaf = x.Clone().WithGradient(), wide = x.To(DataType.Float64).WithGradient();
            Tensor y = function.Forward(leaf), exact = function.Forward(wide);
            Compare($"{name} in {type}", x, y, exact, type, Bound, 0);
            Compare($"the slope of {name} in {type}", x, Slope(y, leaf), Slope(exact, wide), type, SlopeBound, SlopeError);
        }
    }

    private static Tensor Slope(Tensor y, Tensor x) =>
        y.RequiresGrad ? Gradients.Of([y], [x], [Tensor.OnesLike(y)])[0] ?? Tensor.ZerosLike(x) : Tensor.ZerosLike(x);

    /// <summary>All 65,536 numbers.</summary>
    private static Tensor Every(DataType type) => type == DataType.Float16
        ? Tensor.From(Array.ConvertAll(Bits(), BitConverter.UInt16BitsToHalf))
        : Tensor.From(Array.ConvertAll(Bits(), bits => (BFloat16)BitConverter.UInt32BitsToSingle((uint)bits << 16)));

    private static ushort[] Bits() => [.. Enumerable.Range(0, 1 << 16).Select(i => (ushort)i)];

    private static void Compare(string what, Tensor x, Tensor actual, Tensor exact, DataType type, double bound, double error)
    {
        double[] arguments = LawRun.Doubles(x), values = LawRun.Doubles(actual), expected = LawRun.Doubles(exact);
        (int digits, int least, double largest) = type == DataType.Float16 ? (10, -14, 65504.0) : (7, -126, 3.3895313892515355e38);
        for (int i = 0; i < values.Length; i++)
        {
            double e = expected[i], v = values[i];
            int exponent = e == 0 || !double.IsFinite(e) ? least : Math.Max(Math.ILogB(e), least);
            double ulp = Math.ScaleB(1, exponent - digits);
            bool overflows =
                double.IsInfinity(v) && Math.Sign(v) == Math.Sign(e)
                    && Math.Abs(e) >= largest + (0.499 * (largest - (type == DataType.Float16 ? 65472 : 3.3762991753595e38)));
            bool right = v.Equals(e) || (double.IsNaN(v) && double.IsNaN(e)) || overflows || Math.Abs(v - e) <= (bound * ulp) + error;
            if (!right)
            {
                Assert.Fail(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{what} at {arguments[i]:R} is {v:R}, but {e:R} rounded once is expected; off by {Math.Abs(v - e) / ulp:0.####} ulp."));
            }
        }
    }
}
