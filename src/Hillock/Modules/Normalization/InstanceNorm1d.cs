using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// Instance normalisation of <c>[batch, channels, length]</c> or <c>[channels, length]</c>; see
/// <see cref="InstanceNormalization"/>.
/// </summary>
/// <param name="numFeatures">The number of channels.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="momentum">How far the running statistics move with a batch.</param>
/// <param name="affine">Whether to learn a factor and a summand of each channel; they start as 1 and 0.</param>
/// <param name="trackRunningStats">Whether to keep running statistics for the evaluation.</param>
/// <param name="dataType">The type of parameters and running statistics.</param>
/// <exception cref="ArgumentOutOfRangeException">There are no channels, or a number is negative or not finite.</exception>
/// <example>
/// <code>
/// Console.WriteLine(new InstanceNorm1d(3).Forward(Tensor.Ones([2, 3, 8])).Shape); // [2, 3, 8]
/// </code>
/// </example>
public sealed class InstanceNorm1d(
    int numFeatures, double epsilon = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false, DataType dataType = DataType.Float32)
    : InstanceNormalization(numFeatures, epsilon, momentum, affine, trackRunningStats, dataType)
{
    private protected override (int Rank, string Text) Input => (3, "[batch, channels, length] or [channels, length]");
}
