using System.Runtime.CompilerServices;
using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary><c>s·f(x, y)</c>.</summary>
internal readonly struct ScaledFunction<TFunction>(TFunction function, double scale) : IBinaryFunction
    where TFunction : struct, IBinaryFunction
{
    public static Cost Cost => TFunction.Cost;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T> => T.Const(scale) * function.Apply(x, y);
}

/// <summary>A loss of predictions and targets, reduced: the gradient is one pass over both.</summary>
internal sealed class ElementwiseLossNode<TLoss>(TLoss loss, Tensor x, Tensor t, Reduction reduction, string name) : BinaryNode(x, t)
    where TLoss : struct, IElementwiseLoss
{
    private readonly double _scale = reduction == Reduction.Mean ? 1.0 / x.Length : 1;
    private SavedTensor _x = new(x);
    private SavedTensor _t = new(t);

    internal override string Name => name;

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor x = _x.Get(this);
        Tensor t = _t.Get(this);
        if (sink.Needs(X))
        {
            sink.Add(X, LossGradientNode<TLoss>.Apply(loss, x, t, gradient, _scale, ofTargets: false));
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, LossGradientNode<TLoss>.Apply(loss, x, t, gradient, _scale, ofTargets: true));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _t.Free();
    }
}

/// <summary>The backward of <c>dx = scale·dy·∂f/∂x</c>: second derivatives, whose own gradient is not recorded.</summary>
internal sealed class LossGradientNode<TLoss> : Node
    where TLoss : struct, IElementwiseLoss
{
    private readonly TLoss _loss;
    private readonly Node? _xNode;
    private readonly Node? _tNode;
    private readonly Node? _dyNode;
    private readonly Shape _dyShape;
    private readonly double _scale;
    private readonly bool _ofTargets;
    private SavedTensor _x;
    private SavedTensor _t;
    private SavedTensor _dy;

    private LossGradientNode(TLoss loss, Tensor x, Tensor t, Tensor dy, double scale, bool ofTargets)
    {
        (_loss, _xNode, _tNode, _dyNode, _scale, _ofTargets, _dyShape) = (loss, x.Node, t.Node, dy.Node, scale, ofTargets, dy.Shape);
        (_x, _t, _dy) = (new(x), new(t), new(dy));
    }

    internal override int ParentCount => 3;

    internal static Tensor Apply(TLoss loss, Tensor x, Tensor t, Tensor dy, double scale, bool ofTargets)
    {
        Tensor dx = First(loss, x, t, dy, scale, ofTargets);
        return F.Tracks(x, t) || F.Tracks(dy) ? dx.By(new LossGradientNode<TLoss>(loss, x, t, dy, scale, ofTargets)) : dx;
    }

    internal override Node? Parent(int index) => index switch
    {
        0 => _xNode,
        1 => _tNode,
        _ => _dyNode,
    };

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (GradientMode.Enabled)
        {
            throw new NotSupportedException("The third derivative of a loss is not recorded; pass createGraph: false to the second pass.");
        }

        Tensor x = _x.Get(this);
        Tensor t = _t.Get(this);
        if (sink.Needs(_dyNode))
        {
            Tensor partial = First(_loss, x, t, gradient, _scale, _ofTargets);
            sink.Add(_dyNode, _dyShape.Length == 1 ? F.Reshape(F.Sum(partial), _dyShape) : partial);
        }

        if (sink.Needs(_xNode))
        {
            sink.Add(_xNode, F.Multiply(Second(x, t, false), gradient));
        }

        if (sink.Needs(_tNode))
        {
            sink.Add(_tNode, F.Multiply(Second(x, t, true), gradient));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _t.Free();
        _dy.Free();
    }

    private static Tensor First(TLoss loss, Tensor x, Tensor t, Tensor dy, double scale, bool ofTargets) => ofTargets
        ? F.LossGradient(new PartialY<TLoss>(loss), x, t, dy, scale)
        : F.LossGradient(new PartialX<TLoss>(loss), x, t, dy, scale);

    private Tensor Second(Tensor x, Tensor t, bool byTargets) => (_ofTargets, byTargets) switch
    {
        (false, false) => F.LossGradient(new PartialX<PartialX<TLoss>>(new(_loss)), x, t, _dy.Get(this), _scale),
        (false, true) => F.LossGradient(new PartialY<PartialX<TLoss>>(new(_loss)), x, t, _dy.Get(this), _scale),
        (true, false) => F.LossGradient(new PartialX<PartialY<TLoss>>(new(_loss)), x, t, _dy.Get(this), _scale),
        _ => F.LossGradient(new PartialY<PartialY<TLoss>>(new(_loss)), x, t, _dy.Get(this), _scale),
    };
}
