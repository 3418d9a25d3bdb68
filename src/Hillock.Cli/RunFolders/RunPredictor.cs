using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Modules;
using Hillock.Serialization.Description;
using Hillock.Tensors;

namespace Hillock.Cli.RunFolders;

/// <summary>What a trained network gives.</summary>
internal static class RunPredictor
{
    private const int RowsAtOnce = 512;

    /// <summary>The outputs of examples.</summary>
    public static Tensor Outputs(Module network, Tensor inputs, CancellationToken cancellationToken)
    {
        using GradientScope off = Gradients.Disabled();
        using EvaluationScope evaluating = Module.Evaluating();
        int rows = inputs.Shape[0];
        if (rows <= RowsAtOnce)
        {
            return network.Forward(inputs);
        }

        List<Tensor> parts = [];
        for (int start = 0, end; start < rows; start = end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            end = Partition.End(start, RowsAtOnce, rows);
            using TidyScope scope = TensorPool.BeginTidy();
            parts.Add(scope.Keep(network.Forward(inputs.Slice(0, start, end))));
        }

        return F.Concat(parts);
    }

    /// <summary>The probabilities of the classes, row after row in float64.</summary>
    public static double[] Probabilities(Tensor logits) => F.Softmax(logits.To(DataType.Float64), -1).ToArray<double>();

    /// <summary>Numbers in the target's unit.</summary>
    public static double[] Numbers(Tensor outputs, TargetScaling? scaling) =>
        Array.ConvertAll(outputs.To(DataType.Float64).ToArray<double>(), value => scaling is null ? value : scaling.Mean + (scaling.Deviation * value));
}
