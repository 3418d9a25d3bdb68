using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// A cross-entropy of rows of logits and probabilities. The gradient of the logits was computed along with the loss; a gradient that is itself to be
/// differentiated is made of differentiable operations instead.
/// </summary>
internal sealed class SoftCrossEntropyNode(Tensor x, Tensor p, Tensor? dx, Tensor? weight, double smoothing, double scale) : BinaryNode(x, p)
{
    private SavedTensor _x = new(x);
    private SavedTensor _p = new(p);
    private SavedTensor _dx = new(dx ?? x);
    private SavedTensor _weight = new(weight ?? x);
    private readonly bool _hasWeight = weight is not null;

    internal override string Name => "CrossEntropy";

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (gradient.Rank == 1)
        {
            gradient = gradient.Unsqueeze(1);
        }

        if (sink.Needs(X))
        {
            sink.Add(X, GradientMode.Enabled ? Differentiable(gradient) : F.Multiply(_dx.Get(this), gradient));
        }

        if (sink.Needs(Y))
        {
            Tensor surprise = F.Negate(F.LogSoftmax(_x.Get(this), 1));

            // A class of weight 0 counts for nothing where its logit is −∞ too.
            surprise = _hasWeight
                ? F.Where(F.Equal(_weight.Get(this), 0), 0, F.Multiply(surprise, _weight.Get(this)))
                : surprise;

            // Where a class of probability 0 has the logit −∞ nothing is to be multiplied by infinity.
            surprise = F.Where(F.Equal(surprise, double.PositiveInfinity), F.Where(F.Equal(_p.Get(this).Detach(), 0), 0, surprise), surprise);
            sink.Add(Y, F.Multiply(F.Multiply(surprise, gradient), scale * (1 - smoothing)));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _p.Free();
        _dx.Free();
        _weight.Free();
    }

    private Tensor Differentiable(Tensor gradient)
    {
        Tensor x = _x.Get(this).To(DataType.Float64);
        Tensor goal = F.Add(F.Multiply(_p.Get(this).To(DataType.Float64), 1 - smoothing), smoothing / x.Shape[1]);
        goal = _hasWeight ? F.Multiply(goal, _weight.Get(this).To(DataType.Float64)) : goal;
        Tensor total = F.Sum(goal, 1, keepDims: true);
        Tensor difference = CrossEntropyNode.Differentiable(x, total, goal);
        return F.Multiply(F.Multiply(difference, gradient.To(DataType.Float64)), scale).To(_x.Get(this).DataType);
    }
}
