using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Batch normalisation of <c>[batch, channels]</c> or <c>[batch, channels, length]</c>; see <see cref="BatchNormalization"/>.</summary>
/// <param name="numFeatures">The number of channels.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="momentum">How far the running statistics move with a batch; null for the plain average of all batches.</param>
/// <param name="affine">Whether to learn a factor and a summand of each channel; they start as 1 and 0.</param>
/// <param name="trackRunningStats">Whether to keep running statistics for the evaluation.</param>
/// <param name="dataType">The type of parameters and running statistics.</param>
/// <exception cref="ArgumentOutOfRangeException">There are no channels, or a number is negative or not finite.</exception>
/// <example>
/// <code>
/// Console.WriteLine(new BatchNorm1d(3).Forward(Tensor.Ones([8, 3])).Shape); // [8, 3]
/// </code>
/// </example>
public sealed class BatchNorm1d(
    int numFeatures, double epsilon = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true, DataType dataType = DataType.Float32)
    : BatchNormalization(numFeatures, epsilon, momentum, affine, trackRunningStats, dataType)
{
    private protected override (int Least, int Most, string Text) Input => (2, 3, "[batch, channels] or [batch, channels, length]");
}
