using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Optimizers;

/// <summary>Adaptive moment estimation: PyTorch's <c>torch.optim.Adam</c>, with the weight decay added to the gradient.</summary>
/// <remarks>
/// In step <c>t</c>: <c>g ← g + λp</c>; <c>m ← β₁m + (1 − β₁)g</c>; <c>v ← β₂v + (1 − β₂)g²</c>;
/// <c>p ← p − η·(m/(1 − β₁ᵗ)) / (√(v/(1 − β₂ᵗ)) + ε)</c>. Source: Kingma and Ba, "Adam: a method for stochastic optimization" (2015).
/// </remarks>
/// <example>
/// <code>
/// Tensor w = Tensor.From([1f]).WithGradient();
/// var optimizer = new Adam([w], learningRate: 0.5);
/// F.Sum(w * w).Backward();
/// optimizer.Step();
/// Console.WriteLine(w.Detach()); // float32 [1] [0.5]
/// </code>
/// </example>
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
        Beta1 = Check.Fraction(beta1, nameof(beta1));
        Beta2 = Check.Fraction(beta2, nameof(beta2));
        Epsilon = Check.NonNegative(epsilon, nameof(epsilon));
    }

    /// <summary>The decay of the mean of gradients.</summary>
    public double Beta1 { get; }

    /// <summary>The decay of the mean of squared gradients.</summary>
    public double Beta2 { get; }

    /// <summary>What keeps the division finite.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<StateEntry> Entries =>
    [
        StateEntry.Buffer("exp_avg"), StateEntry.Buffer("exp_avg_sq"),
        StateEntry.Number("beta1_power", initial: 1, minimum: 0, maximum: 1), StateEntry.Number("beta2_power", initial: 1, minimum: 0, maximum: 1),
    ];

    private protected virtual bool DecaysGradient => true;

    /// <inheritdoc/>
    protected override void Update(ParameterState state, Tensor gradient)
    {
        ParameterGroup group = state.Group;

        // Powers of the decays, multiplied step by step: a power function would differ between machines.
        double power1 = state.SetNumber("beta1_power", state.Number("beta1_power") * Beta1);
        double power2 = state.SetNumber("beta2_power", state.Number("beta2_power") * Beta2);
        double coupled = DecaysGradient ? group.WeightDecay : 0;
        double shrink = DecaysGradient ? 1 : 1 - (group.LearningRate * group.WeightDecay);
        double stepSize = group.LearningRate / (1 - power1);
        Run(
            new AdamUpdate(Beta1, Beta2, Epsilon, stepSize, 1 / Math.Sqrt(1 - power2), coupled, shrink), state, gradient, state.Buffer("exp_avg"),
            state.Buffer("exp_avg_sq"));
    }

    /// <summary>
    /// Adam: <c>m ← β₁m + (1 − β₁)g</c>, <c>v ← β₂v + (1 − β₂)g²</c>, <c>p − stepSize·m/(√v·inverseRoot + ε)</c>; the weight decay is added to
    /// the gradient (<paramref name="coupled"/>) or shrinks the parameter by a factor.
    /// </summary>
    private readonly struct AdamUpdate(double beta1, double beta2, double epsilon, double stepSize, double inverseRoot, double coupled, double shrink) : IUpdate
    {
        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(ref T parameter, T gradient, ref T first, ref T second)
            where T : struct, IReal<T>
        {
            T g = T.FusedMultiplyAdd(T.Const(coupled), parameter, gradient);
            first = T.FusedMultiplyAdd(T.Const(beta1), first, T.Const(1 - beta1) * g);
            second = T.FusedMultiplyAdd(T.Const(beta2), second, T.Const(1 - beta2) * g * g);
            T denominator = T.FusedMultiplyAdd(T.Sqrt(second), T.Const(inverseRoot), T.Const(epsilon));
            parameter = T.NegatedMultiplyAdd(T.Const(stepSize), first / denominator, T.Const(shrink) * parameter);
        }
    }
}
