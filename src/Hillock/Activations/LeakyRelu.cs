using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The leaky rectified linear unit: <c>x</c> for <c>x &gt; 0</c>, otherwise <c>negativeSlope·x</c>.</summary>
/// <remarks>
/// The slope at 0 is the negative slope. With <c>negativeSlope = 0</c> infinite arguments below 0 give NaN, as 0·∞ does.
/// Source: Maas, Hannun, Ng, "Rectifier nonlinearities improve neural network acoustic models" (2013).
/// </remarks>
/// <param name="NegativeSlope">The slope below 0, any finite number.</param>
[Common]
public readonly record struct LeakyRelu(double NegativeSlope) : IActivation
{
    private readonly Constant _negativeSlope = new(NegativeSlope);

    /// <summary>The function with its default parameters.</summary>
    public LeakyRelu()
        : this(0.01)
    {
    }

    /// <summary>The slope below 0.</summary>
    public double NegativeSlope { get; } = Check.Finite(NegativeSlope);

    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> =>
        T.Select(x > T.Zero, x, T.Line(T.Const(_negativeSlope), x));
}
