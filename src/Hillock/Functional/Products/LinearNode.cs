using Hillock.Tensors;

namespace Hillock.Functional;

internal sealed class LinearNode : Node
{
    private readonly Node? _xNode;
    private readonly Node? _weightNode;
    private readonly Node? _biasNode;
    private SavedTensor _x;
    private SavedTensor _weight;

    internal LinearNode(Tensor x, Tensor weight, Tensor? bias)
    {
        _xNode = x.Node;
        _weightNode = weight.Node;
        _biasNode = bias?.Node;
        _x = _weightNode is null ? default : new SavedTensor(x);
        _weight = _xNode is null ? default : new SavedTensor(weight);
    }

    internal override int ParentCount => 3;

    internal override Node? Parent(int index) => index switch
    {
        0 => _xNode,
        1 => _weightNode,
        _ => _biasNode,
    };

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(_biasNode))
        {
            sink.Add(_biasNode, F.Sum(gradient, 0));
        }

        if (sink.Needs(_weightNode))
        {
            sink.Add(_weightNode, F.MatMul(gradient.Transpose(), _x.Get(this)));
        }

        if (sink.Needs(_xNode))
        {
            sink.Add(_xNode, F.MatMul(gradient, _weight.Get(this)));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _weight.Free();
    }
}
