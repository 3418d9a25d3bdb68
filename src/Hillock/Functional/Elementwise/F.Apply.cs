using System.Runtime.CompilerServices;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Applies a function of one number to every element: <c>y[i] = f(x[i])</c>, with gradients of any order.</summary>
    /// <param name="x">The arguments, of a floating-point type.</param>
    /// <param name="function">The function; its derivatives follow from its definition.</param>
    /// <returns>A tensor of the same shape and type. 16-bit types are computed in float32 and rounded once.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> is not of a floating-point type.</exception>
    public static Tensor Apply<TFunction>(Tensor x, TFunction function)
        where TFunction : struct, IUnaryFunction
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.IsTracked)
        {
            return Elementwise.Unary(function, x);
        }

        if (TFunction.Cost == Cost.Light || x.DataType != DataType.Float32)
        {
            return Elementwise.Unary(function, x).By(new UnaryFunctionNode<TFunction>(function, x, slope: null));
        }

        Tensor result = Elementwise.UnaryWithSlope(function, x, out Tensor slope);
        return result.By(new UnaryFunctionNode<TFunction>(function, x, slope));
    }

    /// <summary>The product <c>dy·f⁽ⁿ⁾(x)</c>, itself differentiable in both tensors.</summary>
    internal static Tensor ApplyBackward<TFunction>(TFunction function, int order, Tensor x, Tensor dy)
        where TFunction : struct, IUnaryFunction
    {
        if (order > HigherDerivative.Highest)
        {
            return RuntimeFeature.IsDynamicCodeSupported
                ? ApplyBackward(new Derivative<TFunction>(function), order - 1, x, dy)
                : throw Partials.TooHigh();
        }

        Tensor dx = Elementwise.UnaryBackward(function, order, x, dy);
        return Tracks(x, dy) ? dx.By(new UnaryFunctionBackwardNode<TFunction>(function, order, x, dy)) : dx;
    }
}
