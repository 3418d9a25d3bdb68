using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Batch normalisation of each channel, <c>(x − m)/√(v + ε)·w + b</c>; see <see cref="F.BatchNorm"/>.</summary>
/// <remarks>
/// While training mean and variance are those of the batch, and the running ones move towards them; in evaluation the running ones are used. Without running
/// statistics the batch's are used always.
/// </remarks>
public abstract class BatchNormalization : Module
{
    private readonly Lock _lock = new();

    private protected BatchNormalization(int numFeatures, double epsilon, double? momentum, bool affine, bool trackRunningStats, DataType dataType)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numFeatures, 1);
        Check.NonNegative(epsilon);
        NumFeatures = numFeatures;
        Epsilon = epsilon;
        Momentum = momentum is { } m ? Check.Finite(m, nameof(momentum)) : null;
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

    /// <summary>How far the running statistics move with a batch; null for the plain average of all batches.</summary>
    public double? Momentum { get; }

    /// <summary>The factors, <c>[numFeatures]</c>, or null.</summary>
    public Tensor? Weight { get; }

    /// <summary>The summands, <c>[numFeatures]</c>, or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>The running means, <c>[numFeatures]</c>, or null.</summary>
    public Tensor? RunningMean { get; }

    /// <summary>The running variances, <c>[numFeatures]</c>, or null.</summary>
    public Tensor? RunningVariance { get; }

    /// <summary>How many batches the running statistics have seen, one whole number, or null.</summary>
    public Tensor? NumBatchesTracked { get; }

    /// <inheritdoc/>
    protected override string Details =>
        FormattableString.Invariant($"{NumFeatures}, eps={Format(Epsilon)}, momentum={(Momentum is { } m ? Format(m) : "None")}, ")
        + $"affine={Format(Weight is not null)}, track_running_stats={Format(RunningMean is not null)}";

    /// <summary>The ranks of inputs, and how they are written.</summary>
    private protected abstract (int Least, int Most, string Text) Input { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x)
    {
        if (x.Rank < Input.Least || x.Rank > Input.Most || x.Shape[1] != NumFeatures)
        {
            throw new ArgumentException($"{Name} expects an input {Input.Text} with {NumFeatures} channels but got {x.Shape}.", nameof(x));
        }

        if (!IsTraining && RunningMean is not null)
        {
            return F.BatchNorm(x, RunningMean, RunningVariance, Weight, Bias, training: false, epsilon: Epsilon);
        }

        if (RunningMean is null)
        {
            return F.BatchNorm(x, null, null, Weight, Bias, training: true, epsilon: Epsilon);
        }

        F.CheckChannels(x, Epsilon, Name);
        F.CheckChannelParameter(x, Weight, "weight", Name);
        (Tensor y, Tensor statistics, double correction) = F.BatchNormalized(x, Weight, Bias, Epsilon);
        lock (_lock)
        {
            NumBatchesTracked!.CopyFrom(F.Add(NumBatchesTracked, 1));
            double momentum = Momentum ?? 1.0 / NumBatchesTracked.Item<long>();
            F.Move(RunningMean, statistics, 0, momentum, 1);
            F.Move(RunningVariance, statistics, 2, momentum, correction);
        }

        return y;
    }
}
