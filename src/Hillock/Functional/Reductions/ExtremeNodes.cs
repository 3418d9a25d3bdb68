using Hillock.Numbers.Functions;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>A maximum or minimum along axes: equal elements share the gradient.</summary>
internal sealed class ExtremeNode : UnaryNode
{
    private readonly Shape _kept;
    private readonly int[] _axes;
    private SavedTensor _x;
    private SavedTensor _y;

    internal ExtremeNode(Tensor x, Tensor y, Axes axes)
        : base(x)
    {
        _kept = axes.Kept(x.Shape);
        _axes = axes.ToArray();
        _x = new(x);
        _y = new(y);
    }

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (!sink.Needs(X))
        {
            return;
        }

        Tensor x = _x.Get(this).Detach();
        Tensor extreme = F.Reshape(_y.Get(this).Detach(), _kept);

        // Counted wide: 16-bit types do not hold every number of equal elements. At a NaN, which is the extreme, the count is 0 and the share NaN.
        DataType type = Widening.Wider(x.DataType, DataType.Float32);
        Tensor mask = F.Equal(x, extreme);
        Tensor wide = mask.To(type);
        Tensor count = _axes.Length == 0 ? wide : F.Sum(wide, _axes, keepDims: true);
        sink.Add(X, F.Divide(F.Where(mask, F.Reshape(gradient, _kept).To(type), 0), count).To(x.DataType));
    }

    internal override void Free()
    {
        _x.Free();
        _y.Free();
    }
}

/// <summary>The larger or smaller of pairs: equal ones share the gradient.</summary>
internal sealed class MaximumNode(Tensor x, Tensor y, bool minimum) : BinaryNode(x, y)
{
    private SavedTensor _x = new(x);
    private SavedTensor _y = new(y);

    internal override string Name => minimum ? "Minimum" : "Maximum";

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor x = _x.Get(this);
        Tensor y = _y.Get(this);
        if (sink.Needs(X))
        {
            sink.Add(X, F.SumTo(Part(gradient, Share(x, y)), x.Shape));
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, F.SumTo(Part(gradient, Share(y, x)), y.Shape));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _y.Free();
    }

    /// <summary>A share of the gradient: none of it is 0 of an infinite one, too.</summary>
    private static Tensor Part(Tensor gradient, Tensor share) => F.Where(F.Equal(share, 0), 0, F.Multiply(gradient, share));

    private Tensor Share(Tensor own, Tensor other) => minimum
        ? Elementwise.Binary(default(MaximumShareFunction), other, own)
        : Elementwise.Binary(default(MaximumShareFunction), own, other);
}
