using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>An operation on rows.</summary>
internal sealed class RowFunctionNode<TFunction>(Tensor x, Tensor y, TFunction function) : UnaryNode(x)
    where TFunction : IRowFunction
{
    private SavedTensor _x = new(x);
    private SavedTensor _y = new(y);

    internal override string Name => function.Name;

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (!sink.Needs(X))
        {
            return;
        }

        Tensor x = _x.Get(this), y = _y.Get(this);
        if (!GradientMode.Enabled)
        {
            sink.Add(X, F.RowFunctionBackward(function, x, y, gradient));
        }
        else if (function.BackwardOfRows(x, y, gradient) is not { } differentiable)
        {
            sink.Add(X, F.RowFunctionBackward(function, x, y, gradient).By(new OnceNode(Name, [X, gradient.Node])));
        }
        else if (differentiable.Shape.Equals(x.Shape) && differentiable.DataType == x.DataType)
        {
            sink.Add(X, differentiable);
        }
        else
        {
            throw new InvalidOperationException(
                $"BackwardOfRows of {Name} expects {x.DataType.Name()} {x.Shape} but returned {differentiable.DataType.Name()} {differentiable.Shape}; " +
                "reductions along the last axis need keepDims: true.");
        }
    }

    internal override void Free()
    {
        _x.Free();
        _y.Free();
    }
}
