using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;

namespace Extending;

/// <summary>
/// A module with state: batch normalisation of <c>[rows, features]</c>. In training it normalises by the batch, and remembers running means and variances,
/// which it uses in evaluation. Names, order and meaning are those of PyTorch's <c>BatchNorm1d</c>.
/// </summary>
public sealed class BatchNorm : Module
{
    private readonly Tensor _weight, _bias, _mean, _variance, _batches;
    private readonly double _momentum, _epsilon;

    /// <summary>Makes the module.</summary>
    /// <param name="features">The number of features.</param>
    /// <param name="momentum">The share of the running mean that a batch replaces.</param>
    /// <param name="epsilon">What keeps the division finite.</param>
    public BatchNorm(int features, double momentum = 0.1, double epsilon = 1e-5)
    {
        (_momentum, _epsilon) = (momentum, epsilon);
        _weight = RegisterParameter("weight", Tensor.Ones(features), takesWeightDecay: false);
        _bias = RegisterParameter("bias", Tensor.Zeros(features), takesWeightDecay: false);
        _mean = RegisterBuffer("running_mean", Tensor.Zeros(features));
        _variance = RegisterBuffer("running_var", Tensor.Ones(features));
        _batches = RegisterBuffer("num_batches_tracked", Tensor.Zeros(Shape.Scalar, DataType.Int64));
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x)
    {
        (Tensor mean, Tensor variance) = (_mean, _variance);
        if (IsTraining)
        {
            (mean, variance) = (x.Mean(0), F.Variance(x, [0], correction: 0));
            Remember(mean.Detach(), F.Variance(x.Detach(), [0]));
        }

        return ((x - mean) / (variance + _epsilon).Sqrt() * _weight) + _bias;
    }

    private void Remember(Tensor mean, Tensor variance)
    {
        _mean.MultiplyInPlace(1 - _momentum).AddInPlace(mean, _momentum);
        _variance.MultiplyInPlace(1 - _momentum).AddInPlace(variance, _momentum);
        _batches.Fill(_batches.Item<long>() + 1);
    }
}
