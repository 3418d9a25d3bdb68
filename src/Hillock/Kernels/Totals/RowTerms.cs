using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>The terms of <see cref="RowTotals"/>. Factors are powers of two, so that products with them are exact.</summary>
internal static class RowTerms
{
    /// <summary>The sum of the elements times a factor.</summary>
    internal readonly struct Elements(double factor) : IRowTerm
    {
        public static int Count => 1;

        public static bool IsLinear => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Value<TDoubles>(TDoubles x)
            where TDoubles : struct, ISixteenDoubles<TDoubles> => x * TDoubles.Create(factor);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Lost<TDoubles>(TDoubles x, TDoubles value)
            where TDoubles : struct, ISixteenDoubles<TDoubles> => TDoubles.Create(0);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Other<TDoubles>(TDoubles y)
            where TDoubles : struct, ISixteenDoubles<TDoubles> => y;
    }

    /// <summary>The sum of the magnitudes of the elements times a factor.</summary>
    internal readonly struct Magnitudes(double factor) : IRowTerm
    {
        public static int Count => 1;

        public static bool IsLinear => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Value<TDoubles>(TDoubles x)
            where TDoubles : struct, ISixteenDoubles<TDoubles> => TDoubles.Abs(x) * TDoubles.Create(factor);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Lost<TDoubles>(TDoubles x, TDoubles value)
            where TDoubles : struct, ISixteenDoubles<TDoubles> => TDoubles.Create(0);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Other<TDoubles>(TDoubles y)
            where TDoubles : struct, ISixteenDoubles<TDoubles> => y;
    }

    /// <summary>The sum of the squares of the elements times a factor.</summary>
    internal readonly struct Squares(double factor) : IRowTerm
    {
        public static int Count => 1;

        public static bool IsLinear => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Value<TDoubles>(TDoubles x)
            where TDoubles : struct, ISixteenDoubles<TDoubles> => x * TDoubles.Create(factor);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Lost<TDoubles>(TDoubles x, TDoubles value)
            where TDoubles : struct, ISixteenDoubles<TDoubles> => TDoubles.Create(0);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Other<TDoubles>(TDoubles y)
            where TDoubles : struct, ISixteenDoubles<TDoubles> => y;
    }

    /// <summary>
    /// The sums of the deviations <c>x·factor − mean</c> and of their squares. What they lose is made up for, but for the mean's second part of floats.
    /// </summary>
    internal readonly struct Deviations(double factor, Twofold mean) : IRowTerm
    {
        public static int Count => 2;

        public static bool IsLinear => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Value<TDoubles>(TDoubles x)
            where TDoubles : struct, ISixteenDoubles<TDoubles> => (x * TDoubles.Create(factor)) - TDoubles.Create(mean.High);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Lost<TDoubles>(TDoubles x, TDoubles value)
            where TDoubles : struct, ISixteenDoubles<TDoubles> =>
                RowTotals.Lost(x * TDoubles.Create(factor), TDoubles.Create(-mean.High), value) - TDoubles.Create(mean.Low);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Other<TDoubles>(TDoubles y)
            where TDoubles : struct, ISixteenDoubles<TDoubles> => y;
    }

    /// <summary>The sums of the squares of both operands times a factor each, and of their products.</summary>
    internal readonly struct Products(double factor, double factorY) : IRowTerm
    {
        public static int Count => 3;

        public static bool IsLinear => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Value<TDoubles>(TDoubles x)
            where TDoubles : struct, ISixteenDoubles<TDoubles> => x * TDoubles.Create(factor);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Lost<TDoubles>(TDoubles x, TDoubles value)
            where TDoubles : struct, ISixteenDoubles<TDoubles> => TDoubles.Create(0);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Other<TDoubles>(TDoubles y)
            where TDoubles : struct, ISixteenDoubles<TDoubles> => y * TDoubles.Create(factorY);
    }
}
