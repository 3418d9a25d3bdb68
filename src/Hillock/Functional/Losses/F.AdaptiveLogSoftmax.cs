using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    private const string AdaptiveName = "AdaptiveLogSoftmaxWithLoss";

    /// <summary>The logarithms of the probabilities of targets, and the mean of their negatives, by an adaptive softmax.</summary>
    /// <param name="x">The features, <c>[rows, features]</c>.</param>
    /// <param name="targets">The class of each row, checked; contiguous int64.</param>
    /// <param name="weights">The head's and the clusters' weights.</param>
    /// <param name="emptyMean">What the mean is without rows.</param>
    internal static (Tensor Output, Tensor Loss) AdaptiveLogSoftmax(Tensor x, Tensor targets, AdaptiveWeights weights, EmptyMean emptyMean)
    {
        if (Widening.IsNarrow(x.DataType))
        {
            (Tensor wideOutput, Tensor wideLoss) = AdaptiveLogSoftmax(x.To(DataType.Float32), targets, weights.To(DataType.Float32), emptyMean);
            return (wideOutput.To(x.DataType), wideLoss.To(x.DataType));
        }

        double scale = LossReduction.Scale(Reduction.Mean, targets.Length, emptyMean, AdaptiveName);
        if (targets.Length == 0)
        {
            Tensor logits = Linear(x, weights.Head, weights.HeadBias);
            return (Negate(CrossEntropy(logits, targets, Reduction.None)), CrossEntropy(logits, targets, emptyMean: emptyMean));
        }

        ClusterRows sorted = ClusterRows.Of(targets, weights.Cutoffs);
        (Tensor losses, Tensor mean) = ProjectedLossesAndSum(x, weights.Head, weights.HeadBias, sorted.HeadTargets, scale);
        for (int i = 0; i < weights.Clusters.Length; i++)
        {
            Tensor rows = sorted.Rows[i];
            if (rows.Length > 0)
            {
                Tensor hidden = Linear(IndexSelect(x, 0, rows, zero: -1, skipped: -1), weights.Clusters[i].Projection);
                (Tensor own, Tensor part) = ProjectedLossesAndSum(hidden, weights.Clusters[i].Weight, null, sorted.Targets[i], scale);
                losses = Add(losses, IndexSum(losses.Shape, 0, rows, own, skipped: -1));
                mean = Add(mean, part);
            }
        }

        return (Negate(losses), mean);
    }

    /// <summary>The logarithms of the probabilities of all classes, <c>[rows, classes]</c>.</summary>
    internal static Tensor AdaptiveLogProbabilities(Tensor x, AdaptiveWeights weights)
    {
        if (Widening.IsNarrow(x.DataType))
        {
            return Widening.Apply(DataType.Float32, x, weights, static (wide, own) => AdaptiveLogProbabilities(wide, own.To(DataType.Float32)));
        }

        Tensor head = LogSoftmax(Linear(x, weights.Head, weights.HeadBias), 1);
        int shortList = weights.Cutoffs[0];
        Tensor[] parts = new Tensor[weights.Clusters.Length + 1];
        parts[0] = head.Slice(1, 0, shortList);
        for (int i = 0; i < weights.Clusters.Length; i++)
        {
            Tensor own = LogSoftmax(Linear(Linear(x, weights.Clusters[i].Projection), weights.Clusters[i].Weight), 1);
            parts[i + 1] = Add(own, head.Slice(1, shortList + i, shortList + i + 1));
        }

        return Concat(parts, 1);
    }

    /// <summary>The most probable class of each row, the first of equally probable ones.</summary>
    internal static Tensor AdaptivePredict(Tensor x, AdaptiveWeights weights)
    {
        // A class of the short list that is the head's most probable output is more probable than any cluster, so than any class in one.
        Tensor best = ArgMax(Linear(x, weights.Head, weights.HeadBias), 1);
        int shortList = weights.Cutoffs[0];
        List<int> open = [];
        long[] outputs = best.ToArray<long>();
        for (int i = 0; i < outputs.Length; i++)
        {
            if (outputs[i] >= shortList)
            {
                open.Add(i);
            }
        }

        int rowsEach = Math.Max(1, LinearCrossEntropyPlan.TileLength / weights.Cutoffs[^1]);
        Span<long> result = best.Span<long>();
        foreach (int[] part in open.Chunk(rowsEach))
        {
            Tensor rows = Tensor.From([.. part.Select(static row => (long)row)]);
            long[] classes = ArgMax(AdaptiveLogProbabilities(IndexSelect(x, 0, rows), weights), 1).ToArray<long>();
            for (int i = 0; i < part.Length; i++)
            {
                result[part[i]] = classes[i];
            }
        }

        GC.KeepAlive(best);
        return best;
    }
}
