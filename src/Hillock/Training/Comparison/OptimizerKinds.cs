using Hillock.Optimizers;

namespace Hillock.Training;

/// <summary>What is known of each <see cref="OptimizerKind"/>: how it is made, and which learning rates suit it. A new one is added here alone.</summary>
internal static class OptimizerKinds
{
    private static readonly IReadOnlyList<double> AdaptiveRates = [0.0003, 0.001, 0.003, 0.01, 0.03];
    private static readonly IReadOnlyList<double> PlainRates = [0.002, 0.006, 0.02, 0.06, 0.2];

    /// <summary>Makes an optimizer.</summary>
    internal static Optimizer Create(this OptimizerKind kind, IReadOnlyList<ParameterGroup> groups, double rate, double weightDecay) => kind switch
    {
        OptimizerKind.Adam => new Adam(groups, rate, weightDecay: weightDecay),
        OptimizerKind.AdamW => new AdamW(groups, rate, weightDecay: weightDecay),
        OptimizerKind.Sgd => new Sgd(groups, rate, momentum: 0.9, weightDecay: weightDecay),
        OptimizerKind.RmsProp => new RmsProp(groups, rate, weightDecay: weightDecay),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, $"{kind} is no optimizer that a network is trained with here; pass one of {Known}."),
    };

    /// <summary>The learning rates to choose among: the usual one, and down and up by half powers of ten.</summary>
    internal static IReadOnlyList<double> Rates(this OptimizerKind kind) => kind == OptimizerKind.Sgd ? PlainRates : AdaptiveRates;

    /// <summary>The learning rate that suits most networks: the middle one.</summary>
    internal static double UsualRate(this OptimizerKind kind) => kind.Rates()[2];

    private static string Known => string.Join(", ", Enum.GetNames<OptimizerKind>());
}
