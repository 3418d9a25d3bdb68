namespace Hillock.Samples.CharacterTransformer;

/// <summary>What a model achieves.</summary>
/// <param name="Parameters">The number of parameters.</param>
/// <param name="Steps">The steps taken.</param>
/// <param name="CharactersPerSecond">By the median step of training, the optimizer's included.</param>
/// <param name="Seconds">The time of all steps and of validation.</param>
/// <param name="BestStep">The step after which the model validated best, and whose parameters it has.</param>
/// <param name="Training">The mean loss of the last steps, nats a character.</param>
/// <param name="Validation">The loss on the part of the text that was kept back, nats a character.</param>
public sealed record CharacterResult(
    long Parameters, int Steps, double CharactersPerSecond, double Seconds, int BestStep, double Training, double Validation);
