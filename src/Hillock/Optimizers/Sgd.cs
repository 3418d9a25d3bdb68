using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Optimizers;

/// <summary>Stochastic gradient descent, with momentum if wanted: PyTorch's <c>torch.optim.SGD</c>.</summary>
/// <remarks>
/// With gradient <c>g</c>, parameter <c>p</c>, rate <c>η</c>, decay <c>λ</c>, momentum <c>μ</c> and dampening <c>τ</c>: <c>g ← g + λp</c>;
/// <c>v ← μv + (1 − τ)g</c> (the first time <c>v = g</c>); <c>p ← p − ηv</c>, or <c>p ← p − η(g + μv)</c> with Nesterov's momentum.
/// </remarks>
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
        Momentum = Nonnegative(momentum, nameof(momentum));
        Dampening = double.IsFinite(dampening) ? dampening : Nonnegative(dampening, nameof(dampening));
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

    private protected override void Update(ParameterState state, Tensor gradient)
    {
        ParameterGroup group = state.Group;
        if (Momentum == 0)
        {
            Run(new SgdUpdate(group.LearningRate, group.WeightDecay), state, gradient);
            return;
        }

        bool first = state.First is null;
        state.First ??= state.Zeros();
        Run(new MomentumUpdate(group.LearningRate, group.WeightDecay, Momentum, first ? 1 : 1 - Dampening, Nesterov), state, gradient);
    }
}
