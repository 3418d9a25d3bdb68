using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The gradient of connectionist temporal classification in differentiable tensor operations, so that it has gradients of any order.</summary>
/// <remarks>
/// The recursions of <see cref="CtcSequences"/> over all sequences side by side, one tensor a step. A probability of 0 is <see cref="Never"/>, whose
/// differences are finite. Each row is lowered by its largest, a constant to the derivative, for the posterior probabilities of the states are a softmax.
/// </remarks>
internal static class CtcRecursion
{
    /// <summary>The logarithm of 0; sums of as many as there are steps stay finite.</summary>
    private const double Never = -1e30;

    /// <summary>The gradient of each sequence's loss with respect to its predictions.</summary>
    /// <param name="x">The logits or log-probabilities, <c>[steps, sequences, classes]</c> of Float64.</param>
    /// <param name="losses">The loss of each sequence, infinite where it has no alignment.</param>
    /// <param name="settings">The labels and lengths.</param>
    internal static Tensor Gradient(Tensor x, double[] losses, CtcSettings settings)
    {
        int states = 3;
        for (int i = 0; i < settings.Count; i++)
        {
            states = Math.Max(states, (2 * settings.Target(i).Length) + 1);
        }

        (Tensor classes, Tensor skips, Tensor ends) = Lattice(settings, states);
        Tensor index = classes.Unsqueeze(0).Expand([settings.Steps, settings.Count, states]).Contiguous();
        Tensor logarithms = F.Gather(settings.FromLogits ? F.LogSoftmax(x, 2) : x, 2, index);
        logarithms = F.Where(F.Greater(logarithms, Never), logarithms, Never);
        Tensor paths = F.Add(Forward(logarithms, skips), Backward(logarithms, skips, ends, settings));
        Tensor posterior = F.ScatterAdd(Tensor.Zeros(x.Shape, DataType.Float64), 2, index, F.Softmax(paths, 2));
        Tensor gradient = settings.FromLogits ? F.Subtract(F.Softmax(x, 2), posterior) : F.Negate(posterior);
        return Masked(gradient, losses, settings);
    }

    /// <summary>The class of each state, what it costs to reach it from the state two before, and where a sequence may end.</summary>
    private static (Tensor Classes, Tensor Skips, Tensor Ends) Lattice(CtcSettings settings, int states)
    {
        long[] classes = new long[settings.Count * states];
        double[] skips = new double[classes.Length];
        double[] ends = new double[classes.Length];
        Array.Fill(classes, settings.Blank);
        Array.Fill(skips, Never);
        Array.Fill(ends, Never);
        for (int i = 0; i < settings.Count; i++)
        {
            ReadOnlySpan<int> labels = settings.Target(i);
            int start = i * states;
            ends[start + (2 * labels.Length)] = 0;
            for (int j = 0; j < labels.Length; j++)
            {
                int state = start + (2 * j) + 1;
                classes[state] = labels[j];
                skips[state] = j > 0 && labels[j] != labels[j - 1] ? 0 : Never;
                ends[state] = j == labels.Length - 1 ? 0 : Never;
            }
        }

        Shape shape = [settings.Count, states];
        return (Tensor.From(classes, shape), Tensor.From(skips, shape), Tensor.From(ends, shape));
    }

    /// <summary>The logarithm of the probability of all paths to each state, its own step included, less a constant for each step.</summary>
    private static Tensor Forward(Tensor logarithms, Tensor skips)
    {
        double[] starts = new double[skips.Shape[1]];
        Array.Fill(starts, Never);
        starts.AsSpan(0, 2).Clear();
        Tensor[] rows = new Tensor[logarithms.Shape[0]];
        Tensor reached = Tensor.From(starts);
        for (int t = 0; t < rows.Length; t++)
        {
            rows[t] = Lowered(F.Add(reached, logarithms.Select(0, t)));
            reached = Merged(rows[t], Shifted(rows[t], 1), F.Add(Shifted(rows[t], 2), skips));
        }

        return F.Stack(rows, 0);
    }

    /// <summary>The logarithm of the probability of all paths from each state, its own step excluded, less a constant for each step.</summary>
    private static Tensor Backward(Tensor logarithms, Tensor skips, Tensor ends, CtcSettings settings)
    {
        Tensor[] rows = new Tensor[logarithms.Shape[0]];
        Tensor left = ends;
        Tensor onward = Shifted(skips, -2);
        for (int t = rows.Length - 1; t >= 0; t--)
        {
            bool[] isLast = Array.ConvertAll(settings.InputLengths, length => t >= length - 1);
            rows[t] = Lowered(F.Where(Tensor.From(isLast, [isLast.Length, 1]), ends, left));
            Tensor own = F.Add(rows[t], logarithms.Select(0, t));
            left = Merged(own, Shifted(own, -1), F.Add(Shifted(own, -2), onward));
        }

        return F.Stack(rows, 0);
    }

    private static Tensor Merged(Tensor a, Tensor b, Tensor c) => F.LogSumExp(F.Stack([a, b, c], 0), 0);

    private static Tensor Lowered(Tensor row) => F.Subtract(row, F.Max(row.Detach(), [1], keepDims: true));

    /// <summary>The states moved up, or down where <paramref name="by"/> is negative; what moves in is never reached.</summary>
    private static Tensor Shifted(Tensor row, int by)
    {
        int states = row.Shape[1];
        int distance = Math.Abs(by);
        Tensor never = Tensor.Full([row.Shape[0], distance], Never, DataType.Float64);
        return by > 0
            ? F.Concat([never, row.Slice(1, 0, states - distance)], 1)
            : F.Concat([row.Slice(1, distance, states), never], 1);
    }

    /// <summary>Beyond a sequence's end 0; NaN, or 0 as the settings say, where the loss is not finite.</summary>
    private static Tensor Masked(Tensor gradient, double[] losses, CtcSettings settings)
    {
        bool[] kept = new bool[settings.Steps * losses.Length];
        double[] instead = new double[kept.Length];
        for (int i = 0; i < losses.Length; i++)
        {
            bool isZero = double.IsFinite(losses[i]) || (double.IsPositiveInfinity(losses[i]) && settings.ZeroInfinity);
            for (int t = 0; t < settings.InputLengths[i]; t++)
            {
                kept[(t * losses.Length) + i] = double.IsFinite(losses[i]);
                instead[(t * losses.Length) + i] = isZero ? 0 : double.NaN;
            }
        }

        Shape shape = [settings.Steps, losses.Length, 1];
        return F.Where(Tensor.From(kept, shape), gradient, Tensor.From(instead, shape));
    }
}
