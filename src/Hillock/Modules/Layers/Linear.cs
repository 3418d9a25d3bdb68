using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The affine map <c>y = x·Wᵀ + b</c> of the last axis.</summary>
/// <example>
/// <code>
/// var layer = new Linear(3, 2);
/// Console.WriteLine(layer.Forward(Tensor.Ones([4, 3])).Shape); // [4, 2]
/// </code>
/// </example>
public sealed class Linear : Module, IWeightedLayer
{
    /// <summary>Makes a layer with PyTorch's initialisation: weight and bias uniform in <c>±1/√inFeatures</c>.</summary>
    /// <param name="inFeatures">The length of the input's last axis.</param>
    /// <param name="outFeatures">The length of the output's last axis.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="random">Where the initial numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1.</exception>
    public Linear(int inFeatures, int outFeatures, bool bias = true, RandomSource? random = null, DataType dataType = DataType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outFeatures, 1);
        random ??= RandomSource.Shared;
        InFeatures = inFeatures;
        OutFeatures = outFeatures;
        double bound = 1 / Math.Sqrt(inFeatures);
        Weight = RegisterParameter("weight", Tensor.Empty([outFeatures, inFeatures], dataType));
        Initialization.Uniform(Weight, random.Next(), -bound, bound);
        if (bias)
        {
            Bias = RegisterParameter("bias", Tensor.Empty(outFeatures, dataType));
            Initialization.Uniform(Bias, random.Next(), -bound, bound);
        }
    }

    /// <summary>The length of the input's last axis.</summary>
    public int InFeatures { get; }

    /// <summary>The length of the output's last axis.</summary>
    public int OutFeatures { get; }

    /// <summary>The weight, <c>[outFeatures, inFeatures]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary>The bias, <c>[outFeatures]</c>, or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant($"in_features={InFeatures}, out_features={OutFeatures}, bias={Format(Bias is not null)}");

    /// <inheritdoc/>
    public Tensor ForwardWith(Tensor x, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        if (x.Rank == 0 || x.Shape.Dimensions[^1] != InFeatures)
        {
            Refuse(x);
        }

        return F.Linear(x, weight, Bias);
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => ForwardWith(x, Weight);

    private void Refuse(Tensor x)
    {
        string wayOut = $"use inFeatures: {(x.Rank == 0 ? 1 : x.Shape[-1])}";
        long length = 1;
        for (int axis = x.Rank - 1; axis >= 0; axis--)
        {
            length *= x.Shape[axis];
            if (length == InFeatures && axis < x.Rank - 1)
            {
                wayOut =
                    $"flatten the last {(x.Rank - axis == 2 ? "two" : (x.Rank - axis).ToString(System.Globalization.CultureInfo.InvariantCulture))} axes or " +
                    $"{wayOut}";
                break;
            }
        }

        throw new ArgumentException($"Linear expects [..., {InFeatures}] but got {x.Shape}; {wayOut}.", nameof(x));
    }
}
