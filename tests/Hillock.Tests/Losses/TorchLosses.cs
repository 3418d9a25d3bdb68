using System.Text.Json;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Tests.Losses;

/// <summary>What a case of PyTorch's is in Hillock.</summary>
internal static class TorchLosses
{
    public static Tensor Compute(LossCase one, IReadOnlyList<Tensor> inputs)
    {
        Reduction reduction =
            one.Options.TryGetProperty("reduction", out JsonElement name) ? Enum.Parse<Reduction>(name.GetString()!, ignoreCase: true) : Reduction.None;
        Tensor? Weight(string option = "weight") => one.Options.TryGetProperty(option, out JsonElement place) ? inputs[place.GetInt32()] : null;
        long ignoreIndex = (long)one.Number("ignore_index", -100);
        return one.Loss switch
        {
            "L1" => F.L1(inputs[0], inputs[1], reduction),
            "MeanSquaredError" => F.MeanSquaredError(inputs[0], inputs[1], reduction),
            "SmoothL1" => F.SmoothL1(inputs[0], inputs[1], reduction, one.Number("beta", 1)),
            "Huber" => F.Huber(inputs[0], inputs[1], reduction, one.Number("delta", 1)),
            "BinaryCrossEntropy" => F.BinaryCrossEntropy(inputs[0], inputs[1], reduction, Weight()),
            "BinaryCrossEntropyWithLogits" => F.BinaryCrossEntropyWithLogits(inputs[0], inputs[1], reduction, Weight(), Weight("pos_weight")),
            "KLDivergence" => F.KLDivergence(inputs[0], inputs[1], reduction, one.Flag("log_target")),
            "PoissonNegativeLogLikelihood" => F.PoissonNegativeLogLikelihood(
                inputs[0], inputs[1], reduction, one.Flag("log_input", true), one.Flag("full"), one.Number("eps", 1e-8)),
            "GaussianNegativeLogLikelihood" => F.GaussianNegativeLogLikelihood(
                inputs[0], inputs[1], inputs[2], reduction, one.Flag("full"), one.Number("eps", 1e-6)),
            "HingeEmbedding" => F.HingeEmbedding(inputs[0], inputs[1], reduction, one.Number("margin", 1)),
            "SoftMargin" => F.SoftMargin(inputs[0], inputs[1], reduction),
            "NegativeLogLikelihood" => F.NegativeLogLikelihood(inputs[0], inputs[1], reduction, ignoreIndex, Weight()),
            "CrossEntropy" => F.CrossEntropy(inputs[0], inputs[1], reduction, ignoreIndex, Weight(), one.Number("label_smoothing", 0)),
            "MultiMargin" => F.MultiMargin(inputs[0], inputs[1], reduction, (int)one.Number("p", 1), one.Number("margin", 1), Weight()),
            "MultiLabelMargin" => F.MultiLabelMargin(inputs[0], inputs[1], reduction),
            "MultiLabelSoftMargin" => F.MultiLabelSoftMargin(inputs[0], inputs[1], reduction, Weight()),
            "MarginRanking" => F.MarginRanking(inputs[0], inputs[1], inputs[2], reduction, one.Number("margin", 0)),
            "CosineEmbedding" => F.CosineEmbedding(inputs[0], inputs[1], inputs[2], reduction, one.Number("margin", 0)),
            "TripletMargin" => F.TripletMargin(
                inputs[0], inputs[1], inputs[2], reduction, one.Number("margin", 1), one.Number("p", 2), one.Number("eps", 1e-6), one.Flag("swap")),
            "TripletMarginWithDistance" => F.TripletMarginWithDistance(
                inputs[0], inputs[1], inputs[2], one.Options.GetProperty("distance").GetString() is null ? null : (x, y) => 1 - F.CosineSimilarity(x, y, -1),
                reduction, one.Number("margin", 1), one.Flag("swap")),
            "CosineSimilarity" => F.CosineSimilarity(inputs[0], inputs[1], (int)one.Number("axis", 1)),
            "PairwiseDistance" => F.PairwiseDistance(inputs[0], inputs[1], one.Number("p", 2)),
            _ => throw new ArgumentException(one.Loss),
        };
    }
}
