using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Instance normalisation, <c>(x − m)/√(v + ε)·w + b</c> of each channel of each sample; see <see cref="F.InstanceNorm"/>.</summary>
/// <remarks>
/// With running statistics an evaluation uses those, as batch normalisation does: while training they move towards the means over the batch of the samples'
/// statistics. An input without a batch is a batch of one.
/// </remarks>
public abstract class InstanceNormalization : ChannelNormalization
{
    private protected InstanceNormalization(int numFeatures, double epsilon, double momentum, bool affine, bool trackRunningStats, DataType dataType)
        : base(numFeatures, epsilon, affine, trackRunningStats, dataType) => Momentum = Check.Finite(momentum);

    /// <summary>How far the running statistics move with a batch.</summary>
    public double Momentum { get; }

    private protected override double? MomentumOrNull => Momentum;

    /// <summary>The rank of a batch, and how inputs are written.</summary>
    private protected abstract (int Rank, string Text) Input { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x)
    {
        int missing = Input.Rank - x.Rank;
        if (missing is < 0 or > 1 || x.Shape[1 - missing] != NumFeatures)
        {
            throw new ArgumentException(
                $"{Name} expects an input {Input.Text} with {NumFeatures} channels but got {x.Shape}{WayOut(x, 1 - missing, NumFeatures)}.", nameof(x));
        }

        return missing == 1 ? Apply(x.Unsqueeze(0)).Squeeze(0) : Apply(x);
    }

    private Tensor Apply(Tensor x)
    {
        if (RunningMean is null)
        {
            return F.InstanceNorm(x, Weight, Bias, Epsilon);
        }

        if (!IsTraining)
        {
            return ByRunningStatistics(x);
        }

        CheckMeasured(x);
        F.CheckSpatial(x, Name);
        (Tensor y, Tensor statistics) = F.NormalizedPlanes(x, Weight, Bias, NumFeatures, Epsilon, null);
        if (x.Length > 0)
        {
            double each = x.Length / (double)x.Shape[0] / NumFeatures;
            Track(F.Mean(statistics.Reshape(x.Shape[0], NumFeatures, -1), 0), each / (each - 1), counts: false);
        }

        return y;
    }
}
