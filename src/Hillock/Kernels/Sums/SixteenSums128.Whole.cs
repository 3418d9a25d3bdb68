using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hillock.Kernels;

/// <content>Sums in whole numbers, for <see cref="WholeSums"/>.</content>
internal readonly partial struct SixteenSums128
{
    public static long Whole(ref float x, nuint length, out bool areNumbers) =>
        Whole(ref x, ref x, length, WholeSums.ShifterOfOnes, false, out areNumbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Whole(ref float x, ref float y, nuint length, double shifter, bool product, out bool areNumbers)
    {
        Vector128<double> shift = Vector128.Create(shifter);
        Vector128<ulong> s0 = default;
        Vector128<ulong> s1 = default;
        Vector128<ulong> all = default;
        if (product)
        {
            for (nuint i = 0; i < length; i += 4)
            {
                // The product is exact, so fused or not, it is rounded once.
                (Vector128<double> a, Vector128<double> b) = Vector128.Widen(Vector128.LoadUnsafe(ref x, i));
                (Vector128<double> c, Vector128<double> d) = Vector128.Widen(Vector128.LoadUnsafe(ref y, i));
                Vector128<ulong> first = ((a * c) + shift).AsUInt64();
                Vector128<ulong> second = ((b * d) + shift).AsUInt64();
                s0 += first;
                s1 += second;
                all |= first | second;
            }
        }
        else
        {
            for (nuint i = 0; i < length; i += 4)
            {
                (Vector128<double> a, Vector128<double> b) = Vector128.Widen(Vector128.LoadUnsafe(ref x, i));
                Vector128<ulong> first = (a + shift).AsUInt64();
                Vector128<ulong> second = (b + shift).AsUInt64();
                s0 += first;
                s1 += second;
                all |= first | second;
            }
        }

        // Sign and exponent of all sums are the shifter's.
        ulong bits = BitConverter.DoubleToUInt64Bits(shifter);
        areNumbers = Vector128.EqualsAll(all >>> 52, Vector128.Create(bits >> 52));
        return (long)((s0 + s1).ToScalar() + (s0 + s1).GetElement(1) - (length * bits));
    }
}
