using Hillock.Tensors;

namespace Hillock.Functional;

internal sealed class WhereNode(Tensor mask, Tensor x, Tensor y) : BinaryNode(x, y)
{
    private readonly Shape _x = x.Shape;
    private readonly Shape _y = y.Shape;
    private SavedTensor _mask = new(mask);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor mask = _mask.Get(this);
        if (sink.Needs(X))
        {
            sink.Add(X, F.SumTo(F.Where(mask, gradient, 0), _x));
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, F.SumTo(F.Where(mask, 0, gradient), _y));
        }
    }

    internal override void Free() => _mask.Free();
}
