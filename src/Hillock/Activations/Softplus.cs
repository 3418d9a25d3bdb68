using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>Softplus: <c>ln(1 + e^(βx))/β</c>.</summary>
/// <remarks>
/// A smooth rectifier, evaluated as <c>max(x, 0) + log1p(e^(−|βx|))/β</c> without a threshold. Slope <c>σ(βx)</c>. <c>f(−∞) = 0</c>.
/// Source: Dugas, Bengio, Bélisle, Nadeau, Garcia, "Incorporating second-order functional knowledge for better option pricing" (2001).
/// </remarks>
/// <param name="Beta">The sharpness, not 0: the larger, the closer to a rectifier.</param>
public readonly record struct Softplus(double Beta) : IActivation
{
    private readonly Parameter _beta = new(Beta);
    private readonly Reciprocal _inverse = new(Beta);

    // Where βx passes 2000, the function is x or 0 in either precision, and an infinite βx would make NaN.
    private readonly Parameter _limit = new(2000 / Math.Abs(Beta));

    /// <summary>The function with its default parameters.</summary>
    public Softplus()
        : this(1)
    {
    }

    /// <summary>The sharpness.</summary>
    public double Beta { get; } = Argument.NonZero(Beta);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T>
    {
        T limit = T.Const(_limit), beta = T.Const(_beta);
        Wide<T> inverse = _inverse.As<T>();
        Wide<T> product = Wide<T>.Product(beta, T.Min(limit, T.Max(-limit, x)));
        T near = inverse * T.Softplus(product);

        // Far below 0 it is e^(βx)/β, and a subnormal result is rounded once.
        Wide<T> decay = T.Decay(product, out T n);
        T far = T.Scale(Wide<T>.RoundedProduct(inverse, decay), n);
        T value = T.Select(product.Hi < T.Const(-80, -700), far, near);
        return T.Select(T.FlipSign(x, beta) >= limit, x, value);
    }
}
