using Hillock.Charts;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>LogSigmoid, and the table of it.</summary>
public sealed class Claim18LogSigmoid() : Claim(18, "log-sigmoid")
{
    private static readonly float[] Points = [-200, -100, -20, 0, 12, 20];

    /// <summary>ln σ(x) in float32: by the library's function, and as the logarithm of the sigmoid.</summary>
    public static (float Own, float Naive) Both(float x)
    {
        Tensor t = Tensor.From([x]);
        return (F.LogSigmoid(t).ToArray<float>()[0], F.Log(F.Sigmoid(t)).ToArray<float>()[0]);
    }

    /// <summary>The largest error of a table of ln σ(−x) with so many entries for x from 0 to an end, and 0 beyond it.</summary>
    public static double TableError(int entries, double end)
    {
        double step = end / entries;
        Tensor x = Tensor.Linspace(0, end + 8, 40001, DataType.Float64);
        double[] exact = F.LogSigmoid(x).ToArray<double>();
        double[] table = F.LogSigmoid(Tensor.From([.. Enumerable.Range(0, entries).Select(i => (i + 0.5) * step)])).ToArray<double>();
        return x.ToArray<double>().Zip(exact, (value, y) => Math.Abs((value < end ? table[(int)(value / step)] : 0) - y)).Max();
    }

    /// <summary>How far S(x) − x is from S(−x).</summary>
    public static double Symmetry(Func<Tensor, Tensor> s)
    {
        Tensor x = Tensor.Linspace(-40, 40, 8001, DataType.Float64);
        return Sheet.Distance(s(x) - x, s(-x));
    }

    public override IEnumerable<string> Measured()
    {
        foreach (string line in Sheet.Table(
            ["x, in float32", .. Points.Select(x => Sheet.N(x, 0))],
            [["log-sigmoid", .. Points.Select(x => Sheet.S(Both(x).Own))], ["ln of sigmoid", .. Points.Select(x => Sheet.S(Both(x).Naive))]]))
        {
            yield return line;
        }

        yield return "";
        yield return $"S(x) − x against S(−x): {Sheet.S(Symmetry(x => F.Softplus(x)))} for softplus, {Sheet.S(Symmetry(F.LogSigmoid))} for log-sigmoid";
        yield return $"beyond 32 log-sigmoid is {Sheet.S(Sheet.At("log-sigmoid", 32))} and less; a table of 1024 entries to 32 errs by up to {Sheet.N(TableError(1024, 32), 4)}, of 65536 by {Sheet.N(TableError(65536, 32), 5)}";
    }

    public override LineChart Picture() => Sheet.History(
        "−ln σ(x) in float32", "x", "−ln σ(x) (logarithmic)",
        Sheet.Curve("log-sigmoid", 0, x => -F.LogSigmoid(x.To(DataType.Float32)).To(DataType.Float64), 8, 24),
        Sheet.Curve("ln of sigmoid", 1, x => -F.Log(F.Sigmoid(x.To(DataType.Float32))).To(DataType.Float64), 8, 24)) with
    { YKind = AxisKind.Logarithmic };
}
