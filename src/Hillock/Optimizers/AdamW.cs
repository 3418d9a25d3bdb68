using Hillock.Tensors;

namespace Hillock.Optimizers;

/// <summary>Adam with decoupled weight decay: PyTorch's <c>torch.optim.AdamW</c>.</summary>
/// <remarks>
/// First <c>p ← p − ηλp</c>, then the step of <see cref="Adam"/> on the gradient alone. Source: Loshchilov and Hutter, "Decoupled weight decay regularization"
/// (2019).
/// </remarks>
public sealed class AdamW : Adam
{
    /// <summary>Learns parameters in one group.</summary>
    /// <inheritdoc cref="AdamW(IEnumerable{ParameterGroup}, double, double, double, double, double)"/>
    public AdamW(
        IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 1e-2)
        : this([new ParameterGroup(parameters)], learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    /// <summary>Learns groups of parameters.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="learningRate">The learning rate <c>η</c> of groups without their own.</param>
    /// <param name="beta1">The decay of the mean of gradients, in [0, 1).</param>
    /// <param name="beta2">The decay of the mean of squared gradients, in [0, 1).</param>
    /// <param name="epsilon">What keeps the division finite, 0 or more.</param>
    /// <param name="weightDecay">The weight decay <c>λ</c> of groups without their own.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public AdamW(
        IEnumerable<ParameterGroup> groups, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        double weightDecay = 1e-2)
        : base(groups, learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    private protected override bool DecaysGradient => false;
}
