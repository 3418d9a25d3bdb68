using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Serialization.Description;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Cli.RunFolders;

/// <summary>What a trained network gives.</summary>
internal static class RunPredictor
{
    /// <summary>The outputs of examples.</summary>
    public static Tensor Outputs(Module network, Tensor inputs, CancellationToken cancellationToken)
    {
        using GradientScope off = Gradients.Disabled();
        using EvaluationScope evaluating = Module.Evaluating();
        return Trainer.PredictRows(network, inputs, cancellationToken);
    }

    /// <summary>The shape of what a network gives for an example.</summary>
    public static Shape OutputShape(Module network, Tensor example)
    {
        using TidyScope scope = TensorPool.BeginTidy();
        using GradientScope off = Gradients.Disabled();
        using EvaluationScope evaluating = Module.Evaluating();
        return network.Forward(example).Shape;
    }

    /// <summary>
    /// Whether the softmax of a network's outputs is a probability: cross-entropy makes it one. Outputs that were trained to be 1 and 0, or to be further apart
    /// than a margin, say which class is the likeliest but not how likely it is.
    /// </summary>
    public static bool GivesProbabilities(ModelDescription description) =>
        description.Output == ModelOutput.Classes && (description.Loss ?? LossChoice.Default(true).Name) == LossChoice.Default(true).Name;

    /// <summary>Why there are no probabilities, in a sentence; null where there are.</summary>
    public static string? WithoutProbabilities(ModelDescription description) =>
        description.Output != ModelOutput.Classes || GivesProbabilities(description) ? null
            : $"The outputs of a network that was trained with {description.Loss} are no probabilities; --loss cross-entropy of hillock train makes them.";

    /// <summary>The outputs, row after row in float64: scores of which the largest is the predicted class.</summary>
    public static double[] Scores(Tensor outputs) => outputs.To(DataType.Float64).ToArray<double>();

    /// <summary>The probabilities of the classes, row after row in float64.</summary>
    public static double[] Probabilities(Tensor logits) => F.Softmax(logits.To(DataType.Float64), -1).ToArray<double>();

    /// <summary>Numbers in the target's unit.</summary>
    public static double[] Numbers(Tensor outputs, TargetScaling? scaling) =>
        Array.ConvertAll(outputs.To(DataType.Float64).ToArray<double>(), value => scaling is null ? value : scaling.Mean + (scaling.Deviation * value));
}
