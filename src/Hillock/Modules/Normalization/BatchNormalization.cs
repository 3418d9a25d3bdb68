using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Batch normalisation of each channel, <c>(x − m)/√(v + ε)·w + b</c>; see <see cref="F.BatchNorm"/>.</summary>
/// <remarks>
/// While training mean and variance are those of the batch, and the running ones move towards them; in evaluation the running ones are used. Without running
/// statistics the batch's are used always. A batch without elements gives an empty result; it moves nothing and is not counted.
/// </remarks>
public abstract class BatchNormalization : ChannelNormalization
{
    private protected BatchNormalization(int numFeatures, double epsilon, double? momentum, bool affine, bool trackRunningStats, DataType dataType)
        : base(numFeatures, epsilon, affine, trackRunningStats, dataType) =>
        Momentum = momentum is { } m ? Check.NonNegative(m, nameof(momentum)) : null;

    /// <summary>How far the running statistics move with a batch; null for the plain average of all batches.</summary>
    public double? Momentum { get; }

    private protected override double? MomentumOrNull => Momentum;

    /// <summary>The ranks of inputs, and how they are written.</summary>
    private protected abstract (int Least, int Most, string Text) Input { get; }

    internal override BlockStep? StepOn(Shape shape, DataType type)
    {
        bool fits = shape.Rank > 2 && shape.Rank >= Input.Least && shape.Rank <= Input.Most && shape[1] == NumFeatures;
        return fits && !IsTraining ? StepByRunningStatistics(type) : null;
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x)
    {
        if (x.Rank < Input.Least || x.Rank > Input.Most || x.Shape[1] != NumFeatures)
        {
            throw new ArgumentException(
                $"{Name} expects an input {Input.Text} with {NumFeatures} channels but got {x.Shape}{WayOut(x, 1, NumFeatures)}.", nameof(x));
        }

        if (RunningMean is null)
        {
            return IsTraining || x.Length == 0 || x.Length / Math.Max(1, NumFeatures) >= 2
                ? F.BatchNorm(x, null, null, Weight, Bias, training: true, epsilon: Epsilon)
                : throw new ArgumentException(
                    $"{Name} without running statistics expects at least two elements of each channel in evaluation too, since it divides by their " +
                    $"deviation, but got {x.Shape}; use trackRunningStats: true, a larger batch, or GroupNorm.", nameof(x));
        }

        if (!IsTraining)
        {
            return ByRunningStatistics(x);
        }

        CheckMeasured(x);
        (Tensor y, Tensor statistics, double correction) = F.BatchNormalized(x, Weight, Bias, Epsilon);
        if (x.Length > 0)
        {
            Track(statistics, correction, counts: true);
        }

        return y;
    }
}
