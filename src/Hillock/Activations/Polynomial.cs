using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The polynomial <c>Σ cₖ·Bₖ(x)</c> of given coefficients.</summary>
internal readonly struct Polynomial<TBasis>(Constant[] coefficients) : IUnaryFunction
    where TBasis : struct, IPolynomialBasis
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => TBasis.Sum(x, coefficients);
}

/// <summary>A polynomial's share in a gradient: <c>g·Σ cₖ·Bₖ(x)</c>.</summary>
internal readonly struct WeightedPolynomial<TBasis>(Constant[] coefficients) : IBinaryFunction
    where TBasis : struct, IPolynomialBasis
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T g) where T : struct, IReal<T> => g * TBasis.Sum(x, coefficients);
}
