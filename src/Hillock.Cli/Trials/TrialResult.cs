namespace Hillock.Cli.Trials;

/// <summary>What came of trials, in shares of them.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Accuracy">The mean accuracy without a difference.</param>
/// <param name="FalseAdvice">How often another than the usual one was advised although all are equally good.</param>
/// <param name="FalseMark">How often any difference was called significant although all are equally good.</param>
/// <param name="Found">How often another than the usual one was advised where the usual one is worse than all others, for each difference.</param>
internal sealed record TrialResult(TrialSettings Settings, double Accuracy, double FalseAdvice, double FalseMark, IReadOnlyList<double> Found);
