namespace Hillock.Training;

/// <summary>A line of a <see cref="MetricsLog"/>.</summary>
/// <param name="Kind"><c>begin</c> or <c>resume</c> of a fit, a <c>step</c>, or the end of an <c>epoch</c>.</param>
/// <param name="Epoch">The epoch from 1, of <c>begin</c> and <c>resume</c> that which follows.</param>
/// <param name="Step">The steps so far.</param>
/// <param name="Values">
/// Numbers by name: of a step <c>loss</c>, <c>learningRate</c>, <c>rowsPerSecond</c> and perhaps <c>gradientNorm</c>, of an epoch <c>trainingLoss</c>,
/// <c>seconds</c> and what was held out.
/// </param>
/// <param name="Metrics">The <see cref="FitOptions.Metrics"/> of an epoch by name.</param>
public sealed record MetricsLine(
    string Kind, int Epoch, long Step, IReadOnlyDictionary<string, double> Values, IReadOnlyDictionary<string, double> Metrics);
