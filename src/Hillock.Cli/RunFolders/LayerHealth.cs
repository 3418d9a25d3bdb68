using System.Globalization;
using Hillock.Charts;
using Hillock.Modules;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Cli.RunFolders;

/// <summary>A weight of the network after training: its shape, its size, the gradient of the last step, and of a layer with an activation its units.</summary>
/// <param name="Name">The weight's name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Size">The root of the mean square of its elements.</param>
/// <param name="Gradient">The norm of its gradient in the last step; "–" without one.</param>
/// <param name="Dead">The share of units that are dead, in per cent; "–" where it is not known.</param>
/// <param name="Saturated">The share of saturated outputs, in per cent; "–" where it is not known.</param>
internal sealed record LayerHealth(string Name, string Shape, string Size, string Gradient, string Dead, string Saturated)
{
    private const int MostRows = 2048;
    private const string None = "–";

    /// <summary>The weights of a network, from the input on.</summary>
    /// <param name="network">The network after its last step.</param>
    /// <param name="inputs">Rows to measure units on.</param>
    public static IReadOnlyList<LayerHealth> Of(Module network, Tensor inputs)
    {
        (string Name, Tensor Value)[] weights =
            [.. network.NamedParameters().Where(static one => one.Value.Rank >= 2).Select(static one => (one.Name, one.Value))];
        IReadOnlyList<LayerDiagnostics> units = IsPlain(network) ? Diagnostics.Measure((Sequential)network, FoldData.Spread(inputs, MostRows)) : [];
        return
        [
            .. weights.Select((weight, i) => new LayerHealth(
                weight.Name, weight.Value.Shape.ToString(), Label.Significant(RootMeanSquare(weight.Value), 3),
                Diagnostics.Norm(weight.Value) is { } norm && double.IsFinite(norm) ? Label.Significant(norm, 3) : None,
                units.Count == weights.Length ? Percent(units[i].DeadShare) : None, units.Count == weights.Length ? Percent(units[i].Saturation) : None)),
        ];
    }

    // A chain of linear layers and activations, whose units are columns.
    private static bool IsPlain(Module network) => network is Sequential chain
        && chain.All(static layer => layer is Linear or Flatten || layer.IsElementwise || layer.Parameters().All(static parameter => parameter.Rank < 2))
        && chain.All(static layer => layer is not ConvolutionLayer);

    private static double RootMeanSquare(Tensor weight)
    {
        double sum = 0;
        foreach (double value in weight.Detach().To(DataType.Float64).ToArray<double>())
        {
            sum += value * value;
        }

        return Math.Sqrt(sum / Math.Max(1, weight.Length));
    }

    private static string Percent(double? share) => share is { } value && double.IsFinite(value)
        ? (100 * value).ToString("0.#", CultureInfo.InvariantCulture) : None;
}
