using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// The backward of a normalisation of channels; see <see cref="PlaneNormalization"/>. A gradient that is itself to be differentiated is made of
/// differentiable operations in double precision instead.
/// </summary>
internal sealed class PlaneNormNode(Tensor x, Tensor? weight, Tensor? bias, int groups, double epsilon, Tensor statistics, bool given) : Node
{
    private readonly Node? _xNode = x.Node;
    private readonly Node? _weightNode = weight?.Node;
    private readonly Node? _biasNode = bias?.Node;
    private readonly bool _hasWeight = weight is not null;
    private SavedTensor _x = new(x);
    private SavedTensor _weight = new(weight ?? x);
    private SavedTensor _statistics = new(statistics);

    internal override string Name => groups == 0 ? nameof(F.BatchNorm) : nameof(F.GroupNorm);

    internal override int ParentCount => 3;

    internal override Node? Parent(int index) => index switch
    {
        0 => _xNode,
        1 => _weightNode,
        _ => _biasNode,
    };

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor x = _x.Get(this);
        Tensor? weight = _hasWeight ? _weight.Get(this) : null;
        Tensor statistics = _statistics.Get(this);
        (Tensor dx, Tensor dw, Tensor db) = GradientMode.Enabled
            ? Composed(x, gradient, weight, statistics)
            : PlaneNormalization.Backward(x, gradient, weight, groups, statistics, given);
        if (sink.Needs(_xNode))
        {
            sink.Add(_xNode, dx);
        }

        if (sink.Needs(_weightNode))
        {
            sink.Add(_weightNode, dw);
        }

        if (sink.Needs(_biasNode))
        {
            sink.Add(_biasNode, db);
        }
    }

    internal override void Free()
    {
        _x.Free();
        _weight.Free();
        _statistics.Free();
    }

    /// <summary>
    /// With <c>h = (x − m)·s</c> and <c>g = dy·w</c>: <c>dx = s·(g − h·mean(g·h) − mean(g))</c>, or <c>s·g</c> of given statistics, <c>dw = Σ dy·h</c> and
    /// <c>db = Σ dy</c>, all of [batch, groups, channels of a group, length].
    /// </summary>
    private (Tensor X, Tensor Weight, Tensor Bias) Composed(Tensor x, Tensor dy, Tensor? weight, Tensor statistics)
    {
        DataType type = x.DataType;
        Shape shape = x.Shape;
        int parts = Math.Max(1, groups);
        Shape split = Shape.Create([shape[0], parts, parts == 0 ? 0 : shape[1] / parts, shape[2]]);
        int[] unit = groups == 0 ? [0, 3] : [2, 3];
        Tensor own = x.To(DataType.Float64).Reshape(split);
        Tensor upstream = dy.To(DataType.Float64).Reshape(split);
        Tensor factors = (weight?.To(DataType.Float64) ?? Tensor.Ones(shape[1], DataType.Float64)).Reshape(1, parts, split[2], 1);
        Tensor deviation, inverse;
        if (given)
        {
            deviation = F.Subtract(own, Column(0));
            inverse = Column(1);
        }
        else
        {
            // The second mean is what the first lost by rounding: of equal elements nothing is left.
            deviation = F.Subtract(own, F.Mean(own, unit, keepDims: true));
            deviation = F.Subtract(deviation, F.Mean(deviation, unit, keepDims: true));
            inverse = F.Rsqrt(F.Add(F.Mean(F.Square(deviation), unit, keepDims: true), epsilon));
        }

        Tensor normal = F.Multiply(deviation, inverse);
        Tensor product = F.Multiply(upstream, factors);
        Tensor change = given
            ? product
            : F.Subtract(
                F.Subtract(product, F.Mean(product, unit, keepDims: true)),
                F.Multiply(normal, F.Mean(F.Multiply(product, normal), unit, keepDims: true)));
        Tensor dx = F.Multiply(change, inverse).Reshape(shape).To(type);
        Tensor dw = F.Sum(F.Multiply(upstream, normal), (ReadOnlySpan<int>)[0, 3]).Reshape(shape[1]).To(type);
        return (dx, dw, F.Sum(upstream, (ReadOnlySpan<int>)[0, 3]).Reshape(shape[1]).To(type));

        Tensor Column(int index) => statistics.Select(1, index).Reshape(
            groups == 0 ? Shape.Create([1, 1, shape[1], 1]) : Shape.Create([shape[0], parts, 1, 1]));
    }
}
