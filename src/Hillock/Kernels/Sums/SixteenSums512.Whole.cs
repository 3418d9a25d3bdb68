using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Kernels;

/// <content>Sums in whole numbers, for <see cref="WholeSums"/>.</content>
internal readonly partial struct SixteenSums512
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Whole(ref float x, nuint length, out bool areNumbers)
    {
        if (!Avx512DQ.IsSupported)
        {
            return Whole(ref x, ref x, length, WholeSums.ShifterOfOnes, false, out areNumbers);
        }

        Vector512<long> s0 = default;
        Vector512<long> s1 = default;
        Vector512<long> all = default;
        for (nuint i = 0; i < length; i += 16)
        {
            // Rounds to even, as adding a shifter does; a NaN becomes a negative number.
            Vector512<long> first = Avx512DQ.ConvertToVector512Int64(Vector256.LoadUnsafe(ref x, i));
            Vector512<long> second = Avx512DQ.ConvertToVector512Int64(Vector256.LoadUnsafe(ref x, i + 8));
            s0 += first;
            s1 += second;
            all |= first | second;
        }

        areNumbers = !Vector512.LessThanAny(all, Vector512<long>.Zero);
        return (long)SixteenSums256.Fold((s0 + s1).AsUInt64().GetLower() + (s0 + s1).AsUInt64().GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Whole(ref float x, ref float y, nuint length, double shifter, bool product, out bool areNumbers)
    {
        Vector512<double> shift = Vector512.Create(shifter);
        Vector512<ulong> s0 = default;
        Vector512<ulong> s1 = default;
        Vector512<ulong> all = default;
        if (product)
        {
            for (nuint i = 0; i < length; i += 16)
            {
                // The product is exact, so it is rounded once.
                Vector512<ulong> first = Vector512.FusedMultiplyAdd(Widen(ref x, i), Widen(ref y, i), shift).AsUInt64();
                Vector512<ulong> second = Vector512.FusedMultiplyAdd(Widen(ref x, i + 8), Widen(ref y, i + 8), shift).AsUInt64();
                s0 += first;
                s1 += second;
                all |= first | second;
            }
        }
        else
        {
            for (nuint i = 0; i < length; i += 16)
            {
                Vector512<ulong> first = (Widen(ref x, i) + shift).AsUInt64();
                Vector512<ulong> second = (Widen(ref x, i + 8) + shift).AsUInt64();
                s0 += first;
                s1 += second;
                all |= first | second;
            }
        }

        // Sign and exponent of all sums are the shifter's.
        ulong bits = BitConverter.DoubleToUInt64Bits(shifter);
        areNumbers = Vector512.EqualsAll(all >>> 52, Vector512.Create(bits >> 52));
        return (long)(SixteenSums256.Fold((s0 + s1).GetLower() + (s0 + s1).GetUpper()) - (length * bits));
    }
}
