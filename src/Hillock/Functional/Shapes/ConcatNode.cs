using Hillock.Tensors;

namespace Hillock.Functional;

internal sealed class ConcatNode : Node
{
    private readonly Node?[] _parents;
    private readonly int[] _lengths;
    private readonly int _axis;

    internal ConcatNode(Tensor[] parts, int axis)
    {
        _axis = axis;
        _parents = new Node?[parts.Length];
        _lengths = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            _parents[i] = parts[i].Node;
            _lengths[i] = parts[i].Shape[axis];
        }
    }

    internal override int ParentCount => _parents.Length;

    internal override Node? Parent(int index) => _parents[index];

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        int start = 0;
        for (int i = 0; i < _parents.Length; i++)
        {
            if (sink.Needs(_parents[i]))
            {
                sink.Add(_parents[i]!, F.Slice(gradient, _axis, start, _lengths[i], 1));
            }

            start += _lengths[i];
        }
    }
}
