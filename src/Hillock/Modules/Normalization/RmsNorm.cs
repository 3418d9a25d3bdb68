using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Normalisation by the root mean square, <c>x/√(E[x²] + ε)·w</c>, over the last axes; see <see cref="F.RmsNorm"/>.</summary>
public sealed class RmsNorm : Module
{
    /// <summary>Makes the layer; weights start as ones.</summary>
    /// <param name="normalizedShape">The lengths of the axes that are normalised together.</param>
    /// <param name="epsilon">Added to the mean square; the distance from 1 to the next number of the input's type when left out.</param>
    /// <param name="elementwiseAffine">Whether to learn a factor for each place.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentException"><paramref name="normalizedShape"/> has no axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is negative or not finite.</exception>
    public RmsNorm(Shape normalizedShape, double? epsilon = null, bool elementwiseAffine = true, DataType dataType = DataType.Float32)
    {
        NormText.Check(normalizedShape, epsilon ?? 0, nameof(RmsNorm));
        NormalizedShape = normalizedShape;
        Epsilon = epsilon;
        Weight = elementwiseAffine ? RegisterParameter("weight", Tensor.Ones(normalizedShape, dataType)) : null;
    }

    /// <summary>The lengths of the axes that are normalised together.</summary>
    public Shape NormalizedShape { get; }

    /// <summary>What is added to the mean square, or null for the distance from 1 to the next number of the input's type.</summary>
    public double? Epsilon { get; }

    /// <summary>The factors, of the normalised shape, or null.</summary>
    public Tensor? Weight { get; }

    /// <inheritdoc/>
    protected override string Details =>
        $"{NormText.Shape(NormalizedShape)}, eps={(Epsilon is { } epsilon ? Format(epsilon) : "None")}, elementwise_affine={Format(Weight is not null)}";

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.RmsNorm(x, NormalizedShape, Weight, Epsilon);
}
