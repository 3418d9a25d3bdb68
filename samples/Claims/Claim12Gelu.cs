using Hillock.Charts;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>GELU as a mean of masks, its approximations and its relatives.</summary>
public sealed class Claim12Gelu() : Claim(12, "gelu")
{
    private static readonly Tensor X = Tensor.Linspace(-8, 8, 16001, DataType.Float64);
    private static readonly double[] Points = [-2, -1, 0.5, 1, 2];

    /// <summary>The largest distance from GELU on [−8, 8].</summary>
    public static double Distance(Func<Tensor, Tensor> other) => Sheet.Distance(F.Gelu(X), other(X));

    /// <summary>The mean of x times a mask that is 1 with probability Φ(x), over draws.</summary>
    public static double MaskedMean(double x, int draws = 1_000_000)
    {
        // Φ(x) is the chance that a standard normal number is below x.
        double[] z = Tensor.RandomNormal(draws, new Philox(12), dataType: DataType.Float64).ToArray<double>();
        return x * z.Count(value => value < x) / draws;
    }

    /// <summary>The least value and its place.</summary>
    public static (double Place, double Value) Least()
    {
        double[] y = F.Gelu(X).ToArray<double>();
        int place = Array.IndexOf(y, y.Min());
        return (X.ToArray<double>()[place], y[place]);
    }

    /// <summary>x·Φ(x/σ).</summary>
    public static Tensor WithDeviation(Tensor x, double deviation) => F.Gelu(x / deviation) * deviation;

    /// <summary>The form with the misplaced parenthesis: the hyperbolic tangent of √(2/π) alone.</summary>
    public static Tensor Misplaced(Tensor x) => 0.5 * x * (1 + (Math.Tanh(Math.Sqrt(2 / Math.PI)) * (x + (0.044715 * x * x * x))));

    /// <summary>x times the Cauchy distribution's cumulative probability.</summary>
    public static Tensor Cauchy(Tensor x) => Tensor.From([.. x.ToArray<double>().Select(static v => v * (0.5 + (Math.Atan(v) / Math.PI)))]);

    public override IEnumerable<string> Measured()
    {
        foreach (string line in Sheet.Table(["x", .. Points.Select(x => $"{Sheet.N(x, 1)}")], [["gelu(x)", .. Points.Select(x => Sheet.N(Sheet.At("gelu", x)))], ["mean of x·mask, a million draws", .. Points.Select(x => Sheet.N(MaskedMean(x)))]]))
        {
            yield return line;
        }

        (double place, double value) = Least();
        yield return "";
        yield return $"largest distance from gelu: tanh form {Sheet.S(Distance(static x => F.GeluTanh(x)))}, x·σ(1.702x) {Sheet.S(Distance(static x => F.GeluSigmoid(x)))}";
        yield return $"least value {Sheet.N(value, 4)} at x = {Sheet.N(place, 3)}: bounded below, not monotone";
        yield return $"x·Φ(x/σ) from relu(x): {Sheet.N(Sheet.Distance(WithDeviation(X, 0.1), F.Relu(X)), 4)} for σ = 0.1, {Sheet.N(Sheet.Distance(WithDeviation(X, 0.01), F.Relu(X)), 4)} for σ = 0.01";
        yield return $"with Cauchy's distribution at −10 and −1000: {Sheet.N(Cauchy(Sheet.Vector(-10)).ToArray<double>()[0])}, {Sheet.N(Cauchy(Sheet.Vector(-1000)).ToArray<double>()[0])}; −1/π = {Sheet.N(-1 / Math.PI)}, as elu with α = 1/π";
        yield return $"misplaced parenthesis at 2 and −4: {Sheet.N(Misplaced(Sheet.Vector(2)).ToArray<double>()[0])}, {Sheet.N(Misplaced(Sheet.Vector(-4)).ToArray<double>()[0])}; gelu: {Sheet.N(Sheet.At("gelu", 2))}, {Sheet.N(Sheet.At("gelu", -4), 4)}";
    }

    public override LineChart Picture() => Sheet.Curves(
        "GELU and its relatives", "y", Sheet.Curve("gelu", 0, F.Gelu, -4, 2), Sheet.Curve("σ = 0.3", 2, x => WithDeviation(x, 0.3), -4, 2), Sheet.Curve("Cauchy", 3, Cauchy, -4, 2), Sheet.Curve("elu, α = 1/π", 4, x => F.Elu(x, 1 / Math.PI), -4, 2),
        Sheet.Curve("misplaced", 1, Misplaced, -2.2, 1.6));
}
