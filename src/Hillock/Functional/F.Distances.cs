using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The distance <c>‖x − y + ε‖ₚ</c> of vectors along the last axis.</summary>
    /// <remarks>ε is added to the signed difference, as in PyTorch: equal vectors keep a gradient, and the distance is not quite symmetric.</remarks>
    /// <param name="x">The first vectors, of a floating-point type.</param>
    /// <param name="y">The second vectors, of a shape that broadcasts with the first.</param>
    /// <param name="p">The order of the norm, above 0.</param>
    /// <param name="epsilon">What is added to each difference.</param>
    /// <param name="keepDims">Whether the last axis stays, with one element.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or there is no axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not above 0.</exception>
    public static Tensor PairwiseDistance(Tensor x, Tensor y, double p = 2, double epsilon = 1e-6, bool keepDims = false)
    {
        Tensor difference = Subtract(x, y);
        return difference.Rank == 0
            ? throw new ArgumentException($"PairwiseDistance expects vectors along the last axis but got {x.Shape} and {y.Shape}.", nameof(x))
            : Norm(epsilon == 0 ? difference : Add(difference, epsilon), p, [-1], keepDims);
    }

    /// <summary>The cosine <c>x·y/(max(‖x‖, ε)·max(‖y‖, ε))</c> of the angle between vectors along an axis.</summary>
    /// <remarks>Each vector is divided by its norm first, so that nothing overflows. No gradient flows to the norm of a vector shorter than ε.</remarks>
    /// <param name="x">The first vectors, of a floating-point type.</param>
    /// <param name="y">The second vectors, of a shape that broadcasts with the first.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="epsilon">The least norm.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor CosineSimilarity(Tensor x, Tensor y, int axis = 1, double epsilon = 1e-8)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        Shape shape = Shape.Broadcast(x.Shape, y.Shape);
        Tensor Unit(Tensor vectors) => Divide(vectors, Clamp(Norm(vectors, 2, [axis], keepDims: true), epsilon));
        return Sum(Multiply(Unit(Expand(x, shape)), Unit(Expand(y, shape))), axis);
    }
}
