using System.Globalization;
using Hillock.Activations;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>An activation function with its parameters fixed, whose type need not be known: what a name and some numbers become.</summary>
/// <remarks>Code that knows the type uses <see cref="F"/>, or <see cref="Kernels.Map"/> on spans; the results are the same bits.</remarks>
public abstract class ActivationFunction
{
    private readonly double[] _values;

    private protected ActivationFunction(ActivationInfo info, double[] values)
    {
        Info = info;
        _values = values;
    }

    /// <summary>The function's entry in the catalogue.</summary>
    public ActivationInfo Info { get; }

    /// <summary>The values of the parameters, in the order of <see cref="ActivationInfo.Parameters"/>.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>Computes <c>y[i] = f(x[i])</c>; the spans may be the same memory.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public abstract void Forward(ReadOnlySpan<float> x, Span<float> y);

    /// <inheritdoc cref="Forward(ReadOnlySpan{float}, Span{float})"/>
    public abstract void Forward(ReadOnlySpan<double> x, Span<double> y);

    /// <summary>Computes <c>dx[i] = dy[i]·f′(x[i])</c>; <paramref name="dx"/> may be the memory of one of the others.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public abstract void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx);

    /// <inheritdoc cref="Backward(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public abstract void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx);

    /// <summary>Computes the function (order 0), its first or its second derivative at every element; the spans may be the same memory.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The order is not 0, 1 or 2.</exception>
    public abstract void Derivative(int order, ReadOnlySpan<float> x, Span<float> y);

    /// <inheritdoc cref="Derivative(int, ReadOnlySpan{float}, Span{float})"/>
    public abstract void Derivative(int order, ReadOnlySpan<double> x, Span<double> y);

    /// <summary>Applies the function to every element of a tensor, with gradients of any order.</summary>
    /// <exception cref="ArgumentException"><paramref name="x"/> is not of a floating-point type.</exception>
    public abstract Tensor Forward(Tensor x);

    /// <summary>Hands the function, with its type, to a visitor.</summary>
    public abstract TResult Accept<TResult>(IActivationVisitor<TResult> visitor);

    /// <summary>The name with the values of the parameters: <c>elu(alpha: 1)</c>.</summary>
    public override string ToString() => _values.Length == 0
        ? Info.Name
        : $"{Info.Name}({string.Join(", ", _values.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{Info.Parameters[i].Name}: {value}")))})";

    internal static ActivationFunction Of<TActivation>(ActivationInfo info, double[] values, TActivation function)
        where TActivation : struct, IActivation => new FixedFunction<TActivation>(info, values, function);

    internal static ActivationFunction OfLearnable<TActivation>(ActivationInfo info, double[] values, TActivation function)
        where TActivation : struct, ILearnableActivation => new LearnableFunction<TActivation>(info, values, function);

    internal static ActivationFunction OfRandom<TActivation>(ActivationInfo info, double[] values, TActivation function)
        where TActivation : struct, IRandomActivation => new RandomFunction<TActivation>(info, values, function);
}
