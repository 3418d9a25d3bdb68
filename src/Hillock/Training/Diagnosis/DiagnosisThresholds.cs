namespace Hillock.Training;

/// <summary>From where on a measurement counts as a finding, and why from there.</summary>
public static class DiagnosisThresholds
{
    /// <summary>
    /// The gradient norm of the first weight over the last one's, 1/100, below which the gradient vanishes. One learning rate moves all layers: the first one
    /// then takes a hundred steps for one of the last. Networks of the default shape with the activations in wide use stay within 1/20 to 20.
    /// </summary>
    public const double VanishingRatio = 0.01;

    /// <summary>The same ratio above which the gradient explodes, for the same reason: a rate that suits the last layer throws the first one about.</summary>
    public const double ExplodingRatio = 100;

    /// <summary>
    /// How much the root mean square of the outputs may grow from the first hidden layer to the last before training: the same 100, because gradients pass the
    /// same weights on their way back; 1/100 of it is vanishing.
    /// </summary>
    public const double SignalGrowth = 100;

    /// <summary>
    /// The share of a layer's units, a half, from which on dying is a fault. A fifth dies in healthy networks of the default shape and is not missed; dead
    /// units bring no gradient to the layers below, and where they are the majority little is left to learn with.
    /// </summary>
    public const double DeadShare = 0.5;

    /// <summary>
    /// How much more often, in shares of all outputs, a layer is saturated than the same activation under a standard normal input, dead units left out. The
    /// difference counts, because half of the inputs of a ReLU lie on its flat side by design; trained smooth activations reach 0.3 without harm.
    /// </summary>
    public const double ExcessSaturation = 0.5;

    /// <summary>
    /// The mean over the standard deviation, above which outputs are shifted: at 1, half of their mean square is the same constant for every row. ReLU under a
    /// standard normal input has 0.68, sigmoid 2.4.
    /// </summary>
    public const double MeanOverDeviation = 1;

    /// <summary>
    /// The share of rows without a negative output, 99 %, from which on updates zig-zag: the gradients of a unit's incoming weights have all one sign in a row
    /// whose inputs have, so a single negative input is enough to break the rule.
    /// </summary>
    public const double NonNegativeRows = 0.99;

    /// <summary>
    /// The relative change of the outputs per unit of scale, above which a network has a built-in scale. Rounding alone makes up to 1e-6; a smooth activation
    /// changes by 0.1 and more.
    /// </summary>
    public const double RelativeChange = 0.001;

    /// <summary>
    /// How many standard deviations of the guess's own score on so few rows, 1.64, a score is above it at least: of guesses, one in twenty is.
    /// </summary>
    public const double GuessDeviations = 1.64;

    /// <summary>By how much the score on the training rows exceeds the held-out one, 0.1, from which on a network learns rows by heart.</summary>
    public const double ScoreGap = 0.1;

    /// <summary>
    /// The share of the fall of the held-out loss that comes in the second half of the epochs, a tenth, from which on training was not finished: where the
    /// learning
    /// rate falls to 0, a training that has come to its end gains less there.
    /// </summary>
    public const double LateFall = 0.1;

    /// <summary>The share of the commonest class, 80 %, from which on an accuracy says little.</summary>
    public const double CommonestClass = 0.8;
}
