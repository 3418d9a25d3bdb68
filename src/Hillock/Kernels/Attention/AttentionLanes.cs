using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>What is done to a tile of scores between its matrix products. Each query has a lane, so that nothing is added across lanes.</summary>
internal static unsafe class AttentionLanes<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Below it an exponential is 0: it would be subnormal, and is nothing beside the largest, which is 1.
    private static TLanes Floor
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Const(-87, -708);
    }

    /// <summary>Turns products into scores times β, with what masks add, and finds the largest of each query and those before.</summary>
    /// <param name="tile">Products, a key to each row.</param>
    /// <param name="bias">What masks add, or null.</param>
    /// <param name="keys">The rows.</param>
    /// <param name="width">The columns, whole vectors.</param>
    /// <param name="factor">What products are multiplied by.</param>
    /// <param name="largest">The largest of each column so far, and then of all.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Scores(T* tile, T* bias, int keys, int width, T factor, T* largest)
    {
        TLanes c = TLanes.Create(factor);
        for (int column = 0; column < width; column += TLanes.Count)
        {
            TLanes max = Load(largest + column);
            nint place = column;
            for (int j = 0; j < keys; j++, place += width)
            {
                TLanes z = Score(Load(tile + place), bias, place, c);
                max = TLanes.Max(max, z);
                Store(z, tile + place);
            }

            Store(max, largest + column);
        }
    }

    /// <summary>Turns scores into exponentials of their differences from the largest, and adds them to sums scaled to it.</summary>
    /// <param name="tile">Scores, then exponentials.</param>
    /// <param name="keys">The rows.</param>
    /// <param name="width">The columns.</param>
    /// <param name="largest">The largest of each column.</param>
    /// <param name="factors">The largest before the tile, and then what is to be multiplied by because there is a new one.</param>
    /// <param name="sums">The sums.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Exponentials(T* tile, int keys, int width, T* largest, T* factors, T* sums)
    {
        for (int column = 0; column < width; column += TLanes.Count)
        {
            TLanes max = FiniteOr0(Load(largest + column));
            TLanes sum = TLanes.Zero;
            nint place = column;
            int j = 0;
            for (; j + 2 <= keys; j += 2, place += 2 * (nint)width)
            {
                TLanes first = Exp(Load(tile + place) - max);
                TLanes second = Exp(Load(tile + place + width) - max);
                Store(first, tile + place);
                Store(second, tile + place + width);
                sum = sum + first + second;
            }

            if (j < keys)
            {
                TLanes last = Exp(Load(tile + place) - max);
                Store(last, tile + place);
                sum += last;
            }

            TLanes factor = Exp(Load(factors + column) - max);
            Store(factor, factors + column);
            Store(TLanes.FusedMultiplyAdd(Load(sums + column), factor, sum), sums + column);
        }
    }

    /// <summary>Turns products into weights.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Weights(T* tile, T* bias, int keys, int width, T factor, T* largest, T* inverse)
    {
        TLanes c = TLanes.Create(factor);
        for (int column = 0; column < width; column += TLanes.Count)
        {
            TLanes max = Load(largest + column);
            TLanes by = Load(inverse + column);
            nint place = column;
            for (int j = 0; j < keys; j++, place += width)
            {
                Store(Exp(Score(Load(tile + place), bias, place, c) - max) * by, tile + place);
            }
        }
    }

    /// <summary>Turns weights and their gradients into gradients of scores, <c>w·(g − d)</c>: 0 where a key is hidden, whatever its gradient.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void ScoreGradients(T* weights, T* gradients, T* bias, int keys, int width, T* dots)
    {
        TLanes hidden = TLanes.Create(T.NegativeInfinity);
        for (int column = 0; column < width; column += TLanes.Count)
        {
            TLanes dot = Load(dots + column);
            nint place = column;
            for (int j = 0; j < keys; j++, place += width)
            {
                TLanes z = Load(weights + place) * (Load(gradients + place) - dot);
                if (bias != null)
                {
                    z = TLanes.Select(Load(bias + place) <= hidden, TLanes.Zero, z);
                }

                Store(z, gradients + place);
            }
        }
    }

    /// <summary>Turns products into weights, and the weights' gradients into those of the scores, where no key is hidden.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void WeightsAndGradients(T* tile, T* gradients, int keys, int width, T factor, T* largest, T* inverse, T* dots)
    {
        TLanes c = TLanes.Create(factor);
        for (int column = 0; column < width; column += TLanes.Count)
        {
            TLanes max = Load(largest + column);
            TLanes by = Load(inverse + column);
            TLanes dot = Load(dots + column);
            nint place = column;
            for (int j = 0; j < keys; j++, place += width)
            {
                TLanes weight = Exp((Load(tile + place) * c) - max) * by;
                Store(weight, tile + place);
                Store(weight * (Load(gradients + place) - dot), gradients + place);
            }
        }
    }

    /// <summary>Caps scores: <c>t = tanh(x·inner)</c> is kept, and <c>t·outer</c> replaces <c>x</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Cap(T* tile, T* tangents, int length, T inner, T outer)
    {
        TLanes a = TLanes.Create(inner), b = TLanes.Create(outer);
        for (int i = 0; i < length; i += TLanes.Count)
        {
            TLanes t = TLanes.Tanh(Load(tile + i) * a);
            Store(t, tangents + i);
            Store(t * b, tile + i);
        }
    }

    /// <summary>Multiplies by the slope of the cap, <c>1 − t²</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void CapGradients(T* tile, T* tangents, T* bias, int length)
    {
        TLanes hidden = TLanes.Create(T.NegativeInfinity);
        for (int i = 0; i < length; i += TLanes.Count)
        {
            TLanes t = Load(tangents + i);
            TLanes z = Load(tile + i) * TLanes.NegatedMultiplyAdd(t, t, TLanes.One);
            Store(bias == null ? z : TLanes.Select(Load(bias + i) <= hidden, TLanes.Zero, z), tile + i);
        }
    }

    /// <summary>The products of elements.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(T* tile, T* factors, int length)
    {
        for (int i = 0; i < length; i += TLanes.Count)
        {
            Store(Load(tile + i) * Load(factors + i), tile + i);
        }
    }

    /// <summary>Multiplies each row by a row.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void MultiplyRows(T* tile, T* factors, int rows, int width)
    {
        for (int column = 0; column < width; column += TLanes.Count)
        {
            TLanes factor = Load(factors + column);
            nint place = column;
            for (int j = 0; j < rows; j++, place += width)
            {
                Store(Load(tile + place) * factor, tile + place);
            }
        }
    }

    /// <summary>Multiplies by a number.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Scale(T* values, int length, T factor)
    {
        TLanes c = TLanes.Create(factor);
        int i = 0;
        for (; i + TLanes.Count <= length; i += TLanes.Count)
        {
            Store(Load(values + i) * c, values + i);
        }

        for (; i < length; i++)
        {
            values[i] *= factor;
        }
    }

    /// <summary>The sum of products of each column, in one chain.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Dots(T* x, T* y, int rows, int width, T* dots)
    {
        for (int column = 0; column < width; column += TLanes.Count)
        {
            TLanes sum = TLanes.Zero;
            nint place = column;
            for (int j = 0; j < rows; j++, place += width)
            {
                sum = TLanes.FusedMultiplyAdd(Load(x + place), Load(y + place), sum);
            }

            Store(sum, dots + column);
        }
    }

    /// <summary>Whether all of some rows is finite.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static bool IsFinite(T* x, int rows, int columns, nint row)
    {
        // x − x is 0 or NaN.
        TLanes even = TLanes.Zero, odd = TLanes.Zero;
        T rest = T.Zero;
        for (int i = 0; i < rows; i++, x += row)
        {
            int e = 0;
            for (; e + (2 * TLanes.Count) <= columns; e += 2 * TLanes.Count)
            {
                TLanes first = Load(x + e), second = Load(x + e + TLanes.Count);
                even += first - first;
                odd += second - second;
            }

            for (; e < columns; e++)
            {
                rest += x[e] - x[e];
            }
        }

        T* sums = stackalloc T[TLanes.Count];
        Store(even + odd, sums);
        return rest == T.Zero && !new ReadOnlySpan<T>(sums, TLanes.Count).ContainsAnyExcept(T.Zero);
    }

    /// <summary>The largest scores, 0 where there is none, and the reciprocals of sums, 0 where there is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Finish(T* largest, T* sums, int width)
    {
        for (int column = 0; column < width; column += TLanes.Count)
        {
            TLanes sum = Load(sums + column);
            Store(FiniteOr0(Load(largest + column)), largest + column);
            Store(TLanes.Select(sum <= TLanes.Zero, TLanes.Zero, TLanes.One / sum), sums + column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Load(T* source) => TLanes.Load(ref *source, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLanes value, T* target) => value.Store(ref *target, 0);

    /// <summary>A product times a factor, and what masks add; hidden whatever the product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Score(TLanes product, T* bias, nint place, TLanes factor)
    {
        if (bias == null)
        {
            return product * factor;
        }

        TLanes added = Load(bias + place);
        return TLanes.Select(added <= TLanes.Create(T.NegativeInfinity), added, TLanes.FusedMultiplyAdd(product, factor, added));
    }

    /// <summary>0 instead of −∞, so that differences from it are −∞ too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes FiniteOr0(TLanes x) => TLanes.Select(x <= TLanes.Create(T.NegativeInfinity), TLanes.Zero, x);

    /// <summary>The exponential of an argument of 0 or less; what is computed below the floor is not used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Exp(TLanes x)
    {
        Wide<TLanes> mantissa = Numbers.Elementary.Exponential.Mantissa(x, TLanes.Zero, wide: false, out TLanes n);
        return TLanes.Select(x <= Floor, TLanes.Zero, TLanes.Scale(mantissa.Hi + mantissa.Lo, n));
    }
}
