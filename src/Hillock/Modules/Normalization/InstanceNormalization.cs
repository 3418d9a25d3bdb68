using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Instance normalisation, <c>(x − m)/√(v + ε)·w + b</c> of each channel of each sample; see <see cref="F.InstanceNorm"/>.</summary>
/// <remarks>
/// With running statistics an evaluation uses those, as batch normalisation does: while training they move towards the means over the batch of the samples'
/// statistics. An input without a batch is a batch of one.
/// </remarks>
public abstract class InstanceNormalization : Module
{
    private readonly Lock _lock = new();

    private protected InstanceNormalization(int numFeatures, double epsilon, double momentum, bool affine, bool trackRunningStats, DataType dataType)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numFeatures, 1);
        Check.NonNegative(epsilon);
        NumFeatures = numFeatures;
        Epsilon = epsilon;
        Momentum = Check.Finite(momentum);
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

    /// <summary>How far the running statistics move with a batch.</summary>
    public double Momentum { get; }

    /// <summary>The factors, <c>[numFeatures]</c>, or null.</summary>
    public Tensor? Weight { get; }

    /// <summary>The summands, <c>[numFeatures]</c>, or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>The running means, <c>[numFeatures]</c>, or null.</summary>
    public Tensor? RunningMean { get; }

    /// <summary>The running variances, <c>[numFeatures]</c>, or null.</summary>
    public Tensor? RunningVariance { get; }

    /// <summary>How many batches the running statistics have seen, one whole number, or null; it stays 0, as in PyTorch.</summary>
    public Tensor? NumBatchesTracked { get; }

    /// <inheritdoc/>
    protected override string Details =>
        FormattableString.Invariant($"{NumFeatures}, eps={Format(Epsilon)}, momentum={Format(Momentum)}, ")
        + $"affine={Format(Weight is not null)}, track_running_stats={Format(RunningMean is not null)}";

    /// <summary>The rank of a batch, and how inputs are written.</summary>
    private protected abstract (int Rank, string Text) Input { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x)
    {
        int missing = Input.Rank - x.Rank;
        if (missing is < 0 or > 1 || x.Shape[1 - missing] != NumFeatures)
        {
            throw new ArgumentException($"{Name} expects an input {Input.Text} with {NumFeatures} channels but got {x.Shape}.", nameof(x));
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
            return F.BatchNorm(x, RunningMean, RunningVariance, Weight, Bias, training: false, epsilon: Epsilon);
        }

        F.CheckChannels(x, Epsilon, Name);
        F.CheckChannelParameter(x, Weight, "weight", Name);
        F.CheckSpatial(x, Name);
        (Tensor y, Tensor statistics) = F.NormalizedPlanes(x, Weight, Bias, NumFeatures, Epsilon, null);
        if (x.Length > 0)
        {
            Tensor measured = F.Mean(statistics.Reshape(x.Shape[0], NumFeatures, -1), 0);
            double each = x.Length / (double)x.Shape[0] / NumFeatures;
            lock (_lock)
            {
                F.Move(RunningMean, measured, 0, Momentum, 1);
                F.Move(RunningVariance, measured, 2, Momentum, each / (each - 1));
            }
        }

        return y;
    }
}
