using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;
using Hillock.Numbers.Elementary;

namespace Hillock.Kernels;

/// <summary>Norms <c>(Σ|x|ᵖ)^(1/p)</c> of rows of doubles, of any order but 0 and the infinities.</summary>
/// <remarks>
/// With the unit <c>u</c>, the largest magnitude of a row (the smallest for <c>p &lt; 0</c>), the norm is <c>u·s^(1/p)</c> with
/// <c>s = Σ2^(p·(log₂|x| − log₂u))</c>, terms up to 1. An error of <c>s</c> counts <c>1/|p|</c> times, so logarithms, terms and their sum are carried as sums
/// of two: a term to about 2⁻⁵⁸, and the sum of any number of terms with it. All is rounded once: an error of half a unit in the last place and
/// <c>1/(32·|p|)</c> more.
/// </remarks>
internal static class RowPowerNorms
{
    /// <summary>Terms of a smaller power of two do not change a sum that is at least 1.</summary>
    private const double Least = -1000;

    /// <summary>Computes the norms of rows.</summary>
    /// <param name="x">The rows, one after the other.</param>
    /// <param name="units">The unit of each row; 0, an infinity or NaN is the norm.</param>
    /// <param name="y">The norms.</param>
    /// <param name="length">The length of a row.</param>
    /// <param name="p">The order.</param>
    /// <param name="vectorBits">The width of vectors.</param>
    internal static void Run(ReadOnlySpan<double> x, ReadOnlySpan<double> units, Span<double> y, int length, double p, int vectorBits) =>
        RowRuns.Run(new Body(x, units, y, length, p, vectorBits), y.Length, length);

    /// <summary>The terms of a part of a row.</summary>
    private static void Terms(ReadOnlySpan<double> x, double unit, double p, Span<double> terms, Span<double> lost, int vectorBits)
    {
        switch (vectorBits)
        {
            case >= 512:
                Terms<Lanes512<double>>(x, unit, p, terms, lost);
                break;
            case 256:
                Terms<Lanes256<double>>(x, unit, p, terms, lost);
                break;
            default:
                Terms<Lanes128<double>>(x, unit, p, terms, lost);
                break;
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Terms<TLanes>(ReadOnlySpan<double> x, double unit, double p, Span<double> terms, Span<double> lost)
        where TLanes : struct, ILanes<TLanes, double>
    {
        Wide<Scalar<double>> log = BinaryLogarithm.Precise(new Scalar<double>(unit));
        Wide<TLanes> logOfUnit = new Wide<TLanes>(TLanes.Create(log.Hi.Value), TLanes.Create(log.Lo.Value));
        ref double source = ref MemoryMarshal.GetReference(x);
        ref double high = ref MemoryMarshal.GetReference(terms);
        ref double low = ref MemoryMarshal.GetReference(lost);
        TLanes order = TLanes.Create(p);
        nuint i = 0;
        for (; i + (nuint)TLanes.Count <= (nuint)x.Length; i += (nuint)TLanes.Count)
        {
            Wide<TLanes> term = Term(TLanes.Load(ref source, i), logOfUnit, order);
            term.Hi.Store(ref high, i);
            term.Lo.Store(ref low, i);
        }

        for (; i < (nuint)x.Length; i++)
        {
            Wide<Scalar<double>> term = Term(Scalar<double>.Load(ref source, i), log, new Scalar<double>(p));
            term.Hi.Store(ref high, i);
            term.Lo.Store(ref low, i);
        }
    }

    /// <summary><c>2^(p·(log₂|x| − log₂u))</c>, not rounded; 0 of a ratio that is 0 or infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> Term<T>(T x, Wide<T> logOfUnit, T p)
        where T : struct, IReal<T>
    {
        T magnitude = T.Abs(x), zero = T.Zero;
        Wide<T> log = BinaryLogarithm.Precise(magnitude);
        Wide<T> sum = Wide<T>.Sum(Power.WithEnds(log.Hi, magnitude), -logOfUnit.Hi);
        Wide<T> z = new Wide<T>(sum.Hi, sum.Lo + (log.Lo - logOfUnit.Lo)).Times(p);

        // False for the remainders of infinite logarithms, which are NaN, too.
        T counts = T.Select(z.Hi > T.Const(Least), T.Abs(z.Lo), T.Const(double.PositiveInfinity)) < T.One;
        Wide<T> mantissa = Exponential.PowerOfTwo(new Wide<T>(T.Select(counts, z.Hi, zero), T.Select(counts, z.Lo, zero)), out T n);
        return new(T.Select(counts, T.Scale(mantissa.Hi, n), zero), T.Select(counts, T.Scale(mantissa.Lo, n), zero));
    }

    /// <summary><c>u·s^(1/p)</c>, rounded once.</summary>
    private static double Root(double unit, Twofold sum, double p)
    {
        if (sum.High == 1 && sum.Low == 0)
        {
            return unit;
        }

        const double ByLn2 = 1.4426950408889634, Limit = 3000, Lift = 18014398509481984.0;
        Wide<Scalar<double>> log = BinaryLogarithm.Precise(new Scalar<double>(sum.High));
        log = new(log.Hi, new(log.Lo.Value + (sum.Low / sum.High * ByLn2)));
        Wide<Scalar<double>> z = Wide<Scalar<double>>.Quotient(log, new Scalar<double>(p));
        double exact = log.Hi.Value / p;
        if (!(Math.Abs(exact) < Limit))
        {
            z = new Scalar<double>(Math.CopySign(Limit, exact));
        }

        Wide<Scalar<double>> power = Exponential.PowerOfTwo(z, out Scalar<double> n);
        bool isSubnormal = unit < 2.2250738585072014e-308;
        Scalar<double> mantissa = Scalar<double>.Mantissa(new(isSubnormal ? unit * Lift : unit), out Scalar<double> exponent);
        double scale = n.Value + exponent.Value - (isSubnormal ? 54 : 0);
        return Power.Scaled(power.Times(mantissa), new Scalar<double>(Math.Clamp(scale, -2040, 3000))).Value;
    }

    private readonly ref struct Body(ReadOnlySpan<double> x, ReadOnlySpan<double> units, Span<double> y, int length, double p, int vectorBits) : IRowBody
    {
        private readonly ReadOnlySpan<double> _x = x;
        private readonly ReadOnlySpan<double> _units = units;
        private readonly Span<double> _y = y;

        public void Row(int index)
        {
            double unit = _units[index];
            _y[index] = unit > 0 && unit < double.PositiveInfinity ? Root(unit, Sum(_x.Slice(index * length, length), unit), p) : unit;
        }

        private Twofold Sum(ReadOnlySpan<double> row, double unit)
        {
            double[] rented = ArrayPool<double>.Shared.Rent(2 * row.Length);
            Span<double> terms = rented.AsSpan(0, row.Length), lost = rented.AsSpan(row.Length, row.Length);
            Parallelism.For(Partition.Count(row.Length, Reduce.BlockLength), new Blocks(row, unit, p, terms, lost, vectorBits));
            Twofold sum =
                RowTotals.Of<RowTerms.Elements, double>(new(1), terms, terms, vectorBits).First
                    + RowTotals.Of<RowTerms.Elements, double>(new(1), lost, lost, vectorBits).First;
            ArrayPool<double>.Shared.Return(rented);
            return sum;
        }
    }

    /// <summary>The terms of a row, block by block.</summary>
    private readonly ref struct Blocks(ReadOnlySpan<double> x, double unit, double p, Span<double> terms, Span<double> lost, int vectorBits) : IParallelBody
    {
        private readonly ReadOnlySpan<double> _x = x;
        private readonly Span<double> _terms = terms;
        private readonly Span<double> _lost = lost;

        public void Invoke(int index)
        {
            int start = index * Reduce.BlockLength;
            int count = Math.Min(Reduce.BlockLength, _x.Length - start);
            Terms(_x.Slice(start, count), unit, p, _terms.Slice(start, count), _lost.Slice(start, count), vectorBits);
        }
    }
}
