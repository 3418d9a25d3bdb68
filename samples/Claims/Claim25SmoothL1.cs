using Hillock.Charts;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>SmoothL1 and its scale.</summary>
public sealed class Claim25SmoothL1() : Claim(25, "smooth-l1")
{
    private static readonly double[] Errors = [0.1, 0.5, 1, 2, 10];

    /// <summary>The loss of an error against 0.</summary>
    public static double Loss(double error, double scale = 1) => F.SmoothL1(Sheet.Vector(error * scale), Sheet.Vector(0)).ToArray<double>()[0];

    /// <summary>The loss of the errors 1, 2 and 3 under a reduction.</summary>
    public static double[] Reduced(Reduction reduction) => F.SmoothL1(Sheet.Vector(1, 2, 3), Tensor.Zeros(3, DataType.Float64), reduction: reduction).ToArray<double>();

    public override IEnumerable<string> Measured()
    {
        foreach (string line in Sheet.Table(
            ["error", .. Errors.Select(x => $"{x}")],
            [
                ["smooth-l1", .. Errors.Select(x => Sheet.N(Loss(x)))],
                ["d²/2", .. Errors.Select(x => Sheet.N(x * x / 2))],
                ["|d| − ½", .. Errors.Select(x => Sheet.N(x - 0.5))],
                ["error in other units, × 10", .. Errors.Select(x => Sheet.N(Loss(x, 10)))],
                ["that over the first row", .. Errors.Select(x => Sheet.N(Loss(x, 10) / Loss(x), 1))],
            ]))
        {
            yield return line;
        }

        yield return "";
        yield return $"errors 1, 2, 3: none [{string.Join(", ", Reduced(Reduction.None).Select(value => Sheet.N(value, 1)))}], mean {Sheet.N(Reduced(Reduction.Mean)[0], 1)}, sum {Sheet.N(Reduced(Reduction.Sum)[0], 1)}";
    }

    public override LineChart Picture() => Sheet.Curves(
        "SmoothL1 between its neighbours", "loss", Sheet.Curve("smooth-l1", 0, x => F.SmoothL1(x, Tensor.ZerosLike(x), reduction: Reduction.None), -3, 3),
        Sheet.Curve("d²/2", 1, x => 0.5 * F.Square(x), -3, 3), Sheet.Curve("|d| − ½", 2, x => F.Abs(x) - 0.5, -3, 3));
}
