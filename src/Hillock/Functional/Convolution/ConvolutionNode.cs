using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>One of the three operations of a convolution, whose backward consists of the other two.</summary>
internal sealed class ConvolutionNode : Node
{
    private readonly ConvolutionRole _role;
    private readonly ConvolutionPlan _plan;
    private readonly Node? _firstNode;
    private readonly Node? _secondNode;
    private readonly Node? _biasNode;
    private SavedTensor _first;
    private SavedTensor _second;

    internal ConvolutionNode(ConvolutionRole role, Tensor first, Tensor second, Tensor? bias, ConvolutionPlan plan)
    {
        _role = role;
        _plan = plan;
        _firstNode = first.Node;
        _secondNode = second.Node;
        _biasNode = bias?.Node;
        _first = _secondNode is null ? default : new SavedTensor(first);
        _second = _firstNode is null ? default : new SavedTensor(second);
    }

    internal override int ParentCount => 3;

    internal override Node? Parent(int index) => index switch
    {
        0 => _firstNode,
        1 => _secondNode,
        _ => _biasNode,
    };

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(_biasNode))
        {
            int[] axes = [0, .. Enumerable.Range(2, gradient.Rank - 2)];
            sink.Add(_biasNode, F.Sum(gradient, axes));
        }

        if (sink.Needs(_firstNode))
        {
            Tensor second = _second.Get(this);
            sink.Add(_firstNode, _role switch
            {
                ConvolutionRole.Output => ConvolutionOperation.Apply(ConvolutionRole.Input, second, gradient, null, _plan),
                ConvolutionRole.Weight => ConvolutionOperation.Apply(ConvolutionRole.Input, gradient, second, null, _plan),
                _ => ConvolutionOperation.Apply(ConvolutionRole.Weight, gradient, second, null, _plan),
            });
        }

        if (sink.Needs(_secondNode))
        {
            Tensor first = _first.Get(this);
            sink.Add(_secondNode, _role switch
            {
                ConvolutionRole.Output => ConvolutionOperation.Apply(ConvolutionRole.Weight, first, gradient, null, _plan),
                ConvolutionRole.Weight => ConvolutionOperation.Apply(ConvolutionRole.Output, first, gradient, null, _plan),
                _ => ConvolutionOperation.Apply(ConvolutionRole.Output, gradient, first, null, _plan),
            });
        }
    }

    internal override void Free()
    {
        _first.Free();
        _second.Free();
    }
}
