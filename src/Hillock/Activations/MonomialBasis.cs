using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The powers <c>xᵏ</c>, summed by Horner's rule.</summary>
internal readonly struct MonomialBasis : IPolynomialBasis
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(T x, ReadOnlySpan<Constant> coefficients) where T : struct, IReal<T>
    {
        T sum = T.Zero;
        for (int k = coefficients.Length - 1; k >= 0; k--)
        {
            sum = T.FusedMultiplyAdd(sum, x, T.Const(coefficients[k]));
        }

        return sum;
    }

    public static double InDerivative(int row, int column) => row == column - 1 ? column : 0;
}
