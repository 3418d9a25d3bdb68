using Hillock.Functional;

namespace Hillock.Training;

/// <summary>What to change about a network that a diagnosis found something wrong with.</summary>
public static class Remedy
{
    // Activations that pass gradients undiminished on one side; a deep network of them with fitting weights does not vanish.
    private static readonly string[] OneSided =
        [
            "relu", "leaky-relu", "prelu", "rrelu", "elu", "celu", "selu", "gelu", "gelu-tanh", "gelu-sigmoid", "silu", "mish", "hard-swish", "squareplus",
            "softplus",
        ];

    private const int MostEpochs = 3000;

    /// <summary>Proposes changed options for the gravest finding, or null when nothing is wrong or nothing is left to change.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    /// <returns>Options to run <see cref="NetworkDiagnosis.Run"/> with; they differ from those of the diagnosis in one to three properties. Whether they
    /// help is
    /// for a second diagnosis to tell: a finding need not be what limits a network.</returns>
    public static DiagnosisOptions? Propose(Diagnosis diagnosis)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        return diagnosis.Findings.Where(static finding => !finding.IsNote).Select(finding => For(finding.Ailment, diagnosis.Options))
            .FirstOrDefault(static options => options is not null);
    }

    private static DiagnosisOptions? For(Ailment ailment, DiagnosisOptions options) => ailment switch
    {
        Ailment.Diverged => Usual(options) ?? options with { LearningRate = options.LearningRate / 10 },
        Ailment.ExplodingGradient => Usual(options) ?? Shallower(options),
        Ailment.VanishingGradient => OneSided.Contains(NameOf(options)) ? Usual(options) ?? Shallower(options) : Fit(options, Named("relu")),
        Ailment.DyingUnits => NameOf(options) == "leaky-relu" ? Usual(options) : (Usual(options) ?? options) with { Activation = Named("leaky-relu") },
        Ailment.Saturation => Usual(options) ?? (OneSided.Contains(NameOf(options)) ? null : Fit(options, Named("relu"))),
        Ailment.BiasShift or Ailment.ZigZag => NameOf(options) switch
        {
            "tanh" or "elu" => Usual(options),
            "sigmoid" or "hard-sigmoid" => Fit(options, Named("tanh")),
            _ => Fit(options, Named("elu")),
        },
        Ailment.Unfinished => options.Epochs * 3 <= MostEpochs ? options with { Epochs = options.Epochs * 3 } : null,
        Ailment.NoBetterThanGuess or Ailment.Overfitting or Ailment.Imbalance => null,
        _ => options.InputScale == 1 ? null : options with { InputScale = 1 },
    };

    private static ActivationChoice Named(string name) => ActivationChoices.From(ActivationCatalog.Create(name), name);

    private static string NameOf(DiagnosisOptions options) => options.Activation.Name.Split(':')[0];

    private static DiagnosisOptions Fit(DiagnosisOptions options, ActivationChoice activation) =>
        options with { Activation = activation, Initialization = InitializationKind.Fitting };

    private static DiagnosisOptions? Shallower(DiagnosisOptions options) => options.Depth < 2 ? null : options with { Depth = options.Depth / 2 };

    /// <summary>The usual inputs, weights and rate, or null if the options have these already.</summary>
    private static DiagnosisOptions? Usual(DiagnosisOptions options)
    {
        double rate = options.Optimizer.UsualRate();
        DiagnosisOptions usual = options with
        {
            Initialization = options.WeightScale == 1 ? InitializationKind.Fitting : options.Initialization,
            WeightScale = 1,
            InputScale = 1,
            LearningRate = Math.Min(options.LearningRate ?? rate, rate),
        };
        return usual == options ? null : usual;
    }
}
