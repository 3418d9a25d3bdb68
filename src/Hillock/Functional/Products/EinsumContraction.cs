using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Multiplies labelled tensors in pairs and sums over what is not needed any more.</summary>
internal static class EinsumContraction
{
    internal static Tensor Run(string equation, List<EinsumTerm> terms, int[] output)
    {
        Dictionary<int, int> lengths = Lengths(equation, terms);
        for (int i = 0; i < terms.Count; i++)
        {
            terms[i] = terms[i].WithoutBroadcast(lengths);
        }

        for (int i = 0; i < terms.Count; i++)
        {
            terms[i] = terms[i].SummedTo(label => IsNeeded(label, terms, output, i, i));
        }

        while (terms.Count > 1)
        {
            (int a, int b) = Cheapest(terms, output, lengths);
            EinsumTerm product = Contract(terms[a], terms[b], label => IsNeeded(label, terms, output, a, b));
            terms.RemoveAt(b);
            terms[a] = product;
        }

        return terms[0].InOrder(output);
    }

    /// <summary>The length of each label: 1 broadcasts.</summary>
    private static Dictionary<int, int> Lengths(string equation, List<EinsumTerm> terms)
    {
        Dictionary<int, int> lengths = new Dictionary<int, int>();
        for (int i = 0; i < terms.Count; i++)
        {
            foreach (int label in terms[i].Labels)
            {
                int length = terms[i].Length(label);
                int other = lengths.GetValueOrDefault(label, 1);
                if (other != length && other != 1 && length != 1)
                {
                    throw EinsumEquation.Fault(
                        equation, $"gives axes {EinsumEquation.Name(label)} both {other} and {length} elements, the latter in operand {i}");
                }

                lengths[label] = other == 1 ? length : other;
            }
        }

        return lengths;
    }

    /// <summary>Whether a label is in the result or in a term other than two.</summary>
    private static bool IsNeeded(int label, List<EinsumTerm> terms, int[] output, int a, int b)
    {
        bool isNeeded = output.Contains(label);
        for (int i = 0; i < terms.Count && !isNeeded; i++)
        {
            isNeeded = i != a && i != b && terms[i].Has(label);
        }

        return isNeeded;
    }

    /// <summary>The pair whose product has fewest elements, less those of the two: what it saves. The first of equal ones.</summary>
    private static (int A, int B) Cheapest(List<EinsumTerm> terms, int[] output, Dictionary<int, int> lengths)
    {
        (int, int) best = (0, 1);
        double least = double.PositiveInfinity;
        for (int a = 0; a < terms.Count && terms.Count > 2; a++)
        {
            for (int b = a + 1; b < terms.Count; b++)
            {
                double size = 1;
                foreach (int label in terms[a].Labels.Union(terms[b].Labels))
                {
                    size *= IsNeeded(label, terms, output, a, b) ? lengths[label] : 1;
                }

                double cost = size - terms[a].Size - terms[b].Size;
                if (cost < least)
                {
                    least = cost;
                    best = (a, b);
                }
            }
        }

        return best;
    }

    /// <summary>The product of two terms, summed over the labels that are not needed, all of which both have.</summary>
    private static EinsumTerm Contract(EinsumTerm x, EinsumTerm y, Func<int, bool> isNeeded)
    {
        int[] batch = [.. x.Labels.Where(label => y.Has(label) && isNeeded(label))];
        int[] summed = [.. x.Labels.Where(label => y.Has(label) && !isNeeded(label))];
        int[] ofX = [.. x.Labels.Where(label => !y.Has(label))];
        int[] ofY = [.. y.Labels.Where(label => !x.Has(label))];
        int[] labels = [.. batch, .. ofX, .. ofY];
        int[] dimensions = [.. batch.Select(x.Length), .. ofX.Select(x.Length), .. ofY.Select(y.Length)];
        Shape shape = Shape.Adopt(dimensions);
        Tensor xs = Arranged(x, batch, ofX, summed);
        Tensor ys = Arranged(y, batch, summed, ofY);
        return new(F.Reshape(Product(xs, ys, summed.Length == 0), shape), labels);
    }

    /// <summary>A term as matrices, one for each position of the batch.</summary>
    private static Tensor Arranged(EinsumTerm term, int[] batch, int[] rows, int[] columns)
    {
        Tensor tensor = term.InOrder([.. batch, .. rows, .. columns]);
        return F.Reshape(tensor, Shape.Create([Count(batch), Count(rows), Count(columns)]));

        int Count(int[] labels)
        {
            int count = 1;
            foreach (int label in labels)
            {
                count = Shape.Times(count, term.Length(label));
            }

            return count;
        }
    }

    /// <summary>The product of [batch, m, k] and [batch, k, n].</summary>
    private static Tensor Product(Tensor x, Tensor y, bool isOuter)
    {
        if (isOuter)
        {
            return F.Multiply(x, y);
        }

        if (!x.DataType.IsFloatingPoint())
        {
            return WholeProducts(x.Contiguous(), y.Contiguous());
        }

        if (x.Shape[0] == 1)
        {
            return F.MatMul(x.Squeeze(0), y.Squeeze(0));
        }

        // Many products of a row with a column: one sum each, rather than a product of matrices each.
        return x.Shape[1] == 1 && y.Shape[2] == 1 ? F.Sum(F.Multiply(x, y.Transpose()), -1, keepDims: true) : F.MatMul(x, y);
    }

    private static Tensor WholeProducts(Tensor x, Tensor y)
    {
        int m = x.Shape[1], k = x.Shape[2], n = y.Shape[2];
        Tensor z = Tensor.Zeros([x.Shape[0], m, n], DataType.Int64);
        if (x.Length == 0 || y.Length == 0)
        {
            return z;
        }

        WholeProduct.Add(x.Span<long>(), y.Span<long>(), z.Span<long>(), x.Shape[0], m, k, n);
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        GC.KeepAlive(z);
        return z;
    }
}
