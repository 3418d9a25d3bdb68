using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>What normalisations of channels share: a factor and a summand of each, and statistics that run along with the batches.</summary>
public abstract class ChannelNormalization : Module
{
    private readonly Lock _lock = new();

    private protected ChannelNormalization(int numFeatures, double epsilon, bool affine, bool trackRunningStats, DataType dataType)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numFeatures, 1);
        NumFeatures = numFeatures;
        Epsilon = Check.NonNegative(epsilon);
        if (affine)
        {
            Weight = RegisterParameter("weight", Tensor.Ones(numFeatures, dataType));
            Bias = RegisterParameter("bias", Tensor.Zeros(numFeatures, dataType));
        }

        if (trackRunningStats)
        {
            RunningMean = RegisterBuffer("running_mean", Tensor.Zeros(numFeatures, dataType));
            RunningVariance = RegisterBuffer("running_var", Tensor.Ones(numFeatures, dataType));
            NumBatchesTracked = RegisterBuffer("num_batches_tracked", Tensor.Zeros(Shape.Scalar, DataType.Int64));
        }
    }

    /// <summary>The number of channels.</summary>
    public int NumFeatures { get; }

    /// <summary>What is added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>The factors, <c>[numFeatures]</c>, or null.</summary>
    public Tensor? Weight { get; }

    /// <summary>The summands, <c>[numFeatures]</c>, or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>The running means, <c>[numFeatures]</c>, or null.</summary>
    public Tensor? RunningMean { get; }

    /// <summary>The running variances, <c>[numFeatures]</c>, or null.</summary>
    public Tensor? RunningVariance { get; }

    /// <summary>How many batches the running statistics have seen, one whole number, or null; instance normalisation leaves it at 0, as PyTorch does.</summary>
    public Tensor? NumBatchesTracked { get; }

    /// <inheritdoc/>
    protected override string Details =>
        FormattableString.Invariant($"{NumFeatures}, eps={Format(Epsilon)}, momentum={(MomentumOrNull is { } m ? Format(m) : "None")}, ")
        + $"affine={Format(Weight is not null)}, track_running_stats={Format(RunningMean is not null)}";

    /// <summary>What to do about an input of other channels, with the point or comma before it.</summary>
    /// <param name="x">The input.</param>
    /// <param name="axis">Where the channels should be.</param>
    /// <param name="channels">How many there should be.</param>
    internal static string WayOut(Tensor x, int axis, int channels)
    {
        if (axis < 0 || axis >= x.Rank || x.Shape[axis] == channels)
        {
            return "; add or join axes, with Unsqueeze or Flatten";
        }

        return x.Rank > axis + 1 && x.Shape[^1] == channels
            ? $"; the channels are last: bring them to axis {axis} with x.Transpose({axis}, -1){(x.Rank > axis + 2 ? " or Permute" : "")}"
            : $"; make the layer of {x.Shape[axis]} channels";
    }

    /// <summary>How far the running statistics move with a batch; null for the average of all.</summary>
    private protected abstract double? MomentumOrNull { get; }

    /// <summary>The result of the running statistics.</summary>
    private protected Tensor ByRunningStatistics(Tensor x) => F.BatchNorm(x, RunningMean, RunningVariance, Weight, Bias, training: false, epsilon: Epsilon);

    /// <summary>The same as a step on a result of another module, unless something does not fit or a gradient is recorded.</summary>
    private protected BlockStep? StepByRunningStatistics(DataType type)
    {
        if (RunningMean is null || RunningVariance is null || (Weight is not null && (Weight.DataType != type || Weight.IsTracked))
            || (Bias is not null && (Bias.DataType != type || Bias.IsTracked)))
        {
            return null;
        }

        return new PlaneNormStep(
            Weight?.Detach().Contiguous() ?? Tensor.Ones(NumFeatures, type), Bias?.Detach().Contiguous() ?? Tensor.Zeros(NumFeatures, type),
            F.RunningStatistics(RunningMean, RunningVariance, Epsilon));
    }

    /// <summary>Refuses an input, before a batch is measured, that the function of the layer's name would refuse.</summary>
    private protected void CheckMeasured(Tensor x)
    {
        F.CheckChannels(x, Epsilon, Name);
        F.CheckChannelParameter(x, Weight, "weight", Name);
    }

    /// <summary>Moves the running statistics towards measured ones, one batch at a time.</summary>
    /// <param name="statistics">Of each channel, with mean and variance in the columns 0 and 2.</param>
    /// <param name="correction">What takes the variance to that of the distribution that the batch was drawn from.</param>
    /// <param name="counts">Whether the batch is counted.</param>
    private protected void Track(Tensor statistics, double correction, bool counts)
    {
        lock (_lock)
        {
            if (counts)
            {
                NumBatchesTracked!.CopyFrom(F.Add(NumBatchesTracked, 1));
            }

            double momentum = MomentumOrNull ?? 1.0 / NumBatchesTracked!.Item<long>();
            F.Move(RunningMean, statistics, 0, momentum, 1);
            F.Move(RunningVariance, statistics, 2, momentum, correction);
        }
    }
}
