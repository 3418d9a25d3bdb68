using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The backward of <c>y = h·w + b</c>; see <see cref="RowNormalization"/>.</summary>
internal sealed class RowNormNode(Tensor x, Tensor? weight, Tensor? bias, Tensor statistics, double epsilon, bool centered) : Node
{
    private readonly Node? _xNode = x.Node;
    private readonly Node? _weightNode = weight?.Node;
    private readonly Node? _biasNode = bias?.Node;
    private readonly bool _hasWeight = weight is not null;
    private SavedTensor _x = new(x);
    private SavedTensor _weight = new(weight ?? x);
    private SavedTensor _statistics = new(statistics);

    internal override string Name => centered ? nameof(F.LayerNorm) : nameof(F.RmsNorm);

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
        Tensor statistics = _statistics.Get(this);
        bool ofWeight = sink.Needs(_weightNode);
        bool ofBias = sink.Needs(_biasNode);
        Tensor? summed = null;
        if (ofWeight)
        {
            (Tensor dw, summed) = RowNormalization.ParameterGradients(x, gradient, statistics, epsilon, centered);
            sink.Add(_weightNode!, dw);
        }

        if (ofBias)
        {
            // The same additions in the same order.
            sink.Add(_biasNode!, summed is null || GradientMode.Enabled ? F.Sum(gradient, 0) : summed);
        }

        if (sink.Needs(_xNode))
        {
            sink.Add(_xNode, RowNormalization.Backward(x, gradient, _hasWeight ? _weight.Get(this) : null, statistics, epsilon, centered));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _weight.Free();
        _statistics.Free();
    }
}

/// <summary>
/// The backward of <c>J·g</c>, <c>g = dy·w</c>: with <c>v</c> the gradient that arrives, <c>J·v</c> for <c>g</c> and
/// <c>−s/n·(h·(v·Jg) + (h·g)·Jv + (h·v)·Jg)</c> for <c>x</c>.
/// </summary>
internal sealed class RowNormBackwardNode(Tensor x, Tensor dy, Tensor? weight, Tensor statistics, double epsilon, bool centered) : Node
{
    private readonly Node? _xNode = x.Node;
    private readonly Node? _dyNode = dy.Node;
    private readonly Node? _weightNode = weight?.Node;
    private readonly bool _hasWeight = weight is not null;
    private SavedTensor _x = new(x);
    private SavedTensor _dy = new(dy);
    private SavedTensor _weight = new(weight ?? x);
    private SavedTensor _statistics = new(statistics);

    internal override string Name => centered ? "the gradient of LayerNorm" : "the gradient of RmsNorm";

    internal override int ParentCount => 3;

    internal override Node? Parent(int index) => index switch
    {
        0 => _xNode,
        1 => _dyNode,
        _ => _weightNode,
    };

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor x = _x.Get(this);
        Tensor dy = _dy.Get(this);
        Tensor? weight = _hasWeight ? _weight.Get(this) : null;
        Tensor statistics = _statistics.Get(this);
        Tensor back = RowNormalization.Backward(x, gradient, null, statistics, epsilon, centered);
        if (sink.Needs(_dyNode))
        {
            sink.Add(_dyNode, weight is null ? back : F.Multiply(back, weight));
        }

        if (sink.Needs(_weightNode))
        {
            sink.Add(_weightNode, F.Sum(F.Multiply(dy, back), 0));
        }

        if (sink.Needs(_xNode))
        {
            // In double precision: the three terms cancel.
            DataType type = x.DataType;
            x = x.To(DataType.Float64);
            dy = dy.To(DataType.Float64);
            gradient = gradient.To(DataType.Float64);
            weight = weight?.To(DataType.Float64);
            back = RowNormalization.Backward(x, gradient, null, statistics, epsilon, centered);
            Tensor normal = RowNormalization.Forward(x, null, null, epsilon, centered);
            Tensor product = weight is null ? dy : F.Multiply(dy, weight);
            Tensor own = RowNormalization.Backward(x, dy, weight, statistics, epsilon, centered);
            Tensor sum = F.Add(
                F.Multiply(normal, Dot(gradient, own)), F.Add(F.Multiply(back, Dot(normal, product)), F.Multiply(own, Dot(normal, gradient))));
            sink.Add(_xNode, F.Multiply(F.Multiply(sum, RowNormalization.Scale(x, statistics, epsilon, centered)), -1.0 / x.Shape[1]).To(type));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _dy.Free();
        _weight.Free();
        _statistics.Free();
    }

    private static Tensor Dot(Tensor a, Tensor b) => F.Sum(F.Multiply(a, b), 1, keepDims: true);
}

/// <summary>The backward of <c>s = 1/√(v + ε)</c> of each row: <c>−s²·h/n</c>.</summary>
internal sealed class RowNormScaleNode(Tensor x, Tensor statistics, double epsilon, bool centered) : UnaryNode(x)
{
    private SavedTensor _x = new(x);
    private SavedTensor _statistics = new(statistics);

    internal override string Name => centered ? "the scale of LayerNorm" : "the scale of RmsNorm";

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            Tensor x = _x.Get(this);
            Tensor scale = RowNormalization.Scale(x, _statistics.Get(this), epsilon, centered);
            Tensor normal = RowNormalization.Forward(x, null, null, epsilon, centered);
            sink.Add(X, F.Multiply(F.Multiply(normal, F.Multiply(gradient, F.Square(scale))), -1.0 / x.Shape[1]));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _statistics.Free();
    }
}

/// <summary>
/// The backward of <c>dw = Σᵢ dyᵢ·hᵢ</c>: with <c>v</c> the gradient that arrives, <c>h·v</c> for <c>dy</c> and <c>J·(dy·v)</c> for <c>x</c>.
/// </summary>
internal sealed class RowNormWeightNode(Tensor x, Tensor dy, Tensor statistics, double epsilon, bool centered) : BinaryNode(x, dy)
{
    private SavedTensor _x = new(x);
    private SavedTensor _dy = new(dy);
    private SavedTensor _statistics = new(statistics);

    internal override string Name => centered ? "the weight's gradient of LayerNorm" : "the weight's gradient of RmsNorm";

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor x = _x.Get(this);
        if (sink.Needs(X))
        {
            sink.Add(X, RowNormalization.Backward(x, _dy.Get(this), gradient, _statistics.Get(this), epsilon, centered));
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, F.Multiply(RowNormalization.Forward(x, null, null, epsilon, centered), gradient));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _dy.Free();
        _statistics.Free();
    }
}
