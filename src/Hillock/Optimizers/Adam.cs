using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Optimizers;

/// <summary>Adaptive moment estimation: PyTorch's <c>torch.optim.Adam</c>, with the weight decay added to the gradient.</summary>
/// <remarks>
/// In step <c>t</c>: <c>g ← g + λp</c>; <c>m ← β₁m + (1 − β₁)g</c>; <c>v ← β₂v + (1 − β₂)g²</c>;
/// <c>p ← p − η·(m/(1 − β₁ᵗ)) / (√(v/(1 − β₂ᵗ)) + ε)</c>. Source: Kingma and Ba, "Adam: a method for stochastic optimization" (2015).
/// </remarks>
public class Adam : Optimizer
{
    /// <summary>Learns parameters in one group.</summary>
    /// <inheritdoc cref="Adam(IEnumerable{ParameterGroup}, double, double, double, double, double)"/>
    public Adam(
        IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
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
    public Adam(
        IEnumerable<ParameterGroup> groups, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
        : base(groups, learningRate, weightDecay)
    {
        Beta1 = Fraction(beta1, nameof(beta1));
        Beta2 = Fraction(beta2, nameof(beta2));
        Epsilon = Nonnegative(epsilon, nameof(epsilon));
    }

    /// <summary>The decay of the mean of gradients.</summary>
    public double Beta1 { get; }

    /// <summary>The decay of the mean of squared gradients.</summary>
    public double Beta2 { get; }

    /// <summary>What keeps the division finite.</summary>
    public double Epsilon { get; }

    private protected virtual bool DecaysGradient => true;

    private protected override void Update(ParameterState state, Tensor gradient)
    {
        ParameterGroup group = state.Group;
        state.First ??= state.Zeros();
        state.Second ??= state.Zeros();
        state.Power1 *= Beta1;
        state.Power2 *= Beta2;
        double coupled = DecaysGradient ? group.WeightDecay : 0;
        double shrink = DecaysGradient ? 1 : 1 - (group.LearningRate * group.WeightDecay);
        double stepSize = group.LearningRate / (1 - state.Power1);
        Run(new AdamUpdate(Beta1, Beta2, Epsilon, stepSize, 1 / Math.Sqrt(1 - state.Power2), coupled, shrink), state, gradient);
    }
}
