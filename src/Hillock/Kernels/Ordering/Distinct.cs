using System.Numerics;

namespace Hillock.Kernels;

/// <summary>Numbers the different ones among sorted elements, or among rows of them.</summary>
internal static class Distinct
{
    /// <summary>Numbers the different ones among sorted elements.</summary>
    /// <param name="sorted">The bits of the elements, in order.</param>
    /// <param name="equalNaN">Whether all NaN are one.</param>
    /// <param name="numbers">For each element the number of its value, from 0.</param>
    /// <returns>The number of different values.</returns>
    internal static int Number<TBits, TOrder>(ReadOnlySpan<TBits> sorted, bool equalNaN, Span<int> numbers)
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TOrder : struct, IKeyOrder<TBits>
    {
        int number = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            number += i > 0 && IsOther<TBits, TOrder>(sorted[i - 1], sorted[i], equalNaN) ? 1 : 0;
            numbers[i] = number;
        }

        return sorted.IsEmpty ? 0 : number + 1;
    }

    /// <summary>Sorts rows, by their first elements, equal ones by their second and so on, and numbers the different ones.</summary>
    /// <param name="rows">The bits of the elements, row after row.</param>
    /// <param name="order">The positions of the rows, ascending; afterwards in the order of the rows.</param>
    /// <param name="equalNaN">Whether a NaN equals another.</param>
    /// <param name="numbers">For each place in that order the number of its row's value, from 0.</param>
    /// <returns>The number of different rows.</returns>
    internal static int NumberRows<TBits, TOrder>(ReadOnlySpan<TBits> rows, Span<int> order, bool equalNaN, Span<int> numbers)
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TOrder : struct, IKeyOrder<TBits>
    {
        if (order.IsEmpty)
        {
            return 0;
        }

        int length = rows.Length / order.Length;
        TBits[] keys = new TBits[rows.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = TOrder.KeyOf(rows[i]);
        }

        // Equal rows keep their order, so that the sort is stable.
        order.Sort((a, b) => keys.AsSpan(a * length, length).SequenceCompareTo(keys.AsSpan(b * length, length)) is var compared and not 0 ? compared : a - b);
        int number = 0;
        numbers[0] = 0;
        for (int i = 1; i < order.Length; i++)
        {
            ReadOnlySpan<TBits> last = rows.Slice(order[i - 1] * length, length);
            ReadOnlySpan<TBits> next = rows.Slice(order[i] * length, length);
            for (int j = 0; j < length; j++)
            {
                if (IsOther<TBits, TOrder>(last[j], next[j], equalNaN))
                {
                    number++;
                    break;
                }
            }

            numbers[i] = number;
        }

        return number + 1;
    }

    private static bool IsOther<TBits, TOrder>(TBits last, TBits next, bool equalNaN)
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TOrder : struct, IKeyOrder<TBits> =>
        TOrder.KeyOf(last) != TOrder.KeyOf(next) || (!equalNaN && TOrder.IsNaN(next));
}
