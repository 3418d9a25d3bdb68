using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Charts;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>CELU's identities, limits and its derivative in α.</summary>
public sealed class Claim10Celu() : Claim(10, "celu")
{
    private static readonly Tensor X = Tensor.Linspace(-5, 5, 1001, DataType.Float64);

    /// <summary>How far CELU is from CELU(cx, cα)/c.</summary>
    public static double Scaling(double alpha, double c) => Sheet.Distance(F.Celu(X, alpha), F.Celu(X * c, alpha * c) / c);

    /// <summary>How far CELU is from another function.</summary>
    public static double From(double alpha, Func<Tensor, Tensor> other) => Sheet.Distance(F.Celu(X, alpha), other(X));

    /// <summary>The largest difference between the derivative in α by back-propagation and e^{x/α}(1 − x/α) − 1 below 0, 0 above.</summary>
    public static double AlphaError(double alpha)
    {
        double[] x = [-4, -2, -1, -0.5, -0.1, 0, 0.5, 3];
        return x.Max(value =>
        {
            Tensor parameter = Sheet.Vector(alpha).WithGradient();
            F.Apply(Sheet.Vector(value), parameter, default(LearnableCelu)).Backward();
            double expected = value >= 0 ? 0 : (Math.Exp(value / alpha) * (1 - (value / alpha))) - 1;
            return Math.Abs(parameter.Gradient!.ToArray<double>()[0] - expected);
        });
    }

    /// <summary>The form with the misplaced exponent, α·e^{x/α − 1}.</summary>
    public static Tensor Misplaced(Tensor x, double alpha) => F.Where(x > 0, x, alpha * F.Exp((x / alpha) - 1));

    public override IEnumerable<string> Measured() =>
    [
        $"largest distance on [−5, 5] of celu(x, 1) from elu(x):           {Sheet.S(From(1, static x => F.Elu(x)))}",
        $"of celu(x, 2) from celu(3x, 6)/3:                                {Sheet.S(Scaling(2, 3))}",
        $"of celu(x, 0.001) from relu(x), of celu(x, 10000) from x:        {Sheet.S(From(0.001, F.Relu))}, {Sheet.S(From(10000, static x => x))}",
        $"slope at −1e−9 and 1e−9 for α = 2, of elu too:                   {Sheet.N(Sheet.Slope("celu:alpha=2", -1e-9))} and {Sheet.N(Sheet.Slope("celu:alpha=2", 1e-9))}, {Sheet.N(Sheet.Slope("elu:alpha=2", -1e-9))} and {Sheet.N(Sheet.Slope("elu:alpha=2", 1e-9))}",
        $"derivative in α against e^(x/α)(1 − x/α) − 1:                    {Sheet.S(AlphaError(2))}",
        $"α·e^(x/α − 1) for α = 1 at −5 and just below 0 (celu has −0.993, 0): {Sheet.N(Misplaced(Sheet.Vector(-5), 1).ToArray<double>()[0])} and {Sheet.N(Misplaced(Sheet.Vector(-1e-9), 1).ToArray<double>()[0])}",
    ];

    public override LineChart Picture() => Sheet.Curves(
        "CELU, and the form with the misplaced exponent", "y", Sheet.Curve("α = 0.1", 0, x => F.Celu(x, 0.1), -4, 2), Sheet.Curve("α = 1", 2, x => F.Celu(x, 1), -4, 2), Sheet.Curve("α = 10", 3, x => F.Celu(x, 10), -4, 2),
        Sheet.Broken("misplaced, α = 1", 1, x => Misplaced(x, 1), -4, 2));
}
