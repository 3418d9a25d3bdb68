using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Optimizers;

/// <summary>Stochastic gradient descent, with momentum if wanted: PyTorch's <c>torch.optim.SGD</c>.</summary>
/// <remarks>
/// With gradient <c>g</c>, parameter <c>p</c>, rate <c>η</c>, decay <c>λ</c>, momentum <c>μ</c> and dampening <c>τ</c>: <c>g ← g + λp</c>;
/// <c>v ← μv + (1 − τ)g</c> (the first time <c>v = g</c>); <c>p ← p − ηv</c>, or <c>p ← p − η(g + μv)</c> with Nesterov's momentum.
/// </remarks>
/// <example>
/// <code>
/// Tensor w = Tensor.From([1f]).WithGradient();
/// var optimizer = new Sgd([w], learningRate: 0.1);
/// F.Sum(w * w).Backward();
/// optimizer.Step();
/// Console.WriteLine(w.Detach()); // float32 [1] [0.8]
/// </code>
/// </example>
public sealed class Sgd : Optimizer
{
    /// <summary>Learns parameters in one group.</summary>
    /// <inheritdoc cref="Sgd(IEnumerable{ParameterGroup}, double, double, double, double, bool)"/>
    public Sgd(IEnumerable<Tensor> parameters, double learningRate, double momentum = 0, double dampening = 0, double weightDecay = 0, bool nesterov = false)
        : this([new ParameterGroup(parameters)], learningRate, momentum, dampening, weightDecay, nesterov)
    {
    }

    /// <summary>Learns groups of parameters.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="learningRate">The learning rate <c>η</c> of groups without their own.</param>
    /// <param name="momentum">The momentum <c>μ</c>, 0 or more.</param>
    /// <param name="dampening">The dampening <c>τ</c>.</param>
    /// <param name="weightDecay">The weight decay <c>λ</c> of groups without their own.</param>
    /// <param name="nesterov">Whether to use Nesterov's momentum, which needs a momentum and no dampening.</param>
    /// <exception cref="ArgumentException">There is no parameter, one occurs twice, or Nesterov's momentum lacks a momentum or has a dampening.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public Sgd(
        IEnumerable<ParameterGroup> groups, double learningRate, double momentum = 0, double dampening = 0, double weightDecay = 0, bool nesterov = false)
        : base(groups, learningRate, weightDecay)
    {
        Momentum = Check.NonNegative(momentum, nameof(momentum));
        Dampening = Check.Finite(dampening, nameof(dampening));
        Nesterov = nesterov;
        if (nesterov && (momentum == 0 || dampening != 0))
        {
            throw new ArgumentException(
                "Nesterov's momentum expects a momentum above 0 and a dampening of 0; set momentum: 0.9, for instance.", nameof(nesterov));
        }
    }

    /// <summary>The momentum.</summary>
    public double Momentum { get; }

    /// <summary>The dampening of the momentum.</summary>
    public double Dampening { get; }

    /// <summary>Whether the momentum is Nesterov's.</summary>
    public bool Nesterov { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<StateEntry> Entries => Momentum == 0 ? [] : [StateEntry.Buffer("momentum_buffer")];

    /// <inheritdoc/>
    protected override void Update(ParameterState state, Tensor gradient)
    {
        ParameterGroup group = state.Group;
        if (Momentum == 0)
        {
            Run(new SgdUpdate(group.LearningRate, group.WeightDecay), state, gradient);
            return;
        }

        Run(
            new MomentumUpdate(group.LearningRate, group.WeightDecay, Momentum, state.Steps == 1 ? 1 : 1 - Dampening, Nesterov), state, gradient,
            state.Buffer("momentum_buffer"));
    }

    /// <summary>Gradient descent without momentum: <c>p − η(g + λp)</c>.</summary>
    private readonly struct SgdUpdate(double learningRate, double weightDecay) : IUpdate
    {
        public static int States => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(ref T parameter, T gradient, ref T first, ref T second)
            where T : struct, IReal<T>
        {
            T g = T.FusedMultiplyAdd(T.Const(weightDecay), parameter, gradient);
            parameter = T.NegatedMultiplyAdd(T.Const(learningRate), g, parameter);
        }
    }

    /// <summary>With momentum: <c>v ← μv + (1 − τ)(g + λp)</c>, then <c>p − ηv</c>, or <c>p − η(g + λp + μv)</c> for Nesterov's.</summary>
    private readonly struct MomentumUpdate(double learningRate, double weightDecay, double momentum, double share, bool nesterov) : IUpdate
    {
        // Numbers instead of a branch: the step is g·_ofGradient + v·_ofVelocity.
        private readonly double _ofGradient = nesterov ? 1 : 0;
        private readonly double _ofVelocity = nesterov ? momentum : 1;

        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(ref T parameter, T gradient, ref T first, ref T second)
            where T : struct, IReal<T>
        {
            T g = T.FusedMultiplyAdd(T.Const(weightDecay), parameter, gradient);
            first = T.FusedMultiplyAdd(T.Const(momentum), first, T.Const(share) * g);
            T step = T.FusedMultiplyAdd(T.Const(_ofGradient), g, T.Const(_ofVelocity) * first);
            parameter = T.NegatedMultiplyAdd(T.Const(learningRate), step, parameter);
        }
    }
}
