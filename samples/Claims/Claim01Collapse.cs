using Hillock.Charts;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>Layers without a nonlinearity are one matrix.</summary>
public sealed class Claim01Collapse() : Claim(1, "collapse")
{
    private static readonly int[] Depths = [1, 2, 4, 8];

    /// <summary>How far A(B(C(Dx))), with a function between the layers, is from (ABCD)x, relative to the latter.</summary>
    public static double Difference(Func<Tensor, Tensor> between)
    {
        Tensor[] layers = [.. Enumerable.Range(0, 4).Select(i => Tensor.RandomNormal([16, 16], new Philox((ulong)i + 1), deviation: 0.25))];
        Tensor y = Tensor.RandomNormal([16, 100], new Philox(0));
        Tensor product = layers.Reverse().Aggregate(F.MatMul);
        Tensor expected = F.MatMul(product, y);
        for (int i = 0; i < layers.Length; i++)
        {
            y = F.MatMul(layers[i], i == 0 ? y : between(y));
        }

        return Math.Sqrt(F.Sum(F.Square(y - expected)).ToArray<double>()[0] / F.Sum(F.Square(expected)).ToArray<double>()[0]);
    }

    /// <summary>The accuracy on the spirals.</summary>
    public static double Accuracy(string activation, int depth) => Networks.Spirals(activation, depth).Score!.Value;

    public override IEnumerable<string> Measured()
    {
        yield return $"four 16×16 matrices one after the other against their product: {S(Difference(static x => x))} apart";
        yield return $"the same with ReLU between them:                              {S(Difference(F.Relu))} apart";
        yield return "";
        foreach (string line in Sheet.Table(["hidden layers", "identity", "relu"], Depths.Select(depth => (string[])[$"{depth}", Sheet.P(Accuracy("identity", depth)), Sheet.P(Accuracy("relu", depth))])))
        {
            yield return line;
        }
    }

    public override LineChart Picture() => Sheet.Categories(
        "More linear layers do not separate spirals", "hidden layers", "held-out accuracy, %", Depths.Select(depth => $"{depth}"),
        Sheet.Steps("identity", 1, Depths.Select(depth => Accuracy("identity", depth))), Sheet.Steps("relu", 0, Depths.Select(depth => Accuracy("relu", depth)))) with
    { YFactor = 100 };

    private static string S(double value) => Sheet.S(value);
}
