using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>
/// The mean negative log-likelihood of the targets under the softmax of logits, or under the sigmoid of one logit a row, over any number of batches; and its
/// exponential, the perplexity.
/// </summary>
/// <remarks>
/// Each row's loss is that of <see cref="F.CrossEntropy"/> in double precision, and their sum is exact: no order of the rows and no division into batches
/// changes a bit of it.
/// </remarks>
public sealed class RunningLogLoss
{
    private readonly ExactTotal _total = new ExactTotal();

    /// <summary>A target that stands for rows not to be scored, such as −100 or the number of a padding token; null for none. Of classes alone.</summary>
    public long? IgnoredTarget { get; init; }

    /// <summary>The rows, or tokens, that count.</summary>
    public long Rows { get; private set; }

    /// <summary>The mean loss in nats; NaN without rows, or after a row whose softmax is undefined; ∞ after a target whose logit is −∞ among others.</summary>
    public double Value => _total.Mean(Rows);

    /// <summary>e to the mean loss: among how many equally likely classes the network hesitates.</summary>
    public double Perplexity => F.Exp(Tensor.From([Value])).Item<double>();

    /// <summary>Scores rows.</summary>
    /// <param name="logits">The logits, <c>[rows, classes]</c>, <c>[rows, classes, ...]</c>, or one a row in the targets' shape.</param>
    /// <param name="targets">The classes, <c>[rows]</c> or <c>[rows, ...]</c>, whole numbers; of one logit a row 0 or 1.</param>
    /// <exception cref="ArgumentException">
    /// The shapes or types do not fit, or a target is not a class; the message names its place and value. Nothing is counted then.
    /// </exception>
    public void Add(Tensor logits, Tensor targets) => Add(logits, targets, "LogLoss");

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        _total.Clear();
        Rows = 0;
    }

    internal void Add(Tensor logits, Tensor targets, string name)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        using TidyScope scope = TensorPool.BeginTidy();
        using GradientScope off = Gradients.Disabled();
        if (logits.Shape.Equals(targets.Shape))
        {
            BinaryRows rows = BinaryRows.Of(logits, targets, name, "logits");
            Tensor events = Tensor.From(Array.ConvertAll(rows.AreTrue, value => value ? 1.0 : 0));
            AddRows(F.BinaryCrossEntropyWithLogits(Tensor.From(rows.Scores), events, Reduction.None).ToArray<double>(), null);
            return;
        }

        ClassRows classes = ClassRows.Of(logits, targets, IgnoredTarget, name);
        foreach ((int start, int end) in classes.Blocks)
        {
            int[] expected = classes.Targets[start..end];
            Tensor losses = F.CrossEntropy(
                classes.Predictions.Slice(0, start, end).To(DataType.Float64), Tensor.From(Array.ConvertAll(expected, value => (long)value)), Reduction.None,
                ignoreIndex: ClassRows.Ignored);
            AddRows(losses.ToArray<double>(), expected);
        }
    }

    private void AddRows(double[] losses, int[]? targets)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            if (targets?[i] != ClassRows.Ignored)
            {
                _total.Add(losses[i]);
                Rows++;
            }
        }
    }
}
