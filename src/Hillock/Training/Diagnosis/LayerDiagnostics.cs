namespace Hillock.Training;

/// <summary>What became of a layer: a linear map and the activation behind it.</summary>
/// <param name="Name">Such as <c>layer 1</c>, or <c>output</c>.</param>
/// <param name="Units">Its width.</param>
/// <param name="DeadShare">The share of units whose derivative is 0 for every row; they can no longer learn. Null for the output.</param>
/// <param name="Saturation">The share of (row, unit) pairs at which the derivative's magnitude is at most 1 % of its greatest one. Null for the output.</param>
/// <param name="MeanActivation">The mean of the activation's outputs: what shifts the next layer's bias. Null for the output.</param>
/// <param name="Deviation">The standard deviation of the activation's outputs over rows and units. Null for the output.</param>
/// <param name="GradientNorm">The Euclidean norm of the gradient of the layer's weight; null without one.</param>
public sealed record LayerDiagnostics(
    string Name, int Units, double? DeadShare, double? Saturation, double? MeanActivation, double? Deviation, double? GradientNorm)
{
    /// <summary>The share of rows without a negative output; null for the output layer.</summary>
    public double? NonNegativeRows { get; init; }

    /// <summary>The variance of the activation's outputs over rows and units; null for the output layer.</summary>
    public double? Variance => Deviation * Deviation;
}
