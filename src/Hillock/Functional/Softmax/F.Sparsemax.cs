using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The sparsemax along an axis: the point nearest to <c>β·x</c> among all probabilities, <c>max(0, β·xᵢ − τ)</c> with <c>τ</c> such that they add up to 1.</summary>
    /// <param name="x">The scores, of a floating-point type.</param>
    /// <param name="axis">The axis whose elements then add up to 1; negatives count from the last.</param>
    /// <param name="beta">The inverse temperature: larger is sparser, 0 is uniform.</param>
    /// <remarks>
    /// <para>
    /// The threshold is computed to twice the precision from the elements in descending order, so that each result is rounded once and does not depend
    /// on the order of the elements. A slice with a NaN or +∞, and one of nothing but −∞, becomes NaN; a −∞ among others gives 0.
    /// </para>
    /// <para>
    /// Gradient: <c>β·(dyᵢ − mean of dy over the support)</c> where the result is above 0, and 0 elsewhere; where <c>β·xᵢ = τ</c> exactly the element
    /// counts as outside. Source: Martins and Astudillo, "From softmax to sparsemax" (2016).
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or <paramref name="beta"/> is not finite.</exception>
    public static Tensor Sparsemax(Tensor x, int axis = -1, double beta = 1)
    {
        axis = SoftmaxAxis(x, axis, beta);
        if (IsWidened(x))
        {
            return Widening.Apply(DataType.Float32, x, (axis, beta), static (wide, s) => Sparsemax(wide, s.axis, s.beta));
        }

        Tensor y = OverRows(x, null, axis, beta, RowKind.Sparsemax);
        return Tracks(x) ? y.By(new SparsemaxNode(x, y, axis, beta)) : y;
    }
}
