using Hillock.Charts;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>Softmax, softmin and the maximum to subtract.</summary>
public sealed class Claim22Softmax() : Claim(22, "softmax")
{
    /// <summary>The logits of the claim.</summary>
    public static double[] Logits { get; } = [1, 3, 0, 2];

    /// <summary>exp(x)/Σexp(x) in float32, without subtracting the maximum.</summary>
    public static float[] Naive(params float[] logits)
    {
        Tensor e = F.Exp(Tensor.From(logits));
        return (e / F.Sum(e)).ToArray<float>();
    }

    /// <summary>The library's, in float32.</summary>
    public static float[] Stable(params float[] logits) => F.Softmax(Tensor.From(logits)).ToArray<float>();

    public override IEnumerable<string> Measured()
    {
        foreach (string line in Sheet.Table(
            ["x", .. Logits.Select(x => Sheet.N(x, 0))],
            [
                ["softmax", .. F.Softmax(Sheet.Vector(Logits)).ToArray<double>().Select(p => Sheet.N(p, 4))],
                ["softmin", .. F.Softmin(Sheet.Vector(Logits)).ToArray<double>().Select(p => Sheet.N(p, 4))],
                ["log-softmax", .. F.LogSoftmax(Sheet.Vector(Logits)).ToArray<double>().Select(p => Sheet.N(p, 4))],
            ]))
        {
            yield return line;
        }

        yield return "";
        yield return $"softmax of [1000, 1001] in float32: [{string.Join(", ", Stable(1000, 1001).Select(p => Sheet.N(p, 4)))}]; without subtracting the maximum: [{string.Join(", ", Naive(1000, 1001).Select(p => float.IsNaN(p) ? "NaN" : Sheet.N(p, 4)))}]";
    }

    public override LineChart Picture() => Sheet.Categories(
        "Probabilities of the logits 1, 3, 0, 2", "logit", "probability", Logits.Select(x => Sheet.N(x, 0)),
        Sheet.Steps("softmax", 0, F.Softmax(Sheet.Vector(Logits)).ToArray<double>()), Sheet.Steps("softmin", 1, F.Softmin(Sheet.Vector(Logits)).ToArray<double>()));
}
