using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>Sorts unsigned keys together with their positions; equal keys keep the order of their positions.</summary>
/// <remarks>Long runs are sorted digit by digit from the lowest (radix sort), in a time that does not depend on the values; short ones by comparison.</remarks>
internal static class StableSort
{
    private const int DigitBits = 8;
    private const int Digits = 1 << DigitBits;

    // Below, clearing and adding up the counts of digits costs more than comparing.
    private const int ShortestRadix = 400;

    /// <summary>Sorts keys of 32 bits, each in the upper half of a pair whose lower half is its position.</summary>
    /// <returns>The span that holds the result: <paramref name="pairs"/> or <paramref name="scratch"/>.</returns>
    internal static Span<ulong> Pairs(Span<ulong> pairs, Span<ulong> scratch)
    {
        if (pairs.Length < ShortestRadix)
        {
            // The position within the pair makes every pair unique, so that no sort can be unstable.
            pairs.Sort();
            return pairs;
        }

        Span<int> counts = stackalloc int[4 * Digits];
        Count(pairs, 32, counts);
        for (int digit = 0; digit < 4; digit++)
        {
            Span<int> places = counts.Slice(digit * Digits, Digits);
            if (!ToPlaces(places, pairs.Length))
            {
                continue;
            }

            int shift = 32 + (digit * DigitBits);
            ref ulong target = ref MemoryMarshal.GetReference(scratch);
            ref int place = ref MemoryMarshal.GetReference(places);
            foreach (ulong pair in pairs)
            {
                Unsafe.Add(ref target, Unsafe.Add(ref place, (int)(pair >> shift) & (Digits - 1))++) = pair;
            }

            Span<ulong> sorted = scratch[..pairs.Length];
            scratch = pairs;
            pairs = sorted;
        }

        return pairs;
    }

    /// <summary>Sorts keys of 64 bits and the positions that belong to them; all four spans have one length, and the result is in the first two.</summary>
    internal static void Keys(ref Span<ulong> keys, ref Span<int> positions, ref Span<ulong> keyScratch, ref Span<int> positionScratch)
    {
        if (keys.Length < ShortestRadix)
        {
            keys.Sort(positions);
            SortWithinTies(keys, positions);
            return;
        }

        Span<int> counts = stackalloc int[8 * Digits];
        Count(keys, 0, counts);
        for (int digit = 0; digit < 8; digit++)
        {
            Span<int> places = counts.Slice(digit * Digits, Digits);
            if (!ToPlaces(places, keys.Length))
            {
                continue;
            }

            int shift = digit * DigitBits;
            ref ulong targetKey = ref MemoryMarshal.GetReference(keyScratch);
            ref int targetPosition = ref MemoryMarshal.GetReference(positionScratch);
            ref int place = ref MemoryMarshal.GetReference(places);
            for (int i = 0; i < keys.Length; i++)
            {
                ulong key = keys[i];
                int to = Unsafe.Add(ref place, (int)(key >> shift) & (Digits - 1))++;
                Unsafe.Add(ref targetKey, to) = key;
                Unsafe.Add(ref targetPosition, to) = positions[i];
            }

            Span<ulong> sortedKeys = keyScratch;
            keyScratch = keys;
            keys = sortedKeys;
            Span<int> sortedPositions = positionScratch;
            positionScratch = positions;
            positions = sortedPositions;
        }
    }

    /// <summary>Counts every digit from the bit <paramref name="start"/> on, in one pass.</summary>
    private static void Count(ReadOnlySpan<ulong> keys, int start, Span<int> counts)
    {
        counts.Clear();
        ref int first = ref MemoryMarshal.GetReference(counts);
        int digits = counts.Length / Digits;
        foreach (ulong key in keys)
        {
            ulong rest = key >> start;
            for (int digit = 0; digit < digits; digit++)
            {
                Unsafe.Add(ref first, (digit * Digits) + ((int)rest & (Digits - 1)))++;
                rest >>= DigitBits;
            }
        }
    }

    /// <summary>Turns counts into first places; false if all keys have the same digit.</summary>
    private static bool ToPlaces(Span<int> counts, int length)
    {
        int sum = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            int count = counts[i];
            if (count == length)
            {
                return false;
            }

            counts[i] = sum;
            sum += count;
        }

        return true;
    }

    // The sort by comparison leaves equal keys in any order.
    private static void SortWithinTies(ReadOnlySpan<ulong> keys, Span<int> positions)
    {
        for (int start = 0; start < keys.Length;)
        {
            int end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                positions[start..end].Sort();
            }

            start = end;
        }
    }
}
