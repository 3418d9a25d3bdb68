using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Optimizers;

/// <summary>Gradients divided by the root of their mean square: PyTorch's <c>torch.optim.RMSprop</c>, not centered.</summary>
/// <remarks>
/// With gradient <c>g</c>, parameter <c>p</c>, rate <c>η</c>, decay <c>λ</c> and momentum <c>μ</c>: <c>g ← g + λp</c>; <c>v ← αv + (1 − α)g²</c>;
/// <c>b ← μb + g/(√v + ε)</c>; <c>p ← p − ηb</c>. Source: Tieleman, Hinton, "Lecture 6.5: rmsprop" (2012).
/// </remarks>
public sealed class RmsProp : Optimizer
{
    /// <summary>Learns parameters in one group.</summary>
    /// <inheritdoc cref="RmsProp(IEnumerable{ParameterGroup}, double, double, double, double, double)"/>
    public RmsProp(
        IEnumerable<Tensor> parameters, double learningRate = 0.01, double alpha = 0.99, double epsilon = 1e-8, double weightDecay = 0, double momentum = 0)
        : this([new ParameterGroup(parameters)], learningRate, alpha, epsilon, weightDecay, momentum)
    {
    }

    /// <summary>Learns groups of parameters.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="learningRate">The learning rate <c>η</c> of groups without their own.</param>
    /// <param name="alpha">The decay <c>α</c> of the mean of squared gradients, in [0, 1).</param>
    /// <param name="epsilon">What keeps the division finite, 0 or more.</param>
    /// <param name="weightDecay">The weight decay <c>λ</c> of groups without their own.</param>
    /// <param name="momentum">The momentum <c>μ</c>, 0 or more.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RmsProp(
        IEnumerable<ParameterGroup> groups, double learningRate = 0.01, double alpha = 0.99, double epsilon = 1e-8, double weightDecay = 0, double momentum = 0)
        : base(groups, learningRate, weightDecay)
    {
        Alpha = Fraction(alpha, nameof(alpha));
        Epsilon = Nonnegative(epsilon, nameof(epsilon));
        Momentum = Nonnegative(momentum, nameof(momentum));
    }

    /// <summary>The decay of the mean of squared gradients.</summary>
    public double Alpha { get; }

    /// <summary>What keeps the division finite.</summary>
    public double Epsilon { get; }

    /// <summary>The momentum.</summary>
    public double Momentum { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<StateEntry> Entries => [StateEntry.Buffer("square_avg"), StateEntry.Buffer("momentum_buffer")];

    /// <inheritdoc/>
    protected override void Update(ParameterState state, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(state);
        ParameterGroup group = state.Group;
        Run(
            new Formula(group.LearningRate, group.WeightDecay, Alpha, Epsilon, Momentum), state, gradient, state.Buffer("square_avg"),
            state.Buffer("momentum_buffer"));
    }

    private readonly struct Formula(double learningRate, double weightDecay, double alpha, double epsilon, double momentum) : IUpdate
    {
        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(ref T parameter, T gradient, ref T first, ref T second)
            where T : struct, IReal<T>
        {
            T g = T.FusedMultiplyAdd(T.Const(weightDecay), parameter, gradient);
            first = T.FusedMultiplyAdd(T.Const(alpha), first, T.Const(1 - alpha) * g * g);
            second = T.FusedMultiplyAdd(T.Const(momentum), second, g / (T.Sqrt(first) + T.Const(epsilon)));
            parameter = T.NegatedMultiplyAdd(T.Const(learningRate), second, parameter);
        }
    }
}
