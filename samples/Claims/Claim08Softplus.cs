using Hillock.Charts;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>Softplus comes closer to ReLU as β grows.</summary>
public sealed class Claim08Softplus() : Claim(8, "softplus")
{
    private static readonly double[] Betas = [0.5, 1, 2, 10, 100];

    /// <summary>The largest distance between softplus and ReLU on [−5, 5].</summary>
    public static double Distance(double beta)
    {
        Tensor x = Tensor.Linspace(-5, 5, 10001, DataType.Float64);
        return Sheet.Distance(F.Softplus(x, beta), F.Relu(x));
    }

    /// <summary>The value in float32.</summary>
    public static float InSinglePrecision(float x) => F.Softplus(Tensor.From([x])).ToArray<float>()[0];

    public override IEnumerable<string> Measured()
    {
        foreach (string line in Sheet.Table(["β", .. Betas.Select(beta => $"{beta}")], [["largest distance from ReLU", .. Betas.Select(beta => Sheet.N(Distance(beta), 4))], ["ln 2/β", .. Betas.Select(beta => Sheet.N(Math.Log(2) / beta, 4))]]))
        {
            yield return line;
        }

        yield return "";
        yield return $"in float32: softplus(−100) = {Sheet.S(InSinglePrecision(-100))}, softplus(−110) = {Sheet.S(InSinglePrecision(-110))}";
    }

    public override LineChart Picture() => Sheet.Curves(
        "Softplus", "softplus(x)", Sheet.Curve("β = 0.5", 1, x => F.Softplus(x, 0.5), -3, 3), Sheet.Curve("β = 1", 2, x => F.Softplus(x, 1), -3, 3), Sheet.Curve("β = 5", 3, x => F.Softplus(x, 5), -3, 3),
        Sheet.Curve("relu", 0, F.Relu, -3, 3));
}
