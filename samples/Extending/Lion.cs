using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Tensors;

namespace Extending;

/// <summary>
/// An optimizer: <c>p ← p − η(sign(β₁m + (1 − β₁)g) + λp)</c>, then <c>m ← β₂m + (1 − β₂)g</c>. Source: Chen et al., "Symbolic discovery of optimization
/// algorithms" (2023).
/// </summary>
/// <param name="groups">The parameters in groups.</param>
/// <param name="learningRate">The learning rate <c>η</c> of groups without their own.</param>
/// <param name="beta1">The decay <c>β₁</c> of the step's direction.</param>
/// <param name="beta2">The decay <c>β₂</c> of what is remembered.</param>
/// <param name="weightDecay">The weight decay <c>λ</c> of groups without their own.</param>
public sealed class Lion(IEnumerable<ParameterGroup> groups, double learningRate = 1e-4, double beta1 = 0.9, double beta2 = 0.99, double weightDecay = 0)
    : Optimizer(groups, learningRate, weightDecay)
{
    private readonly double _beta1 = Fraction(beta1, nameof(beta1));
    private readonly double _beta2 = Fraction(beta2, nameof(beta2));

    /// <inheritdoc/>
    protected override IReadOnlyList<StateEntry> Entries => [StateEntry.Buffer("exp_avg")];

    /// <inheritdoc/>
    protected override void Update(ParameterState state, Tensor gradient) =>
        Run(new Formula(state.Group.LearningRate, state.Group.WeightDecay, _beta1, _beta2), state, gradient, state.Buffer("exp_avg"));

    private readonly struct Formula(double rate, double decay, double beta1, double beta2) : IUpdate
    {
        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(ref T parameter, T gradient, ref T first, ref T second)
            where T : struct, IReal<T>
        {
            T mean = (T.Const(beta1) * first) + (T.Const(1 - beta1) * gradient);
            T sign = T.Select(mean > T.Zero, T.One, T.Select(mean < T.Zero, -T.One, mean));
            parameter = parameter - (T.Const(rate) * (sign + (T.Const(decay) * parameter)));
            first = (T.Const(beta2) * first) + (T.Const(1 - beta2) * gradient);
        }
    }
}
