using Hillock.Tensors;

namespace Hillock.Functional;

internal sealed class MatMulNode : BinaryNode
{
    private readonly Shape _xShape;
    private readonly Shape _yShape;
    private SavedTensor _x;
    private SavedTensor _y;

    internal MatMulNode(Tensor x, Tensor y)
        : base(x, y)
    {
        _xShape = x.Shape;
        _yShape = y.Shape;
        _x = Y is null ? default : new SavedTensor(x);
        _y = X is null ? default : new SavedTensor(y);
    }

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        // The transposed operands are views: the product reads any strides.
        if (sink.Needs(X))
        {
            sink.Add(X, Sum(gradient, _y.Get(this).Transpose(), _xShape));
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, Sum(_x.Get(this).Transpose(), gradient, _yShape));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _y.Free();
    }

    /// <summary>The product, added up along the axes that were broadcast.</summary>
    private static Tensor Sum(Tensor a, Tensor b, Shape shape) => Widening.IsNarrow(a.DataType) && a.Rank > 2
        ? Widening.Apply(DataType.Float32, a, b, (x, y) => F.SumTo(F.MatMul(x, y), shape))
        : F.SumTo(F.MatMul(a, b), shape);
}
