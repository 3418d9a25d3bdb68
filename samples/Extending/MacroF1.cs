using Hillock.Functional;
using Hillock.Tensors;

namespace Extending;

/// <summary>A metric: the mean over the classes of <c>2·TP/(2·TP + FP + FN)</c>, a function of predictions and targets.</summary>
public static class MacroF1
{
    /// <summary>The score.</summary>
    /// <param name="logits">The logits, <c>[rows, classes]</c>.</param>
    /// <param name="targets">The classes, <c>[rows]</c>.</param>
    public static double Score(Tensor logits, Tensor targets)
    {
        long[] predicted = F.ArgMax(logits, 1).ToArray<long>(), expected = targets.ToArray<long>();
        int classes = logits.Shape[1];
        int[] hits = new int[classes], misses = new int[classes];
        for (int i = 0; i < expected.Length; i++)
        {
            if (predicted[i] == expected[i])
            {
                hits[expected[i]]++;
            }
            else
            {
                misses[expected[i]]++;
                misses[predicted[i]]++;
            }
        }

        double[] scores = [.. Enumerable.Range(0, classes).Where(i => hits[i] + misses[i] > 0).Select(i => 2.0 * hits[i] / ((2 * hits[i]) + misses[i]))];
        return scores.Average();
    }
}
