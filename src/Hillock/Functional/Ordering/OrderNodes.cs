using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Points between two elements along an axis: the gradient is split by their shares.</summary>
internal sealed class InterpolationNode(Tensor x, int axis, Tensor below, Tensor above, double[] shares) : UnaryNode(x)
{
    private readonly Shape _shape = x.Shape;
    private SavedTensor _below = new(below);
    private SavedTensor _above = new(above);

    internal override string Name => "Quantile";

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (!sink.Needs(X))
        {
            return;
        }

        // The shares lie along the axis.
        int[] dimensions = new int[_shape.Rank];
        Array.Fill(dimensions, 1);
        dimensions[axis] = shares.Length;
        Tensor wide = gradient.To(DataType.Float64);
        Tensor share = Tensor.From(shares, Shape.Adopt(dimensions));
        Tensor zeros = Tensor.Zeros(_shape, DataType.Float64);
        Tensor toBelow = F.ScatterAdd(zeros, axis, _below.Get(this), Part(wide, F.Subtract(1, share)));
        sink.Add(X, F.ScatterAdd(toBelow, axis, _above.Get(this), Part(wide, share)).To(gradient.DataType));
    }

    /// <summary>A share of the gradient: none of it is 0 of an infinite one, too.</summary>
    private static Tensor Part(Tensor gradient, Tensor share) => F.Where(F.Equal(share, 0), 0, F.Multiply(gradient, share));

    internal override void Free()
    {
        _below.Free();
        _above.Free();
    }
}

/// <summary>The median of all elements: those equal to it share the gradient, those that are NaN where it is.</summary>
internal sealed class MedianNode(Tensor x, Tensor y) : UnaryNode(x)
{
    private SavedTensor _x = new(x);
    private SavedTensor _y = new(y);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            Tensor x = _x.Get(this).Detach();
            Tensor y = _y.Get(this).Detach();
            Tensor mask = F.NotEqual(y, y).Item<bool>() ? F.NotEqual(x, x) : F.Equal(x, y);
            Tensor share = F.Divide(gradient.To(DataType.Float64), F.Sum(mask.To(DataType.Float64)));
            sink.Add(X, F.Where(mask, share, 0).To(gradient.DataType));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _y.Free();
    }
}
