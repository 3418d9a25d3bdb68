using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The backward of <c>z = scale·dy·∂ⁱ⁺ʲf(x, t)/∂xⁱ∂tʲ</c>, where one <c>dy</c> may stand for all elements.</summary>
internal sealed class LossGradientNode<TFunction>(
    TFunction function, int orderX, int orderT, Tensor x, Tensor t, Tensor dy, double scale) : Node
    where TFunction : struct, IBinaryFunction
{
    private readonly Node? _xNode = x.Node;
    private readonly Node? _tNode = t.Node;
    private readonly Node? _dyNode = dy.Node;
    private readonly Shape _dyShape = dy.Shape;
    private SavedTensor _x = new(x);
    private SavedTensor _t = new(t);
    private SavedTensor _dy = new(dy);

    internal override int ParentCount => 3;

    internal override string Name => $"{typeof(TFunction).Name}, derivative {orderX + orderT}";

    internal override Node? Parent(int index) => index switch
    {
        0 => _xNode,
        1 => _tNode,
        _ => _dyNode,
    };

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor x = _x.Get(this);
        Tensor t = _t.Get(this);
        if (sink.Needs(_dyNode))
        {
            Tensor product = F.LossDerivative(function, orderX, orderT, x, t, gradient, scale);
            sink.Add(_dyNode, F.Reshape(_dyShape.Length == 1 ? F.Sum(product) : product, _dyShape));
        }

        bool byX = sink.Needs(_xNode);
        bool byT = sink.Needs(_tNode);
        if (!byX && !byT)
        {
            return;
        }

        Tensor both = F.Multiply(gradient, F.Reshape(_dy.Get(this), _dyShape.Length == 1 ? Shape.Scalar : x.Shape));
        if (byX)
        {
            sink.Add(_xNode!, F.LossDerivative(function, orderX + 1, orderT, x, t, both, scale));
        }

        if (byT)
        {
            sink.Add(_tNode!, F.LossDerivative(function, orderX, orderT + 1, x, t, both, scale));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _t.Free();
        _dy.Free();
    }
}
