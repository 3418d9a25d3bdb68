using System.Globalization;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The entropy <c>H(p) = −Σ pᵢ·ln pᵢ</c> of distributions along an axis, in nats.</summary>
    /// <param name="p">Probabilities, of a floating-point type, not below 0; that they add up to 1 is not checked.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <remarks>A probability of 0 counts for nothing: value and gradient are 0. Computed in float64 and rounded once.
    /// Source: Shannon, "A mathematical theory of communication" (1948).</remarks>
    /// <exception cref="ArgumentException">An element is below 0 or NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor Entropy(Tensor p, int axis = -1)
    {
        axis = DistributionAxis(p, axis, nameof(p), nameof(Entropy));
        return Widening.Apply(DataType.Float64, p, axis, static (wide, over) => SumTerms(Apply(wide, default(EntropyTerm)), over));
    }

    /// <summary>The cross-entropy <c>H(p, q) = −Σ pᵢ·ln qᵢ</c> of two distributions along an axis, in nats: <c>H(p) + KL(p‖q)</c>.</summary>
    /// <param name="p">The true probabilities, of a floating-point type, not below 0; that they add up to 1 is not checked.</param>
    /// <param name="q">The predicted probabilities, of the same shape and type.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <remarks>
    /// Where <c>p = 0</c> the value and the gradient in <c>q</c> are 0; where <c>q = 0</c> too, so is the gradient in <c>p</c>. Where <c>q = 0 &lt; p</c> the
    /// result is ∞. Computed in float64 and rounded once. From logits rather than probabilities: <see cref="CrossEntropy"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes or types differ, or an element is below 0 or NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor CrossEntropyOfDistributions(Tensor p, Tensor q, int axis = -1)
    {
        axis = DistributionAxis(p, q, axis, nameof(CrossEntropyOfDistributions));
        return Widening.Apply(
            DataType.Float64, p, q, axis, static (a, b, over) => SumTerms(Terms(default(CrossEntropyTerm), a, b, nameof(CrossEntropyOfDistributions)), over));
    }

    /// <summary>The Kullback-Leibler divergence <c>KL(p‖q) = Σ pᵢ·ln(pᵢ/qᵢ)</c> of two distributions along an axis, in nats.</summary>
    /// <param name="p">The true probabilities, of a floating-point type, not below 0; that they add up to 1 is not checked.</param>
    /// <param name="q">The predicted probabilities, of the same shape and type.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <remarks>
    /// Where <c>p = 0</c> the value and both gradients are 0. Where <c>q = 0 &lt; p</c> the result is ∞. Terms of nearly equal probabilities keep their
    /// digits. Computed in float64 and rounded once. Source: Kullback, Leibler, "On information and sufficiency" (1951).
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes or types differ, or an element is below 0 or NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor KLDivergenceOfDistributions(Tensor p, Tensor q, int axis = -1)
    {
        axis = DistributionAxis(p, q, axis, nameof(KLDivergenceOfDistributions));
        return Widening.Apply(
            DataType.Float64, p, q, axis, static (a, b, over) => SumTerms(Terms(default(DivergenceTerm), a, b, nameof(KLDivergenceOfDistributions)), over));
    }

    private static Tensor Terms<TTerm>(TTerm term, Tensor a, Tensor b, string name)
        where TTerm : struct, IBinaryFunction
    {
        Tensor y = Elementwise.Binary(term, a, b);
        return Tracks(a, b) ? y.By(new ElementwiseLossNode<TTerm>(term, a, b, 1, name)) : y;
    }

    private static Tensor SumTerms(Tensor terms, int axis) => terms.Rank == 0 ? terms : Sum(terms, axis);

    private static int DistributionAxis(Tensor p, Tensor q, int axis, string function)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        if (!p.Shape.Equals(q.Shape) || p.DataType != q.DataType)
        {
            throw new ArgumentException($"{function} expects two distributions of one shape and type but got {p.DataType.Name()} {p.Shape} and {q.DataType.Name()} {q.Shape}; use Expand or To.", nameof(q));
        }

        _ = DistributionAxis(q, axis, nameof(q), function);
        return DistributionAxis(p, axis, nameof(p), function);
    }

    private static int DistributionAxis(Tensor p, int axis, string name, string function)
    {
        axis = SoftmaxAxis(p, axis, 1);
        Tensor wide = p.Detach().To(DataType.Float64).Contiguous();
        ReadOnlySpan<double> values = wide.Span<double>();
        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"{function} expects probabilities, not below 0, but {name}[{i}] (in row-major order) is {values[i]}; use Softmax to make probabilities of logits."), name);
            }
        }

        GC.KeepAlive(wide);
        return axis;
    }
}
