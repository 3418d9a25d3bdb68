using System.Numerics;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>An element-wise loss, reduced.</summary>
    internal static Tensor ElementwiseLoss<TLoss>(TLoss loss, Tensor x, Tensor t, Reduction reduction, string name)
        where TLoss : struct, IElementwiseLoss
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(t);
        CheckLossOperands(x, t, name);
        if (x.DataType is DataType.Float16 or DataType.BFloat16)
        {
            return ElementwiseLoss(loss, x.To(DataType.Float32), t.To(DataType.Float32), reduction, name).To(x.DataType);
        }

        Tensor y = reduction == Reduction.None
            ? Elementwise.Binary(loss, x, t)
            : Tensor.Full(Shape.Scalar, LossSum(loss, x, t) / (reduction == Reduction.Mean ? x.Length : 1), x.DataType);
        return Tracks(x, t) ? y.By(new ElementwiseLossNode<TLoss>(loss, x, t, reduction, name)) : y;
    }

    /// <summary>The gradient <c>dy·f′(x, t)</c> of an unreduced loss, or <c>scale·dy·f′(x, t)</c> with one number <c>dy</c>; recorded by nobody.</summary>
    internal static Tensor LossGradient<TPartial>(TPartial partial, Tensor x, Tensor t, Tensor dy, double scale)
        where TPartial : struct, IBinaryFunction
    {
        if (dy.Length == 1 && x.Length != 1)
        {
            return Elementwise.Binary(new ScaledFunction<TPartial>(partial, (dy.DataType == DataType.Float32 ? dy.Item<float>() : dy.Item<double>()) * scale), x, t);
        }

        Tensor dx = Elementwise.Binary(partial, x, t);
        Elementwise.InPlace(default(MultiplyFunction), dx, scale == 1 ? dy.Reshape(x.Shape) : Multiply(dy.Detach().Reshape(x.Shape), scale));
        return dx;
    }

    private static double LossSum<TLoss>(TLoss loss, Tensor x, Tensor t)
        where TLoss : struct, IElementwiseLoss
    {
        Tensor xs = x.Detach().Contiguous();
        Tensor ts = t.Detach().Contiguous();
        double sum = x.DataType == DataType.Float32
            ? PairSum.Sum<TLoss, float>(loss, xs.Span<float>(), ts.Span<float>())
            : PairSum.Sum<TLoss, double>(loss, xs.Span<double>(), ts.Span<double>());
        GC.KeepAlive(xs);
        GC.KeepAlive(ts);
        return sum;
    }

    private static void CheckLossOperands(Tensor x, Tensor t, string name)
    {
        if (!x.Shape.Equals(t.Shape))
        {
            throw new ArgumentException(
                $"{name} expects targets of the predictions' shape {x.Shape} but got {t.Shape}; {(x.Length == t.Length ? $"reshape one of them, as in targets.Reshape(predictions.Shape)" : "nothing is broadcast, expand the targets if that is meant")}.", nameof(t));
        }

        if (x.DataType != t.DataType || !x.DataType.IsFloatingPoint())
        {
            throw new ArgumentException($"{name} expects predictions and targets of one floating-point type but got {x.DataType.Name()} and {t.DataType.Name()}; convert with To.", nameof(t));
        }
    }
}
