using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>An affine map whose weights are ±1: <c>y = scale·(x·sign(W)ᵀ) + b</c>, learned through real weights <c>W</c> in [−1, 1].</summary>
/// <remarks>
/// <para>
/// While training, the signs may be drawn: 1 with the probability <c>(w + 1)/2</c>. In evaluation a sign is that of its weight, and the real weights
/// are needed no more. Gradients pass straight through the signs to the real weights.
/// </para>
/// <para>
/// A weight that has left [−1, 1] would not change its sign for long, so the weights are registered with a bound of 1 and without weight decay. Give the
/// optimizer <c>ParameterGroup.Split(network)</c>, whose groups carry both: every step then ends with the cut. With plain <c>Parameters()</c> there is none.
/// </para>
/// <para>
/// The paper normalises batches behind each layer. In place of that the products are scaled by <c>1/√inFeatures</c>, which keeps the variance.
/// Source: Courbariaux, Bengio, David, "BinaryConnect: training deep neural networks with binary weights during propagations" (2015).
/// </para>
/// </remarks>
public sealed class BinaryLinear : Module, IRandomModule
{
    private readonly Philox _signs;
    private readonly RandomPasses _passes = new();

    RandomPasses IRandomModule.Passes => _passes;

    /// <summary>Makes a layer with real weights uniform in ±1 and biases uniform in <c>±1/√inFeatures</c>.</summary>
    /// <param name="inFeatures">The length of the input's last axis.</param>
    /// <param name="outFeatures">The length of the output's last axis.</param>
    /// <param name="stochastic">Whether signs are drawn while training.</param>
    /// <param name="bias">Whether to add a bias, which is real.</param>
    /// <param name="scale">What products are multiplied by; <c>1/√inFeatures</c> when left out, 1 as in the paper.</param>
    /// <param name="random">Where the random numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1, or the scale not above 0.</exception>
    public BinaryLinear(
        int inFeatures, int outFeatures, bool stochastic = false, bool bias = true, double? scale = null, RandomSource? random = null,
        DataType dataType = DataType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outFeatures, 1);
        double bound = 1 / Math.Sqrt(inFeatures);
        Scale = scale ?? bound;
        if (!(double.IsFinite(Scale) && Scale > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), Scale, $"BinaryLinear expects a finite scale above 0 but got {Format(Scale)}.");
        }

        random ??= RandomSource.Shared;
        (InFeatures, OutFeatures, IsStochastic) = (inFeatures, outFeatures, stochastic);
        Weight = RegisterParameter("weight", Tensor.Empty([outFeatures, inFeatures], dataType), takesWeightDecay: false, bound: 1);
        Initialization.Uniform(Weight, random.Next(), -1, 1);
        if (bias)
        {
            Bias = RegisterParameter("bias", Tensor.Empty(outFeatures, dataType));
            Initialization.Uniform(Bias, random.Next(), -bound, bound);
        }

        _signs = random.Next();
    }

    /// <summary>The length of the input's last axis.</summary>
    public int InFeatures { get; }

    /// <summary>The length of the output's last axis.</summary>
    public int OutFeatures { get; }

    /// <summary>Whether signs are drawn while training.</summary>
    public bool IsStochastic { get; }

    /// <summary>What products are multiplied by.</summary>
    public double Scale { get; }

    /// <summary>The real weights that are learned, <c>[outFeatures, inFeatures]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary>The bias, <c>[outFeatures]</c>, or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>The signs of evaluation, <c>[outFeatures, inFeatures]</c>: all that a trained layer needs besides its bias.</summary>
    public Tensor Signs() => F.BinaryWeights(Weight.Detach());

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant(
        $"in_features={InFeatures}, out_features={OutFeatures}, bias={Format(Bias is not null)}, stochastic={Format(IsStochastic)}");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x)
    {
        if (x.Rank == 0 || x.Shape[-1] != InFeatures)
        {
            throw new ArgumentException(
                $"BinaryLinear expects [..., {InFeatures}] but got {x.Shape}; reshape it, or use inFeatures: {(x.Rank == 0 ? 1 : x.Shape[-1])}.", nameof(x));
        }

        Tensor signs = IsTraining && IsStochastic ? F.BinaryWeights(Weight, _signs, _passes.Next()) : F.BinaryWeights(Weight);
        Tensor y = F.Multiply(F.Linear(x, signs), Scale);
        return Bias is null ? y : F.Add(y, Bias);
    }
}
