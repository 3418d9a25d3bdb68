using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The randomised leaky rectified linear unit: <c>x</c> for <c>x &gt; 0</c>, otherwise <c>slope·x</c>.</summary>
/// <remarks>
/// While training the slope of each element is uniform in [lower, upper]; in evaluation it is <c>(lower + upper)/2</c>. The slope at 0 is that of
/// the negative part. With a slope of 0 infinite arguments below 0 give NaN, as 0·∞ does.
/// Source: Xu, Wang, Chen, Li, "Empirical evaluation of rectified activations in convolutional network" (2015).
/// </remarks>
/// <param name="Lower">The smallest slope below 0, any finite number.</param>
/// <param name="Upper">The largest slope below 0, at least the smallest.</param>
[KnownAs("r-relu")]
public readonly record struct RRelu(double Lower, double Upper) : IRandomActivation
{
    private readonly Constant _lower = new(Lower);
    private readonly Constant _upper = new(Upper);
    private readonly Constant _middle = new((Lower + Upper) / 2);
    private readonly Constant _range = new(Upper - Lower);

    /// <summary>The function with its default parameters.</summary>
    public RRelu()
        : this(1.0 / 8, 1.0 / 3)
    {
    }

    /// <summary>The smallest slope.</summary>
    public double Lower { get; } = Check.AtMost(Lower, Upper);

    /// <summary>The largest slope.</summary>
    public double Upper { get; } = Check.Finite(Upper);

    /// <inheritdoc cref="IUnaryFunction.Cost"/>
    public static Cost Cost => Cost.Light;

    /// <summary>Evaluates the function with the middle slope.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> =>
        T.Select(x > T.Zero, x, T.Line(T.Const(_middle), x));

    /// <summary>Evaluates the function with a random slope.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="uniform">A uniform random number in [0, 1).</param>
    /// <typeparam name="T">The kind of number.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T uniform) where T : struct, IReal<T>
    {
        T slope = T.Min(T.Const(_upper), T.FusedMultiplyAdd(uniform, T.Const(_range), T.Const(_lower)));
        return T.Select(x > T.Zero, x, T.Line(slope, x));
    }
}
