using Hillock.Tensors;

namespace Hillock.Autograd;

/// <summary>
/// The sums of gradients that have arrived at nodes: a table with open addressing. What a pass knows of a node is here and not in the node, which other
/// threads' passes may be going through.
/// </summary>
/// <remarks>Nodes are numbered as they are made, so those of one graph fall on places next to each other: a look is mostly one comparison.</remarks>
internal sealed class GradientSums
{
    // A power of two, at most half full.
    private Place[] _places = new Place[32];
    private int _count;

    /// <summary>The sum of a node, to be set if there was none.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isNew">Whether there was none.</param>
    /// <returns>A reference that is valid until the next call.</returns>
    internal ref Tensor? At(Node node, out bool isNew)
    {
        if (2 * _count >= _places.Length)
        {
            Grow();
        }

        int i = Find(node);
        isNew = _places[i].Node is null;
        if (isNew)
        {
            _places[i].Node = node;
            _count++;
        }

        return ref _places[i].Sum;
    }

    /// <summary>Takes out the sum of a node that has one.</summary>
    internal Tensor Take(Node node)
    {
        int mask = _places.Length - 1;
        int hole = Find(node);
        Tensor sum = _places[hole].Sum!;
        _count--;

        // Those behind it that are not at their own place move up, as far as theirs allows.
        for (int i = (hole + 1) & mask; _places[i].Node is { } other; i = (i + 1) & mask)
        {
            if (((i - (int)other.Sequence) & mask) >= ((i - hole) & mask))
            {
                _places[hole] = _places[i];
                hole = i;
            }
        }

        _places[hole] = default;
        return sum;
    }

    private int Find(Node node)
    {
        Place[] places = _places;
        int mask = places.Length - 1;
        int i = (int)node.Sequence & mask;
        while (places[i].Node is { } other && other != node)
        {
            i = (i + 1) & mask;
        }

        return i;
    }

    private void Grow()
    {
        Place[] before = _places;
        _places = new Place[2 * before.Length];
        foreach (Place place in before)
        {
            if (place.Node is not null)
            {
                _places[Find(place.Node)] = place;
            }
        }
    }

    private struct Place
    {
        internal Node? Node;
        internal Tensor? Sum;
    }
}
