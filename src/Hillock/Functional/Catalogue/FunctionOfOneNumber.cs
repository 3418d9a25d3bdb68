using System.Numerics;
using Hillock.Activations;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Everything that an <see cref="ActivationFunction"/> does, on the type of a function of one number.</summary>
internal abstract class FunctionOfOneNumber<TFunction>(ActivationInfo info, double[] values, TFunction function) : ActivationFunction(info, values)
    where TFunction : struct, IUnaryFunction
{
    protected readonly TFunction Function = function;

    public override void Forward(ReadOnlySpan<float> x, Span<float> y) => Map.Apply(Function, x, y);

    public override void Forward(ReadOnlySpan<double> x, Span<double> y) => Map.Apply(Function, x, y);

    public override void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) => Map.Backward(Function, x, dy, dx);

    public override void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) => Map.Backward(Function, x, dy, dx);

    public override void Derivative(int order, ReadOnlySpan<float> x, Span<float> y) => DerivativeOf(order, x, y);

    public override void Derivative(int order, ReadOnlySpan<double> x, Span<double> y) => DerivativeOf(order, x, y);

    public override Tensor Forward(Tensor x) => F.Apply(x, Function);

    private void DerivativeOf<TElement>(int order, ReadOnlySpan<TElement> x, Span<TElement> y)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        switch (order)
        {
            case 0:
                Map.Apply(Function, x, y);
                break;
            case 1:
                Map.Apply(new Derivative<TFunction>(Function), x, y);
                break;
            case 2:
                Map.Apply(new Derivative<Derivative<TFunction>>(new(Function)), x, y);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(order), order, "The order of the derivative must be 0, 1 or 2.");
        }
    }
}

/// <summary>A function whose parameters, if any, are constants.</summary>
internal sealed class FixedFunction<TActivation>(ActivationInfo info, double[] values, TActivation function)
    : FunctionOfOneNumber<TActivation>(info, values, function)
    where TActivation : struct, IActivation
{
    public override TResult Accept<TResult>(IActivationVisitor<TResult> visitor) => visitor.Visit(Function);
}

/// <summary>A function that is random while training.</summary>
internal sealed class RandomFunction<TActivation>(ActivationInfo info, double[] values, TActivation function)
    : FunctionOfOneNumber<TActivation>(info, values, function)
    where TActivation : struct, IRandomActivation
{
    public override TResult Accept<TResult>(IActivationVisitor<TResult> visitor) => visitor.VisitRandom(Function);
}

/// <summary>A function whose parameter can be learned, at one value of it.</summary>
internal sealed class LearnableFunction<TActivation>(ActivationInfo info, double[] values, TActivation function)
    : FunctionOfOneNumber<AtParameter<TActivation>>(info, values, new(function, values[0]))
    where TActivation : struct, ILearnableActivation
{
    public override TResult Accept<TResult>(IActivationVisitor<TResult> visitor) => visitor.VisitLearnable(Function.Function, Function.Value);
}
