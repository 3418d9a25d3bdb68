using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// A cross-entropy of a projection, whose logits the backward pass computes again. A gradient that is itself to be differentiated is made of
/// differentiable operations on all logits instead.
/// </summary>
internal sealed class LinearCrossEntropyNode(
    Tensor x, Tensor weight, Tensor? bias, Tensor targets, double[] weights, CrossEntropySettings settings, Tensor? largest, double[]? sums, Tensor? logits) : Node
{
    private readonly CrossEntropySettings _settings = settings;
    private readonly Node? _xNode = x.Node;
    private readonly Node? _weightNode = weight.Node;
    private readonly Node? _biasNode = bias?.Node;
    private SavedTensor _x = new(x);
    private SavedTensor _weight = new(weight);
    private SavedTensor _bias = bias is null ? default : new(bias);
    private SavedTensor _targets = new(targets);
    private Tensor? _largest = largest;
    private Tensor? _logits = logits;

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

        Tensor? dx = sink.Needs(_xNode) ? Gradient(x) : null;
        Tensor? dWeight = sink.Needs(_weightNode) ? Gradient(weight) : null;
        Tensor? dBias = sink.Needs(_biasNode) ? Gradient(bias!) : null;
        if (Widened(x.DataType) == DataType.Float32)
        {
            Compute<float>(x, weight, bias, gradient, dx, dWeight, dBias);
        }
        else
        {
            Compute<double>(x, weight, bias, gradient, dx, dWeight, dBias);
        }

        Send(sink, _xNode, () => dx!.To(x.DataType));
        Send(sink, _weightNode, () => dWeight!.To(x.DataType));
        Send(sink, _biasNode, () => dBias!.To(x.DataType));
    }

    internal override void Free()
    {
        _x.Free();
        _weight.Free();
        _bias.Free();
        _targets.Free();
        _largest = null;
        _logits = null;
    }

    private static DataType Widened(DataType type) => type == DataType.Float64 ? DataType.Float64 : DataType.Float32;

    private static Tensor Gradient(Tensor of) => Tensor.Empty(of.Shape, Widened(of.DataType));

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
        if (targets.Length == 0)
        {
            dx?.Span<T>().Clear();
            dWeight?.Span<T>().Clear();
            dBias?.Span<T>().Clear();
            return;
        }

        DataType type = Widened(x.DataType);
        Tensor xs = x.Detach().To(type), ws = weight.Detach().To(type);
        Tensor? bs = bias?.Detach().To(type).Contiguous();
        var plan = LinearCrossEntropyPlan.Of(targets.Length, weight.Shape[0]);
        Tensor tile = _logits is null ? Tensor.Empty(plan.Length, type) : _logits.Clone();
        LinearCrossEntropyRows.Backward(
            F.Operands<T>(xs, ws, bs), targets.Span<long>(), weights, _settings, plan, tile.Span<T>(), _logits is not null, _largest!.Span<T>(), sums,
            gradient.ToArray<double>(), dx is null ? default : dx.Span<T>(), dWeight is null ? default : dWeight.Span<T>(), dBias is null ? default : dBias.Span<T>());
        GC.KeepAlive(xs);
        GC.KeepAlive(ws);
        GC.KeepAlive(bs);
        GC.KeepAlive(targets);
        tile.Release();
    }
}
