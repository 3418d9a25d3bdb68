using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// A cross-entropy of a projection, whose logits the backward pass computes again. A gradient that is itself to be differentiated is made of
/// differentiable operations on all logits instead.
/// </summary>
internal sealed class LinearCrossEntropyNode(
    LinearCrossEntropyPlan plan, Tensor x, Tensor weight, Tensor? bias, Tensor targets, double[] weights, CrossEntropySettings settings, bool isEager) : Node
{
    private readonly LinearCrossEntropyPlan _plan = plan;
    private readonly CrossEntropySettings _settings = settings;
    private readonly Node? _xNode = x.Node;
    private readonly Node? _weightNode = weight.Node;
    private readonly Node? _biasNode = bias?.Node;
    private SavedTensor _x = new(x);
    private SavedTensor _weight = new(weight);
    private SavedTensor _bias = bias is null ? default : new(bias);
    private SavedTensor _targets = new(targets);

    // Computed along with the loss where that takes no second computation of the logits; otherwise backward.
    private Tensor? _dx = isEager && x.Node is not null ? Room(x) : null;
    private Tensor? _dWeight = isEager && weight.Node is not null ? Room(weight) : null;
    private Tensor? _dBias = isEager && bias?.Node is not null ? Room(bias) : null;
    private Tensor? _largest;
    private SplitSum[] _sums = [];

    internal override int ParentCount => 3;

    private bool HasBias { get; } = bias is not null;

    internal override Node? Parent(int index) => index switch
    {
        0 => _xNode,
        1 => _weightNode,
        _ => _biasNode,
    };

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor x = _x.Get(this);
        Tensor weight = _weight.Get(this);
        Tensor? bias = HasBias ? _bias.Get(this) : null;
        if (GradientMode.Enabled)
        {
            Tensor each = gradient.Rank == 1 ? gradient.Unsqueeze(1) : gradient;
            Tensor dLogits = CrossEntropyNode.Differentiable(F.Linear(x, weight, bias), _targets.Get(this), weights, _settings, each);
            Send(sink, _xNode, () => F.MatMul(dLogits, weight));
            Send(sink, _weightNode, () => F.MatMul(dLogits.Transpose(), x));
            Send(sink, _biasNode, () => F.Sum(dLogits, 0));
            return;
        }

        if (isEager)
        {
            Give(sink, _xNode, _dx, gradient);
            Give(sink, _weightNode, _dWeight, gradient);
            Give(sink, _biasNode, _dBias, gradient);
            return;
        }

        Tensor? dx = sink.Needs(_xNode) ? Room(x) : null;
        Tensor? dWeight = sink.Needs(_weightNode) ? Room(weight) : null;
        Tensor? dBias = sink.Needs(_biasNode) ? Room(bias!) : null;
        if (x.DataType == DataType.Float64)
        {
            Compute<double>(x, weight, bias, gradient, dx, dWeight, dBias);
        }
        else
        {
            Compute<float>(x, weight, bias, gradient, dx, dWeight, dBias);
        }

        Send(sink, _xNode, () => dx!.To(x.DataType));
        Send(sink, _weightNode, () => dWeight!.To(x.DataType));
        Send(sink, _biasNode, () => dBias!.To(x.DataType));
    }

    /// <summary>Where the gradients go that are computed along with the loss.</summary>
    internal ProjectionGradients<T> Gradients<T>()
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => Gradients<T>(_dx, _dWeight, _dBias);

    /// <summary>Keeps what the gradient is computed from.</summary>
    internal void Keep(Tensor largest, SplitSum[] sums)
    {
        _largest = largest;
        _sums = sums;
    }

    internal override void Free()
    {
        _x.Free();
        _weight.Free();
        _bias.Free();
        _targets.Free();
        _largest = null;
        _sums = [];
        _dx = null;
        _dWeight = null;
        _dBias = null;
    }

    private static Tensor Room(Tensor of) => Tensor.Empty(of.Shape, of.DataType == DataType.Float64 ? DataType.Float64 : DataType.Float32);

    private static void Give(GradientSink sink, Node? node, Tensor? computed, Tensor gradient)
    {
        if (sink.Needs(node))
        {
            Tensor scaled = gradient.Item<double>() == 1 ? computed! : F.Multiply(computed!, gradient.To(computed!.DataType));
            sink.Give(node, scaled.To(gradient.DataType));
        }
    }

    private static ProjectionGradients<T> Gradients<T>(Tensor? dx, Tensor? dWeight, Tensor? dBias)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        new(dx is null ? default : dx.Span<T>(), dWeight is null ? default : dWeight.Span<T>(), dBias is null ? default : dBias.Span<T>());

    private static void Send(GradientSink sink, Node? node, Func<Tensor> gradient)
    {
        if (sink.Needs(node))
        {
            sink.Add(node, gradient());
        }
    }

    private void Compute<T>(Tensor x, Tensor weight, Tensor? bias, Tensor gradient, Tensor? dx, Tensor? dWeight, Tensor? dBias)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Tensor targets = _targets.Get(this);
        DataType type = DataTypes.Of<T>();
        Tensor xs = x.Detach().To(type), ws = weight.Detach().To(type);
        Tensor? bs = bias?.Detach().To(type).Contiguous();
        Tensor tile = Tensor.Empty(_plan.Length, type);
        LinearCrossEntropyRows.Backward(
            F.Operands<T>(xs, ws, bs), targets.Span<long>(), weights, _settings, _plan, tile.Span<T>(), _largest!.Span<T>(), _sums,
            gradient.ToArray<double>(), Gradients<T>(dx, dWeight, dBias));
        GC.KeepAlive(xs);
        GC.KeepAlive(ws);
        GC.KeepAlive(bs);
        GC.KeepAlive(targets);
        GC.KeepAlive(dx);
        GC.KeepAlive(dWeight);
        GC.KeepAlive(dBias);

        // And with it the largest logits.
        GC.KeepAlive(this);
        tile.Release();
    }
}
