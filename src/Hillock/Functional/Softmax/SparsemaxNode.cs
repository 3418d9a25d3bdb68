using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// The backward of a projection onto the probabilities: on the support the gradient less its mean there. It is linear in the gradient, and does not
/// depend on the argument but by the support, so that second derivatives are 0.
/// </summary>
internal sealed class SparsemaxNode(Tensor x, Tensor y, int axis, double beta) : UnaryNode(x)
{
    private SavedTensor _y = new(y);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (!sink.Needs(X))
        {
            return;
        }

        Tensor y = _y.Get(this).Detach();
        Tensor support = F.Greater(y, 0);
        Tensor dy = F.Where(support, gradient, 0);
        Tensor mean = F.Divide(Along(dy), Along(support).To(dy.DataType));
        Tensor dx = F.Multiply(F.Where(support, F.Subtract(dy, mean), 0), beta);

        // A slice of NaN has a gradient of NaN.
        sink.Add(X, F.Where(F.IsNaN(y), y, dx));
    }

    internal override void Free() => _y.Free();

    private Tensor Along(Tensor x) => x.Rank == 0 ? x : F.Sum(x, axis, keepDims: true);
}
