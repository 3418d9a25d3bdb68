using Hillock.Tensors;

namespace Hillock.Tests.RandomConfigurations;

/// <summary>What the kinds of configurations are in Hillock.</summary>
internal static class ConfigurationKinds
{
    /// <summary>By the kind's name, the function of a configuration and its arguments.</summary>
    public static IReadOnlyDictionary<string, Func<Configuration, Tensor[], Tensor[]>> All { get; } =
        new[] { ElementwiseKinds.All, ReductionKinds.All, ProductKinds.All, LossKinds.All }.SelectMany(kinds => kinds)
            .Select(kind => KeyValuePair.Create(kind.Key, new Func<Configuration, Tensor[], Tensor[]>((configuration, x) => [kind.Value(configuration, x)])))
            .Concat(ProductKinds.Several).Concat(LayerKinds.All).Concat(TrainingKinds.All).Concat(OrderKinds.All)
            .ToDictionary();
}
