using Hillock.Tensors;

namespace Hillock.Autograd;

/// <summary>The nodes of a pass that have a gradient waiting: a binary heap with the youngest on top.</summary>
internal sealed class WaitingNodes
{
    private Node[] _nodes = new Node[16];

    internal int Count { get; private set; }

    internal void Push(Node node)
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

    internal Node Pop()
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

        return top;
    }
}
