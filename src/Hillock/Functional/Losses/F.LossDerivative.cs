using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The product <c>scale·dy·∂ⁱ⁺ʲf(x, t)/∂xⁱ∂tʲ</c>, itself differentiable in all three tensors.</summary>
    /// <param name="function">The function.</param>
    /// <param name="orderX">The order <c>i</c>.</param>
    /// <param name="orderT">The order <c>j</c>.</param>
    /// <param name="x">The first arguments.</param>
    /// <param name="t">The second arguments, of the same shape.</param>
    /// <param name="dy">One number, or one for each element.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="mayBeSteep">Whether to look for slopes that are out of the type's range where the product is not.</param>
    internal static Tensor LossDerivative<TFunction>(
        TFunction function, int orderX, int orderT, Tensor x, Tensor t, Tensor dy, double scale, bool mayBeSteep = false)
        where TFunction : struct, IBinaryFunction
    {
        Tensor dx = LossDerivativeOf(function, orderX, orderT, x, t, dy, scale, mayBeSteep);
        return Tracks(x, t) || Tracks(dy) ? dx.By(new LossGradientNode<TFunction>(function, orderX, orderT, x, t, dy, scale)) : dx;
    }

    private static Tensor LossDerivativeOf<TFunction>(TFunction function, int orderX, int orderT, Tensor x, Tensor t, Tensor dy, double scale, bool mayBeSteep)
        where TFunction : struct, IBinaryFunction
    {
        Tensor xs = x.Detach().Contiguous();
        Tensor ts = t.Detach().Contiguous();
        Tensor factors = Once(dy.Detach());
        Tensor dx = Tensor.Empty(x.Shape, x.DataType);
        if (x.DataType == DataType.Float32)
        {
            LossDerivatives.Evaluate<TFunction, float>(
                function, orderX, orderT, xs.Span<float>(), ts.Span<float>(), factors.Span<float>(), scale, dx.Span<float>());
        }
        else
        {
            LossDerivatives.Evaluate<TFunction, double>(
                function, orderX, orderT, xs.Span<double>(), ts.Span<double>(), factors.Span<double>(), scale, dx.Span<double>());
        }

        if (mayBeSteep && orderX + orderT == 1)
        {
            SteepSlopes.Mend(function, orderX == 1, xs, ts, factors, scale, dx);
        }

        GC.KeepAlive(xs);
        GC.KeepAlive(ts);
        GC.KeepAlive(factors);
        GC.KeepAlive(dx);
        return dx;
    }

    /// <summary>One number where an upstream gradient is the same everywhere, as that of a sum is; otherwise all, dense.</summary>
    private static Tensor Once(Tensor dy)
    {
        for (int i = 0; i < dy.Rank; i++)
        {
            if (dy.Strides[i] != 0 && dy.Shape.Dimensions[i] > 1)
            {
                return dy.Contiguous();
            }
        }

        while (dy.Rank > 0 && dy.Length > 0)
        {
            dy = dy.Select(0, 0);
        }

        return dy.Contiguous();
    }
}
