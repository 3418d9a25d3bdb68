using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>How the current thread's processor rounds, which native code may have changed (audio libraries flush subnormal numbers).</summary>
internal static class FloatingPointEnvironment
{
    // Variables, and not constants, which the compiler would compute with itself.
    private static Operands Values = new(float.Epsilon, 1, 1.0 / (1L << 60));

    /// <summary>Whether subnormal numbers count, as arguments and as results, and sums round to nearest.</summary>
    internal static bool IsDefault
    {
        // Additions alone: a product with a subnormal number takes some processors a hundred times as long.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ref Operands values = ref Values;
            return BitConverter.SingleToInt32Bits(values.Subnormal + values.Subnormal) == 2
                && values.One + values.Small == 1 && values.One - values.Small == 1;
        }
    }

    private struct Operands(float subnormal, double one, double small)
    {
        /// <summary>The smallest number.</summary>
        internal float Subnormal = subnormal;

        internal double One = one;

        /// <summary>Too small to change 1, unless sums are rounded up or down.</summary>
        internal double Small = small;
    }
}
