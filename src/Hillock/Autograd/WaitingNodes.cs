using Hillock.Tensors;

namespace Hillock.Autograd;

/// <summary>The nodes of a pass that have a gradient waiting, with the sum of what has arrived: a binary heap with the youngest on top.</summary>
internal sealed class WaitingNodes
{
    private readonly GradientSums _sums = new();
    private Node[] _nodes = new Node[16];

    internal int Count { get; private set; }

    /// <summary>The sum of the gradients that have arrived at a node: null if it has not been waiting, but is now, and the sum is to be set.</summary>
    /// <remarks>The reference is valid until the next call.</remarks>
    internal ref Tensor? Sum(Node node)
    {
        ref Tensor? sum = ref _sums.At(node, out bool isNew);
        if (isNew)
        {
            Push(node);
        }

        return ref sum;
    }

    internal Node Pop(out Tensor sum)
    {
        Node top = _nodes[0];
        Node last = _nodes[--Count];
        _nodes[Count] = null!;
        int i = 0;
        while ((2 * i) + 1 < Count)
        {
            int child = (2 * i) + 1;
            if (child + 1 < Count && _nodes[child + 1].Sequence > _nodes[child].Sequence)
            {
                child++;
            }

            if (_nodes[child].Sequence <= last.Sequence)
            {
                break;
            }

            _nodes[i] = _nodes[child];
            i = child;
        }

        if (Count > 0)
        {
            _nodes[i] = last;
        }

        sum = _sums.Take(top);
        return top;
    }

    private void Push(Node node)
    {
        if (Count == _nodes.Length)
        {
            Array.Resize(ref _nodes, 2 * Count);
        }

        int i = Count++;
        while (i > 0 && _nodes[(i - 1) / 2].Sequence < node.Sequence)
        {
            _nodes[i] = _nodes[(i - 1) / 2];
            i = (i - 1) / 2;
        }

        _nodes[i] = node;
    }
}
