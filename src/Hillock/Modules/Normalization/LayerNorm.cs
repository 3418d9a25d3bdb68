using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Layer normalisation <c>(x − E[x])/√(Var[x] + ε)·w + b</c> over the last axes; see <see cref="F.LayerNorm"/>.</summary>
/// <example>
/// <code>
/// Console.WriteLine(new LayerNorm([4]).Forward(Tensor.Zeros([2, 4])).Shape); // [2, 4]
/// </code>
/// </example>
public sealed class LayerNorm : Module
{
    /// <summary>Makes the layer; weights start as ones and biases as zeros.</summary>
    /// <param name="normalizedShape">The lengths of the axes that are normalised together.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="elementwiseAffine">Whether to learn a factor for each place.</param>
    /// <param name="bias">Whether to learn a summand for each place as well.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentException"><paramref name="normalizedShape"/> has no axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is negative or not finite.</exception>
    public LayerNorm(Shape normalizedShape, double epsilon = 1e-5, bool elementwiseAffine = true, bool bias = true, DataType dataType = DataType.Float32)
    {
        NormText.Check(normalizedShape, epsilon, nameof(LayerNorm));
        NormalizedShape = normalizedShape;
        Epsilon = epsilon;
        if (elementwiseAffine)
        {
            Weight = RegisterParameter("weight", Tensor.Ones(normalizedShape, dataType));
            Bias = bias ? RegisterParameter("bias", Tensor.Zeros(normalizedShape, dataType)) : null;
        }
    }

    /// <summary>The lengths of the axes that are normalised together.</summary>
    public Shape NormalizedShape { get; }

    /// <summary>What is added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>The factors, of the normalised shape, or null.</summary>
    public Tensor? Weight { get; }

    /// <summary>The summands, of the normalised shape, or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override string Details =>
        $"{NormText.Shape(NormalizedShape)}, eps={Format(Epsilon)}, " +
        $"elementwise_affine={Format(Weight is not null)}{(Weight is not null && Bias is null ? ", bias=False" : "")}";

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.LayerNorm(x, NormalizedShape, Weight, Bias, Epsilon);
}
