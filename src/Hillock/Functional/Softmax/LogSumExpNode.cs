using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The backward of <c>y = ln Σ exp(x)</c> of rows: the softmax, but for rows whose largest element is infinite.</summary>
internal sealed class LogSumExpNode(Tensor x, Tensor y) : UnaryNode(x)
{
    private SavedTensor _x = new(x);
    private SavedTensor _y = new(y);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            Tensor x = _x.Get(this);
            Tensor y = _y.Get(this).Detach().Unsqueeze(1);
            Tensor infinite = F.Equal(F.Abs(y), double.PositiveInfinity);
            bool any = F.Sum(infinite).Item<long>() > 0;
            Tensor share = any ? F.Where(infinite, Limit(x.Detach()), F.Softmax(F.Where(infinite, 0, x), 1)) : F.Softmax(x, 1);
            sink.Add(X, F.Multiply(share, gradient.Unsqueeze(1)));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _y.Free();
    }

    /// <summary>Equal shares of the elements that are +∞; 0 where there are none.</summary>
    private static Tensor Limit(Tensor x)
    {
        Tensor largest = F.Equal(x, double.PositiveInfinity).To(DataType.Float64);
        return F.Divide(largest, F.Clamp(F.Sum(largest, 1, keepDims: true), 1)).To(x.DataType);
    }
}
