using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>
/// The terms of cross-entropies of rows of at most sixteen classes, as many rows side by side as a vector has lanes (<see cref="ColumnSoftmax"/>).
/// </summary>
/// <param name="columns">Logits in columns, then exponentials, then gradients; room for <see cref="ColumnSoftmax.BufferLength"/>.</param>
/// <param name="numbers">Some numbers of each row; room for <see cref="NumbersLength"/>.</param>
internal readonly ref struct CrossEntropyColumns<TElement>(Span<TElement> columns, Span<TElement> numbers)
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>The most rows that are brought into columns together.</summary>
    internal const int Rows = ColumnSoftmax.Groups * ColumnSoftmax.Columns;

    /// <summary>The room for the numbers.</summary>
    internal const int NumbersLength = 11 * Rows;

    private readonly ref TElement _columns = ref MemoryMarshal.GetReference(columns);
    private readonly Span<TElement> _numbers = numbers;

    /// <summary>In: the class of each row, or −1.</summary>
    internal Span<TElement> Targets => Number(0);

    /// <summary>Out: the logarithm of 1 and the ratio of the other exponentials to that of the class, infinite where the ratio is; its first part.</summary>
    internal Span<TElement> LossHigh => Number(4);

    /// <summary>Out: the second part.</summary>
    internal Span<TElement> LossLow => Number(5);

    private Span<TElement> FactorHigh => Number(1);

    private Span<TElement> FactorLow => Number(2);

    private Span<TElement> Far => Number(3);

    private Span<TElement> Own => Number(6);

    private Span<TElement> OthersHigh => Number(7);

    private Span<TElement> OthersLow => Number(8);

    private Span<TElement> Largest => Number(9);

    private Span<TElement> Exponent => Number(10);

    /// <summary>Takes one factor for all rows.</summary>
    internal void FillFactors(double factor)
    {
        RowScale.Split(factor, out TElement high, out TElement low);
        FactorHigh.Fill(high);
        FactorLow.Fill(low);
    }

    /// <summary>Takes what a row's softmax is multiplied by in the gradient.</summary>
    internal void SetFactor(int row, double factor) => RowScale.Split(factor, out FactorHigh[row], out FactorLow[row]);

    /// <summary>Whether a row's terms are too large for the exponential, so that nothing here is true for it.</summary>
    internal bool IsFar(int row) => Far[row] > TElement.Zero;

    /// <summary>The sum of a row's exponentials, with that of its class apart.</summary>
    internal SplitSum Sum(int row) => new(Chunk16.Widen(Own[row]), Chunk16.Widen(OthersHigh[row]) + Chunk16.Widen(OthersLow[row]));

    /// <summary>How a row's exponentials are kept in range.</summary>
    internal SoftmaxShift<TElement> Shift(int row) => new(Largest[row], Exponent[row]);

    /// <summary>Computes the exponentials of rows, their sums and losses; says whether there is a row that is too large.</summary>
    internal bool Exponentials<TLanes>(ref TElement x, int rows, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
    {
        ColumnSoftmax.Gather(ref x, ref _columns, rows, length, (nuint)TLanes.Count);
        bool anyFar = false;
        for (int i = 0; i < rows; i += TLanes.Count)
        {
            anyFar |= Group<TLanes>(ref Unsafe.Add(ref _columns, i * ColumnSoftmax.Columns), length, i);
        }

        return anyFar;
    }

    /// <summary>Computes the gradients of rows, but for those that are too large.</summary>
    internal void Gradients<TLanes>(ref TElement dx, int rows, nuint length, bool anyFar)
        where TLanes : struct, ILanes<TLanes, TElement>
    {
        for (int i = 0; i < rows; i += TLanes.Count)
        {
            Gradient<TLanes>(ref Unsafe.Add(ref _columns, i * ColumnSoftmax.Columns), length, i);
        }

        ColumnSoftmax.Scatter(ref _columns, ref dx, rows, length, (nuint)TLanes.Count, anyFar ? Far : default);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Group<TLanes>(ref TElement group, nuint length, int first)
        where TLanes : struct, ILanes<TLanes, TElement>
    {
        nuint lanes = (nuint)TLanes.Count;
        TLanes target = TLanes.Load(ref Targets[first], 0);
        TLanes largest = TLanes.Const(double.NegativeInfinity);
        TLanes second = largest;
        TLanes index = TLanes.Zero;
        for (nuint j = 0; j < length; j++)
        {
            TLanes x = TLanes.Load(ref group, j * lanes);
            largest = TLanes.Max(largest, x);
            second = TLanes.Select(TLanes.Abs(target - index) < TLanes.One, second, TLanes.Max(second, x));
            index += TLanes.One;
        }

        TLanes none = ColumnSoftmax.Center<TLanes, TElement, Unscaled>(default, largest, out TLanes floor, out TLanes exponent);

        // The largest of the others is the bound, so that near certainty nothing is lost.
        ColumnSum<TLanes> others = new ColumnSum<TLanes>(ColumnSoftmax.OfSecond<TLanes, TElement, Unscaled>(default, second, floor, exponent));
        TLanes own = TLanes.Zero;
        index = TLanes.Zero;
        for (nuint j = 0; j < length; j++)
        {
            TLanes e = SoftmaxTerms.Near(default(Unscaled), TLanes.Load(ref group, j * lanes), floor, exponent);
            e.Store(ref group, j * lanes);
            TLanes here = TLanes.Abs(target - index) < TLanes.One;
            own = TLanes.Select(here, e, own);
            others.Add(TLanes.Select(here, TLanes.Zero, e));
            index += TLanes.One;
        }

        Wide<TLanes> sum = others.Value;
        Wide<TLanes> loss = ColumnSoftmax.Logarithm(Wide<TLanes>.Quotient(sum, own));
        loss.Hi.Store(ref LossHigh[first], 0);
        TLanes.Select(loss.Hi >= TLanes.Const(double.PositiveInfinity), TLanes.Zero, loss.Lo).Store(ref LossLow[first], 0);
        own.Store(ref Own[first], 0);
        sum.Hi.Store(ref OthersHigh[first], 0);
        sum.Lo.Store(ref OthersLow[first], 0);
        largest.Store(ref Largest[first], 0);
        exponent.Store(ref Exponent[first], 0);
        return ColumnSoftmax.IsAny<TLanes, TElement>(none, ref Far[first]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Gradient<TLanes>(ref TElement group, nuint length, int first)
        where TLanes : struct, ILanes<TLanes, TElement>
    {
        nuint lanes = (nuint)TLanes.Count;
        TLanes target = TLanes.Load(ref Targets[first], 0);
        Wide<TLanes> factor = new(TLanes.Load(ref FactorHigh[first], 0), TLanes.Load(ref FactorLow[first], 0));
        Wide<TLanes> others = new(TLanes.Load(ref OthersHigh[first], 0), TLanes.Load(ref OthersLow[first], 0));
        Wide<TLanes> sum = Wide<TLanes>.Sum(others.Hi, TLanes.Load(ref Own[first], 0));
        sum = new(sum.Hi, sum.Lo + others.Lo);

        // A power of two; see RowScale.Softmax.
        TLanes lowering = TLanes.Select(
            TLanes.Abs(factor.Hi) < TLanes.Const(RowScale.SmallFactor<TElement>()), TLanes.Const(SoftmaxShift<TElement>.Lowering), TLanes.One);
        factor = Wide<TLanes>.Quotient(factor, new(sum.Hi * lowering, sum.Lo * lowering));
        others = new(others.Hi * lowering, others.Lo * lowering);
        TLanes high = factor.Hi;
        TLanes low = factor.Lo;

        // −others·factor: the products of the second parts are below what counts.
        TLanes atTarget = -TLanes.FusedMultiplyAdd(others.Hi, high, TLanes.FusedMultiplyAdd(others.Hi, low, others.Lo * high));
        TLanes index = TLanes.Zero;
        for (nuint j = 0; j < length; j++)
        {
            TLanes e = TLanes.Load(ref group, j * lanes) * lowering;
            TLanes slope = TLanes.FusedMultiplyAdd(e, high, e * low);
            TLanes.Select(TLanes.Abs(target - index) < TLanes.One, atTarget, slope).Store(ref group, j * lanes);
            index += TLanes.One;
        }
    }

    private Span<TElement> Number(int index) => _numbers.Slice(index * Rows, Rows);
}
