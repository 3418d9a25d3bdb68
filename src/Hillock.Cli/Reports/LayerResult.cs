namespace Hillock.Cli.Reports;

/// <summary>What became of a layer, measured at the end of training.</summary>
/// <param name="Name">Such as <c>layer 1</c>, or <c>output</c>.</param>
/// <param name="Units">Its width.</param>
/// <param name="DeadShare">The share of units whose derivative is 0 for every held-out row; they can no longer learn. None for the output.</param>
/// <param name="Saturation">The share of (row, unit) pairs at which the derivative is less than 1 % of its greatest value. None for the output.</param>
/// <param name="MeanActivation">The mean output: what shifts the next layer's bias. None for the output.</param>
/// <param name="Deviation">The standard deviation of the outputs. None for the output.</param>
/// <param name="GradientNorm">The Euclidean norm of the gradient of the layer's weights, as the mean over the batches of the last epoch.</param>
internal sealed record LayerResult(string Name, int Units, double? DeadShare, double? Saturation, double? MeanActivation, double? Deviation, double? GradientNorm);
