using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hillock.Kernels;

/// <content>Sums in whole numbers, for <see cref="WholeSums"/>.</content>
internal readonly partial struct SixteenSums256
{
    public static long Whole(ref float x, nuint length, out bool areNumbers) =>
        Whole(ref x, ref x, length, WholeSums.ShifterOfOnes, false, out areNumbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Whole(ref float x, ref float y, nuint length, double shifter, bool product, out bool areNumbers)
    {
        Vector256<double> shift = Vector256.Create(shifter);
        Vector256<ulong> s0 = default;
        Vector256<ulong> s1 = default;
        Vector256<ulong> all = default;
        if (product)
        {
            for (nuint i = 0; i < length; i += 8)
            {
                // The product is exact, so fused or not, it is rounded once.
                (Vector256<double> a, Vector256<double> b) = Vector256.Widen(Vector256.LoadUnsafe(ref x, i));
                (Vector256<double> c, Vector256<double> d) = Vector256.Widen(Vector256.LoadUnsafe(ref y, i));
                Vector256<ulong> first = ((a * c) + shift).AsUInt64();
                Vector256<ulong> second = ((b * d) + shift).AsUInt64();
                s0 += first;
                s1 += second;
                all |= first | second;
            }
        }
        else
        {
            for (nuint i = 0; i < length; i += 8)
            {
                (Vector256<double> a, Vector256<double> b) = Vector256.Widen(Vector256.LoadUnsafe(ref x, i));
                Vector256<ulong> first = (a + shift).AsUInt64();
                Vector256<ulong> second = (b + shift).AsUInt64();
                s0 += first;
                s1 += second;
                all |= first | second;
            }
        }

        // Sign and exponent of all sums are the shifter's.
        ulong bits = BitConverter.DoubleToUInt64Bits(shifter);
        areNumbers = Vector256.EqualsAll(all >>> 52, Vector256.Create(bits >> 52));
        return (long)(Fold(s0 + s1) - (length * bits));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Fold(Vector256<ulong> sums)
    {
        Vector128<ulong> half = sums.GetLower() + sums.GetUpper();
        return half.ToScalar() + half.GetElement(1);
    }
}
