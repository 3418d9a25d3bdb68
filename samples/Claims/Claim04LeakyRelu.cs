using Hillock.Autograd;
using Hillock.Charts;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>Skinny networks and the gradients that reach their first layer.</summary>
public sealed class Claim04LeakyRelu() : Claim(4, "skinny")
{
    private const int Networks = 100, Rows = 32;
    private static readonly int[] Depths = [1, 2, 4, 8, 12, 16, 20];

    /// <summary>The share of fresh networks whose first layer gets a gradient.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="depth">The layers.</param>
    /// <param name="width">The units of each.</param>
    public static double Alive(string activation, int depth, int width = 3)
    {
        Func<Tensor, Tensor> function = Sheet.Of(activation);
        int alive = 0;
        for (int network = 0; network < Networks; network++)
        {
            using TidyScope scope = TensorPool.BeginTidy();
            Tensor y = Tensor.RandomNormal([Rows, width], new Philox((ulong)network, 100));
            Tensor? first = null;
            for (int layer = 0; layer < depth; layer++)
            {
                Tensor weight = Tensor.RandomNormal([width, width], new Philox((ulong)network, (ulong)layer), deviation: Math.Sqrt(2.0 / width)).WithGradient();
                first ??= weight;
                y = function(F.Linear(y, weight));
            }

            F.Sum(y).Backward();
            alive += first!.Gradient!.ToArray<double>().Any(static g => g != 0) ? 1 : 0;
        }

        return (double)alive / Networks;
    }

    public override IEnumerable<string> Measured() => Sheet.Table(
        ["layers of 3 units", .. Depths.Select(depth => $"{depth}")],
        new[] { "relu", "leaky-relu" }.Select(name => (string[])[name, .. Depths.Select(depth => Sheet.P(Alive(name, depth), 0))]));

    public override LineChart Picture() => Sheet.Categories(
        "Networks of 3 units a layer that pass a gradient to the first layer", "layers", "share of 100 fresh networks, %", Depths.Select(depth => $"{depth}"),
        Sheet.Steps("relu", 1, Depths.Select(depth => Alive("relu", depth))), Sheet.Steps("leaky-relu", 0, Depths.Select(depth => Alive("leaky-relu", depth)))) with
    { YFactor = 100 };
}
