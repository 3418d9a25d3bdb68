using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// A cross-entropy of rows. The gradient was computed along with the loss; a gradient that is itself to be differentiated is made of
/// differentiable operations instead.
/// </summary>
internal sealed class CrossEntropyNode(Tensor x, Tensor targets, Tensor dx, double[] weights, CrossEntropySettings settings) : UnaryNode(x)
{
    private readonly CrossEntropySettings _settings = settings;
    private SavedTensor _x = new(x);
    private SavedTensor _targets = new(targets);
    private SavedTensor _dx = new(dx);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (!sink.Needs(X))
        {
            return;
        }

        if (gradient.Rank == 1)
        {
            gradient = gradient.Unsqueeze(1);
        }

        if (GradientMode.Enabled)
        {
            sink.Add(X, Differentiable(_x.Get(this), _targets.Get(this), weights, _settings, gradient));
        }
        else
        {
            Tensor dx = _dx.Get(this);
            sink.Add(X, IsOne(gradient) ? dx : F.Multiply(dx, gradient));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _targets.Free();
        _dx.Free();
    }

    private static bool IsOne(Tensor gradient) =>
        gradient.Rank == 0 && (gradient.DataType == DataType.Float32 ? gradient.Item<float>() : gradient.Item<double>()) == 1;

    /// <summary>The gradient of logits by differentiable operations.</summary>
    internal static Tensor Differentiable(Tensor x, Tensor classIndices, double[] weights, CrossEntropySettings settings, Tensor gradient)
    {
        x = ClassTargets.WithoutIgnored(x, classIndices, settings.IgnoreIndex);
        ReadOnlySpan<long> targets = classIndices.Span<long>();
        int classes = x.Shape[1];
        double[] factors = new double[targets.Length];
        double[] goals = new double[x.Length];
        for (int i = 0; i < targets.Length; i++)
        {
            if (targets[i] == settings.IgnoreIndex)
            {
                continue;
            }

            double weight = Weight(weights, (int)targets[i]);
            factors[i] = settings.Factor(weight, classes);
            for (int j = 0; j < classes; j++)
            {
                goals[(i * classes) + j] = j == targets[i] ? settings.Share(weight, classes) : settings.Spread(Weight(weights, j), classes);
            }
        }

        GC.KeepAlive(classIndices);

        Tensor factor = Tensor.From(factors, [targets.Length, 1]);
        Tensor goal = Tensor.From(goals, x.Shape);
        Tensor difference = Differentiable(x.To(DataType.Float64), factor, goal);
        return F.Multiply(difference, gradient.To(DataType.Float64)).To(x.DataType);
    }

    /// <summary>
    /// The gradient <c>p·(Σq − q) − q·(1 − p)</c> of a cross-entropy with targets <c>q</c>, by differentiable operations, in double precision. Where the
    /// softmax <c>p</c> is almost 1, at the largest logit, what is left of 1 is the sum of the others, so that nothing cancels.
    /// </summary>
    /// <param name="x">The logits.</param>
    /// <param name="total">The sum of each row's targets.</param>
    /// <param name="goal">The targets.</param>
    internal static Tensor Differentiable(Tensor x, Tensor total, Tensor goal)
    {
        Tensor softmax = F.Softmax(x, 1);
        if (x.Length == 0)
        {
            return softmax;
        }

        Tensor isLargest = F.Equal(Tensor.Arange(0, x.Shape[1], dataType: DataType.Int64).Unsqueeze(0), F.ArgMax(x.Detach(), 1, keepDims: true));
        Tensor others = F.Sum(F.Where(isLargest, 0, softmax), 1, keepDims: true);
        Tensor complement = F.Where(isLargest, others, F.Subtract(1, softmax));
        return F.Subtract(F.Multiply(softmax, F.Subtract(total, goal)), F.Multiply(goal, complement));
    }

    private static double Weight(double[] weights, int index) => weights.Length == 0 ? 1 : weights[index];
}
