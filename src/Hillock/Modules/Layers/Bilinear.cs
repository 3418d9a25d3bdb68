using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The bilinear map <c>y[k] = xᵀ·W[k]·z + b[k]</c> of the last axes of two inputs; see <see cref="F.Bilinear"/>.</summary>
/// <example>
/// <code>
/// Console.WriteLine(new Bilinear(3, 4, 2).Forward(Tensor.Ones([5, 3]), Tensor.Ones([5, 4])).Shape); // [5, 2]
/// </code>
/// </example>
public sealed class Bilinear : Module
{
    /// <summary>Makes a layer with PyTorch's initialisation: weight and bias uniform in <c>±1/√in1Features</c>.</summary>
    /// <param name="in1Features">The length of the first input's last axis.</param>
    /// <param name="in2Features">The length of the second input's last axis.</param>
    /// <param name="outFeatures">The length of the output's last axis.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="random">Where the initial numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1.</exception>
    public Bilinear(
        int in1Features, int in2Features, int outFeatures, bool bias = true, RandomSource? random = null, DataType dataType = DataType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(in1Features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(in2Features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outFeatures, 1);
        random ??= RandomSource.Shared;
        double bound = 1 / Math.Sqrt(in1Features);
        Weight = RegisterParameter("weight", Tensor.Empty([outFeatures, in1Features, in2Features], dataType));
        Initialization.Uniform(Weight, random.Next(), -bound, bound);
        if (bias)
        {
            Bias = RegisterParameter("bias", Tensor.Empty(outFeatures, dataType));
            Initialization.Uniform(Bias, random.Next(), -bound, bound);
        }
    }

    /// <summary>The weight, <c>[outFeatures, in1Features, in2Features]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary>The bias, <c>[outFeatures]</c>, or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant(
        $"in1_features={Weight.Shape[1]}, in2_features={Weight.Shape[2]}, out_features={Weight.Shape[0]}, bias={Format(Bias is not null)}");

    /// <summary>Computes the layer's result.</summary>
    /// <param name="x">The first input, <c>[…, in1Features]</c>.</param>
    /// <param name="z">The second input, <c>[…, in2Features]</c>.</param>
    /// <returns><c>[…, outFeatures]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit.</exception>
    public Tensor Forward(Tensor x, Tensor z)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(z);
        Module? caller = Enter();
        try
        {
            return Traced(F.Bilinear(x, z, Weight, Bias));
        }
        finally
        {
            Exit(caller);
        }
    }
}
