using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>A tensor whose axes have labels, each at most once.</summary>
internal readonly record struct EinsumTerm(Tensor Tensor, int[] Labels)
{
    /// <summary>An operand, of repeated labels the diagonal.</summary>
    internal static EinsumTerm Of(string equation, int index, Tensor tensor, int[] labels)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            int first = Array.IndexOf(labels, labels[i], 0, i);
            if (first < 0)
            {
                continue;
            }

            int length = tensor.Shape[i];
            if (tensor.Shape[first] != length)
            {
                throw EinsumEquation.Fault(
                    equation, $"names {EinsumEquation.Name(labels[i])} twice in operand {index} but its axes have {tensor.Shape[first]} and {length} elements");
            }

            tensor = Diagonal(tensor, first, i);
            labels = [.. labels[..i], .. labels[(i + 1)..]];
            i--;
        }

        return new(tensor, labels);
    }

    internal int Length(int label) => Tensor.Shape[Array.IndexOf(Labels, label)];

    internal bool Has(int label) => Array.IndexOf(Labels, label) >= 0;

    /// <summary>The number of elements, without overflow.</summary>
    internal double Size => Tensor.Length;

    /// <summary>Without the axes of one element whose label is longer elsewhere: they are broadcast.</summary>
    internal EinsumTerm WithoutBroadcast(IReadOnlyDictionary<int, int> lengths)
    {
        Tensor tensor = Tensor;
        for (int i = Labels.Length - 1; i >= 0; i--)
        {
            tensor = lengths[Labels[i]] != 1 ? tensor.Squeeze(i) : tensor;
        }

        EinsumTerm own = this;
        return new(tensor, [.. Labels.Where(label => lengths[label] == 1 || own.Length(label) != 1)]);
    }

    /// <summary>Sums over the labels that are not needed.</summary>
    internal EinsumTerm SummedTo(Func<int, bool> isNeeded)
    {
        int[] labels = Labels;
        int[] axes = [.. Enumerable.Range(0, labels.Length).Where(axis => !isNeeded(labels[axis]))];
        return axes.Length == 0 ? this : new(F.Sum(Tensor, axes), [.. Labels.Where(isNeeded)]);
    }

    /// <summary>The tensor with its axes in the given order.</summary>
    internal Tensor InOrder(ReadOnlySpan<int> labels)
    {
        Span<int> order = stackalloc int[labels.Length];
        bool isSame = true;
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = Array.IndexOf(Labels, labels[i]);
            isSame &= order[i] == i;
        }

        return isSame ? Tensor : F.Permute(Tensor, order);
    }

    /// <summary>The elements where two axes agree, along the first of them.</summary>
    private static Tensor Diagonal(Tensor x, int first, int second)
    {
        if (x.Length == 0)
        {
            int[] dimensions = x.Shape.ToArray();
            return F.Reshape(x, Shape.Create([.. dimensions[..second], .. dimensions[(second + 1)..]]));
        }

        // Both axes at the end and joined: the diagonal is every (n + 1)-th element.
        Span<int> order = stackalloc int[x.Rank];
        int count = 0;
        for (int i = 0; i < order.Length; i++)
        {
            if (i != first && i != second)
            {
                order[count++] = i;
            }
        }

        order[count] = first;
        order[count + 1] = second;
        int length = x.Shape[first];
        Tensor joined = F.Permute(x, order).Flatten(count, count + 1);
        Tensor diagonal = F.Slice(joined, count, 0, length, length + 1);

        // Back to the place of the first axis, which stood in front of the second.
        Span<int> back = stackalloc int[count + 1];
        for (int i = 0; i < back.Length; i++)
        {
            back[i] = i < first ? i : i == first ? count : i - 1;
        }

        return F.Permute(diagonal, back);
    }
}
