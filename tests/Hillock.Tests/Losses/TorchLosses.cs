using System.Text.Json;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Tests.Losses;

/// <summary>What a case of PyTorch's is in Hillock: a loss of the catalogue by its name, and some that it does not have.</summary>
internal static class TorchLosses
{
    public static Tensor Compute(LossCase one, IReadOnlyList<Tensor> inputs)
    {
        Reduction reduction =
            one.Options.TryGetProperty("reduction", out JsonElement name) ? Enum.Parse<Reduction>(name.GetString()!, ignoreCase: true) : Reduction.None;
        Tensor? Weight(string option = "weight") => one.Options.TryGetProperty(option, out JsonElement place) ? inputs[place.GetInt32()] : null;
        return one.Loss switch
        {
            "MarginRanking" => F.MarginRanking(inputs[0], inputs[1], inputs[2], reduction, one.Number("margin", 0)),
            "CosineEmbedding" => F.CosineEmbedding(inputs[0], inputs[1], inputs[2], reduction, one.Number("margin", 0)),
            "TripletMargin" => F.TripletMargin(
                inputs[0], inputs[1], inputs[2], reduction, one.Number("margin", 1), one.Number("p", 2), one.Number("eps", 1e-6), one.Flag("swap")),
            "TripletMarginWithDistance" => F.TripletMarginWithDistance(
                inputs[0], inputs[1], inputs[2], one.Options.GetProperty("distance").GetString() is null ? null : (x, y) => 1 - F.CosineSimilarity(x, y, -1),
                reduction, one.Number("margin", 1), one.Flag("swap")),
            "CosineSimilarity" => F.CosineSimilarity(inputs[0], inputs[1], (int)one.Number("axis", 1)),
            "PairwiseDistance" => F.PairwiseDistance(inputs[0], inputs[1], one.Number("p", 2)),
            _ => LossDefinitions.Compute(
                one.Loss,
                new LossInputs(inputs[0], inputs[1])
                {
                    Reduction = reduction,
                    Weight = Weight(),
                    PositiveWeight = Weight("pos_weight"),
                    Variance = LossDefinitions.Info(one.Loss).NeedsVariance ? inputs[2] : null,
                },
                parameter => one.Options.TryGetProperty(InPython(parameter), out JsonElement value) ? value : null),
        };
    }

    /// <summary>From <c>logInput</c> to <c>log_input</c>; <c>epsilon</c> is short.</summary>
    private static string InPython(string name) =>
        name == "epsilon"
            ? "eps"
            : string.Concat(name.Select(character => char.IsUpper(character) ? "_" + char.ToLowerInvariant(character) : character.ToString()));
}
