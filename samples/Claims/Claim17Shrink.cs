using Hillock.Charts;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>Shrinkage, and the step of ISTA.</summary>
public sealed class Claim17Shrink() : Claim(17, "shrink")
{
    private const int Signals = 60, Atoms = 100, Steps = 200;
    private const double Lambda = 0.1;
    private static (double[] Proximal, int ProximalZeros, double[] Gradient, int GradientZeros)? Solved;

    /// <summary>The share of exact zeros for standard normal inputs.</summary>
    public static double Zeros(string name) => Sheet.Of(name)(Sheet.Normal(100_000)).ToArray<double>().Average(static y => y == 0 ? 1.0 : 0);

    /// <summary>The objective ½‖Az − b‖² + λ‖z‖₁ after each step, and the zeros of the last z: by ISTA, and by plain steps along a subgradient.</summary>
    public static (double[] Proximal, int ProximalZeros, double[] Gradient, int GradientZeros) Solve()
    {
        if (Solved is { } solved)
        {
            return solved;
        }

        Tensor a = Tensor.RandomNormal([Signals, Atoms], new Philox(17), deviation: 1 / Math.Sqrt(Signals), dataType: DataType.Float64);
        Tensor truth = Tensor.From([.. Enumerable.Range(0, Atoms).Select(i => i % 12 == 0 ? (i % 24 == 0 ? 1.0 : -1.0) : 0)], [Atoms, 1]);
        Tensor b = F.MatMul(a, truth);

        // Below one over the largest eigenvalue of AᵀA, which is (1 + √(atoms/signals))² = 5.2 for large matrices of this kind.
        const double Rate = 1 / 6.0;
        (double[] proximal, Tensor z) = Descend(step => F.Softshrink(step, Rate * Lambda));
        (double[] gradient, Tensor w) = Descend(null);
        Solved = (proximal, z.ToArray<double>().Count(static v => v == 0), gradient, w.ToArray<double>().Count(static v => v == 0));
        return Solved.Value;

        (double[] Objective, Tensor Last) Descend(Func<Tensor, Tensor>? shrink)
        {
            Tensor code = Tensor.Zeros([Atoms, 1], DataType.Float64);
            var objective = new double[Steps + 1];
            for (int step = 0; step <= Steps; step++)
            {
                Tensor rest = F.MatMul(a, code) - b;
                objective[step] = (0.5 * F.Sum(F.Square(rest)).ToArray<double>()[0]) + (Lambda * F.Sum(F.Abs(code)).ToArray<double>()[0]);
                Tensor descent = code - (Rate * F.MatMul(a.Transpose(0, 1), rest));
                code = shrink is null ? descent - (Rate * Lambda * F.Sign(code)) : shrink(descent);
            }

            return (objective, code);
        }
    }

    public override IEnumerable<string> Measured()
    {
        yield return $"exact zeros for standard normal inputs: softshrink {Sheet.P(Zeros("softshrink"))}, hardshrink {Sheet.P(Zeros("hardshrink"))}, tanhshrink {Sheet.P(Zeros("tanhshrink"))}";
        yield return "";
        (double[] proximal, int zeros, double[] gradient, int others) = Solve();
        foreach (string line in Sheet.Table(
            ["to find 9 of 100 atoms", "objective after 50 steps", "after 200", "zeros among 100"],
            [["softshrink (ISTA)", Sheet.N(proximal[50], 4), Sheet.N(proximal[200], 4), $"{zeros}"], ["subgradient steps", Sheet.N(gradient[50], 4), Sheet.N(gradient[200], 4), $"{others}"]]))
        {
            yield return line;
        }
    }

    public override LineChart Picture() => Sheet.Curves("Shrinkage", "y", Sheet.Curve("softshrink", 0, x => F.Softshrink(x), -2, 2), Sheet.Broken("hardshrink", 1, x => F.Hardshrink(x), -2, 2), Sheet.Curve("tanhshrink", 2, F.Tanhshrink, -2, 2));
}
