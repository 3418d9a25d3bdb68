using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The rows of a minibatch, sorted by the cluster of classes that their targets belong to.</summary>
/// <param name="HeadTargets">Of each row the output of the head: a class of the short list, or the cluster.</param>
/// <param name="Rows">Of each cluster the rows, ascending.</param>
/// <param name="Targets">Of each cluster the rows' classes, counted from the cluster's first.</param>
internal sealed record ClusterRows(Tensor HeadTargets, Tensor[] Rows, Tensor[] Targets)
{
    /// <summary>Sorts by counting.</summary>
    /// <param name="targets">The class of each row, checked; contiguous int64.</param>
    /// <param name="cutoffs">The first class of each cluster, ascending, and the number of classes.</param>
    internal static ClusterRows Of(Tensor targets, ReadOnlySpan<int> cutoffs)
    {
        ReadOnlySpan<long> classes = targets.Span<long>();
        int clusters = cutoffs.Length - 1;
        int[] counts = new int[clusters];
        foreach (long target in classes)
        {
            int cluster = Cluster(target, cutoffs);
            if (cluster >= 0)
            {
                counts[cluster]++;
            }
        }

        Tensor head = Tensor.Empty(classes.Length, DataType.Int64);
        Tensor[] rows = [.. counts.Select(static count => Tensor.Empty(count, DataType.Int64))];
        Tensor[] local = [.. counts.Select(static count => Tensor.Empty(count, DataType.Int64))];
        Span<long> ofHead = head.Span<long>();
        Array.Clear(counts);
        for (int i = 0; i < classes.Length; i++)
        {
            int cluster = Cluster(classes[i], cutoffs);
            ofHead[i] = cluster < 0 ? classes[i] : cutoffs[0] + cluster;
            if (cluster >= 0)
            {
                int place = counts[cluster]++;
                rows[cluster].Span<long>()[place] = i;
                local[cluster].Span<long>()[place] = classes[i] - cutoffs[cluster];
            }
        }

        GC.KeepAlive(targets);
        GC.KeepAlive(head);
        GC.KeepAlive(rows);
        GC.KeepAlive(local);
        return new ClusterRows(head, rows, local);
    }

    /// <summary>The cluster of a class; −1 for the short list.</summary>
    private static int Cluster(long target, ReadOnlySpan<int> cutoffs)
    {
        int cluster = -1;
        while (target >= cutoffs[cluster + 1])
        {
            cluster++;
        }

        return cluster;
    }
}
