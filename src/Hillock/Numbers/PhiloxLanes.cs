using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Numbers;

/// <summary>Several Philox blocks at once, with the same results as one by one.</summary>
/// <remarks>
/// Each 64-bit lane holds one word of one block in its lower half; the upper half is rubbish that the 32×32→64-bit
/// multiplication does not look at. The lanes hold the blocks in such an order that interleaving the word pairs within
/// 128 bits leaves them in memory order.
/// </remarks>
internal static class PhiloxLanes
{
    /// <summary>Fills the start of a span with uniform numbers from whole groups of blocks; returns how many elements were filled.</summary>
    /// <param name="random">The generator.</param>
    /// <param name="block">The block of the first element.</param>
    /// <param name="destination">The span.</param>
    public static int FillUniform(Philox random, ulong block, Span<float> destination) =>
        Avx512F.IsSupported ? Fill512(random, block, destination)
        : Avx2.IsSupported ? Fill256(random, block, destination)
        : 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Fill512(Philox random, ulong block, Span<float> destination)
    {
        const int Group = 32;
        ref float start = ref MemoryMarshal.GetReference(destination);
        Vector512<uint> multiplier0 = Vector512.Create((ulong)Philox.Multiplier0).AsUInt32();
        Vector512<uint> multiplier1 = Vector512.Create((ulong)Philox.Multiplier1).AsUInt32();
        Vector512<ulong> order = Vector512.Create(0UL, 4, 1, 5, 2, 6, 3, 7);
        int done = 0;
        for (; done <= destination.Length - Group; done += Group, block += Group / 4)
        {
            Vector512<ulong> counter = Vector512.Create(block) + order;
            Vector512<ulong> x0 = counter;
            Vector512<ulong> x1 = counter >> 32;
            Vector512<ulong> x2 = Vector512.Create(random.Stream);
            Vector512<ulong> x3 = Vector512.Create(random.Stream >> 32);
            uint key0 = (uint)random.Seed, key1 = (uint)(random.Seed >> 32);
            for (int round = 0; round < 10; round++)
            {
                Vector512<ulong> product0 = Avx512F.Multiply(multiplier0, x0.AsUInt32());
                Vector512<ulong> product1 = Avx512F.Multiply(multiplier1, x2.AsUInt32());
                x0 = (product1 >> 32) ^ x1 ^ Vector512.Create((ulong)key0);
                x1 = product1;
                x2 = (product0 >> 32) ^ x3 ^ Vector512.Create((ulong)key1);
                x3 = product0;
                key0 += Philox.Weyl0;
                key1 += Philox.Weyl1;
            }

            Vector512<ulong> low = Vector512.Create(0xFFFFFFFFUL);
            Vector512<ulong> first = (x0 & low) | (x1 << 32);
            Vector512<ulong> second = (x2 & low) | (x3 << 32);
            ToUniform(Avx512F.UnpackLow(first, second)).StoreUnsafe(ref start, (nuint)done);
            ToUniform(Avx512F.UnpackHigh(first, second)).StoreUnsafe(ref start, (nuint)done + 16);
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Fill256(Philox random, ulong block, Span<float> destination)
    {
        const int Group = 16;
        ref float start = ref MemoryMarshal.GetReference(destination);
        Vector256<uint> multiplier0 = Vector256.Create((ulong)Philox.Multiplier0).AsUInt32();
        Vector256<uint> multiplier1 = Vector256.Create((ulong)Philox.Multiplier1).AsUInt32();
        Vector256<ulong> order = Vector256.Create(0UL, 2, 1, 3);
        int done = 0;
        for (; done <= destination.Length - Group; done += Group, block += Group / 4)
        {
            Vector256<ulong> counter = Vector256.Create(block) + order;
            Vector256<ulong> x0 = counter;
            Vector256<ulong> x1 = counter >> 32;
            Vector256<ulong> x2 = Vector256.Create(random.Stream);
            Vector256<ulong> x3 = Vector256.Create(random.Stream >> 32);
            uint key0 = (uint)random.Seed, key1 = (uint)(random.Seed >> 32);
            for (int round = 0; round < 10; round++)
            {
                Vector256<ulong> product0 = Avx2.Multiply(multiplier0, x0.AsUInt32());
                Vector256<ulong> product1 = Avx2.Multiply(multiplier1, x2.AsUInt32());
                x0 = (product1 >> 32) ^ x1 ^ Vector256.Create((ulong)key0);
                x1 = product1;
                x2 = (product0 >> 32) ^ x3 ^ Vector256.Create((ulong)key1);
                x3 = product0;
                key0 += Philox.Weyl0;
                key1 += Philox.Weyl1;
            }

            Vector256<ulong> low = Vector256.Create(0xFFFFFFFFUL);
            Vector256<ulong> first = (x0 & low) | (x1 << 32);
            Vector256<ulong> second = (x2 & low) | (x3 << 32);
            ToUniform(Avx2.UnpackLow(first, second)).StoreUnsafe(ref start, (nuint)done);
            ToUniform(Avx2.UnpackHigh(first, second)).StoreUnsafe(ref start, (nuint)done + 8);
        }

        return done;
    }

    // 24 bits: the conversion and the multiplication are exact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ToUniform(Vector512<ulong> words) =>
        Vector512.ConvertToSingle((words.AsUInt32() >> 8).AsInt32()) * (1f / (1 << 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ToUniform(Vector256<ulong> words) =>
        Vector256.ConvertToSingle((words.AsUInt32() >> 8).AsInt32()) * (1f / (1 << 24));
}
