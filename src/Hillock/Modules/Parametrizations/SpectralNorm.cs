using System.Globalization;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// A layer whose weight is divided by its largest singular value: <c>W = W′/σ</c> with <c>σ = uᵀ·W′·v</c>. The parameter <c>weight_orig</c> is <c>W′</c>, and
/// the buffers <c>weight_u</c> and <c>weight_v</c> are the singular vectors, as of PyTorch's <c>spectral_norm</c>.
/// </summary>
/// <remarks>
/// The weight counts as a matrix with a row for each output. While training each call takes a few steps of the power method,
/// <c>v = W′ᵀu/‖W′ᵀu‖</c> and <c>u = W′v/‖W′v‖</c>, through which no gradient flows; in evaluation the vectors stay. The vectors begin with 15 steps, so that
/// <c>σ</c> is close before the first call too. A weight of zeros has none: it gives NaN, and the vectors stay until it has a singular value. Source: Miyato,
/// Kataoka, Koyama, Yoshida, "Spectral normalization for generative adversarial networks" (2018).
/// </remarks>
/// <example>
/// <code>
/// var layer = new SpectralNorm(new Conv2d(3, 8, 3));
/// Console.WriteLine(string.Join(", ", layer.StateDict().Keys)); // bias, weight_orig, weight_u, weight_v
/// </code>
/// </example>
public sealed class SpectralNorm : ParametrizedLayer
{
    // As many as PyTorch's parametrization takes.
    private const int FirstSteps = 15;

    private readonly int _axis;
    private readonly Lock _vectors = new();

    /// <summary>Puts the normalisation around a layer.</summary>
    /// <param name="layer">The layer: a linear one, a convolution, an embedding, or one of your own.</param>
    /// <param name="powerIterations">The steps of the power method in a call.</param>
    /// <param name="epsilon">The least norm that a vector is divided by.</param>
    /// <param name="axis">The weight's axis that runs over the rows; the layer's outputs when null.</param>
    /// <param name="random">Where the initial vectors come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <exception cref="ArgumentException">The weight has fewer than two axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The steps are fewer than 1, the least norm is not above 0, or there is no such axis.</exception>
    public SpectralNorm(IWeightedLayer layer, int powerIterations = 1, double epsilon = 1e-12, int? axis = null, RandomSource? random = null)
        : base(layer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(powerIterations, 1);
        if (!(epsilon > 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(epsilon), epsilon, $"SpectralNorm expects an epsilon above 0 but got {epsilon.ToString(CultureInfo.InvariantCulture)}.");
        }

        if (layer.Weight.Rank < 2)
        {
            throw new ArgumentException($"SpectralNorm expects a weight of at least two axes but got {layer.Weight.Shape}.", nameof(layer));
        }

        _axis = layer.Weight.Shape.Axis(axis ?? layer.OutputAxis);
        (PowerIterations, Epsilon) = (powerIterations, epsilon);
        random ??= RandomSource.Shared;
        bool isFrozen = !layer.Weight.RequiresGrad;
        Original = RegisterParameter("weight_orig", layer.Weight);
        Original.RequiresGrad = !isFrozen;
        int rows = Original.Shape[_axis];
        LeftVector = RegisterBuffer("weight_u", Unit(rows, random.Next()));
        RightVector = RegisterBuffer("weight_v", Unit(Original.Length / Math.Max(1, rows), random.Next()));
        using (Gradients.Disabled())
        {
            (Tensor u, Tensor v) = Stepped(FirstSteps);
            LeftVector.CopyFrom(u);
            RightVector.CopyFrom(v);
        }
    }

    internal int Axis => _axis;

    /// <summary>The steps of the power method in a call.</summary>
    public int PowerIterations { get; }

    /// <summary>The least norm that a vector is divided by.</summary>
    public double Epsilon { get; }

    /// <summary>The weight <c>W′</c> before it is divided.</summary>
    public Tensor Original { get; }

    /// <summary>The singular vector <c>u</c>, with an element for each row.</summary>
    public Tensor LeftVector { get; }

    /// <summary>The singular vector <c>v</c>, with an element for each column.</summary>
    public Tensor RightVector { get; }

    /// <inheritdoc/>
    public override Tensor Weight
    {
        get
        {
            lock (_vectors)
            {
                return WeightBy(LeftVector.Detach().Clone(), RightVector.Detach().Clone());
            }
        }
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x)
    {
        if (!IsTraining)
        {
            return ForwardWith(x, Weight);
        }

        // One call after the other: each goes on from the vectors of the one before.
        lock (_vectors)
        {
            return Advance(x);
        }
    }

    private Tensor Advance(Tensor x)
    {
        Tensor u, v;
        using (Gradients.Disabled())
        {
            (u, v) = Stepped(PowerIterations);
        }

        // The vectors change when the layer has taken the input.
        Tensor y = ForwardWith(x, WeightBy(u, v));
        using (Gradients.Disabled())
        {
            LeftVector.CopyFrom(u);
            RightVector.CopyFrom(v);
        }

        return y;
    }

    /// <summary>The vectors after some steps of the power method. They stay where a product vanishes: a vector of zeros would be one for ever.</summary>
    private (Tensor U, Tensor V) Stepped(int steps)
    {
        Tensor u = LeftVector.Detach(), v = RightVector.Detach();
        Tensor matrix = Matrix();
        for (int i = 0; i < steps; i++)
        {
            Tensor product = F.MatMul(matrix.Transpose(), u);
            if (Vanishes(product))
            {
                break;
            }

            v = Normalized(product);
            u = Normalized(F.MatMul(matrix, v));
        }

        return (u, v);
    }

    private static bool Vanishes(Tensor vector) => F.Norm(vector).To(DataType.Float64).Item<double>() == 0;

    /// <summary>The weight by two vectors, which the graph keeps: they must stay as they are.</summary>
    private Tensor WeightBy(Tensor u, Tensor v) => F.Divide(Original, F.Sum(F.Multiply(u, F.MatMul(Matrix(), v))));

    private Tensor Matrix()
    {
        int rows = Original.Shape[_axis];
        return Original.Permute([_axis, .. AxesBut(Original, _axis)]).Reshape(rows, Original.Length / Math.Max(1, rows));
    }

    private Tensor Normalized(Tensor vector) => F.Divide(vector, F.Clamp(F.Norm(vector), Epsilon));

    private Tensor Unit(int length, Philox random) =>
        Normalized(Initialization.Normal(Tensor.Empty(length, DataType.Float64), random)).To(Original.DataType);
}
