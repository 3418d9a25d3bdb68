using System.Runtime.CompilerServices;

namespace Hillock.Numbers;

/// <summary>
/// Philox 4x32-10, a counter-based random number generator: every number is a pure function of the seed, the stream and
/// an index, so that results do not depend on the order, the threads or the number of draws made before.
/// </summary>
/// <param name="Seed">The key. The same seed gives the same numbers on every machine.</param>
/// <param name="Stream">Separates independent uses of one seed: the upper 64 bits of the counter.</param>
/// <remarks>
/// <para>
/// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. A block of
/// four 32-bit words is computed from the counter <c>(block low, block high, stream low, stream high)</c> and the key
/// <c>(seed low, seed high)</c>. Checked against the authors' known-answer vectors.
/// </para>
/// <para>
/// The kinds of draw share the same blocks: the double at index 0 is made of the words that <see cref="Bits32"/> gives at 0
/// and 1. Use another stream for another purpose.
/// </para>
/// </remarks>
public readonly record struct Philox(ulong Seed, ulong Stream = 0)
{
    internal const uint Multiplier0 = 0xD2511F53;
    internal const uint Multiplier1 = 0xCD9E8D57;
    internal const uint Weyl0 = 0x9E3779B9; // the golden ratio
    internal const uint Weyl1 = 0xBB67AE85; // sqrt(3) - 1

    /// <summary>The ten-round Philox function itself: four words for a 128-bit counter and a 64-bit key.</summary>
    /// <param name="counterLow">Words 0 (low half) and 1 of the counter.</param>
    /// <param name="counterHigh">Words 2 (low half) and 3 of the counter.</param>
    /// <param name="key">Words 0 (low half) and 1 of the key.</param>
    /// <returns>The four random words in the order of the paper.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (uint X0, uint X1, uint X2, uint X3) Block(ulong counterLow, ulong counterHigh, ulong key)
    {
        uint x0 = (uint)counterLow, x1 = (uint)(counterLow >> 32), x2 = (uint)counterHigh, x3 = (uint)(counterHigh >> 32);
        uint key0 = (uint)key, key1 = (uint)(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong product0 = (ulong)Multiplier0 * x0;
            ulong product1 = (ulong)Multiplier1 * x2;
            x0 = (uint)(product1 >> 32) ^ x1 ^ key0;
            x1 = (uint)product1;
            x2 = (uint)(product0 >> 32) ^ x3 ^ key1;
            x3 = (uint)product0;
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return (x0, x1, x2, x3);
    }

    /// <summary>A generator of the same seed for another stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <returns>The generator.</returns>
    public Philox WithStream(ulong stream) => new(Seed, stream);

    /// <summary>32 random bits: word <c>index mod 4</c> of block <c>index / 4</c>.</summary>
    /// <param name="index">Any index.</param>
    /// <returns>A number equally probable among all 2^32.</returns>
    public uint Bits32(ulong index)
    {
        (uint x0, uint x1, uint x2, uint x3) = Block(index >> 2, Stream, Seed);
        return (index & 3) switch { 0 => x0, 1 => x1, 2 => x2, _ => x3 };
    }

    /// <summary>64 random bits: words <c>2·index</c> (low half) and <c>2·index + 1</c>.</summary>
    /// <param name="index">Any index below 2^63; larger ones repeat.</param>
    /// <returns>A number equally probable among all 2^64.</returns>
    public ulong Bits64(ulong index)
    {
        (uint x0, uint x1, uint x2, uint x3) = Block((index & 0x7FFFFFFFFFFFFFFF) >> 1, Stream, Seed);
        return (index & 1) == 0 ? x0 | (ulong)x1 << 32 : x2 | (ulong)x3 << 32;
    }

    /// <summary>A uniform number in [0, 1): a multiple of 2^-24, from the upper 24 bits of <see cref="Bits32"/>.</summary>
    /// <param name="index">Any index.</param>
    /// <returns>A number at least 0 and below 1.</returns>
    public float UniformSingle(ulong index) => ToUniform(Bits32(index));

    /// <summary>A uniform number in (0, 1]: <see cref="UniformSingle"/> plus 2^-24, for logarithms and reciprocals.</summary>
    /// <param name="index">Any index.</param>
    /// <returns>A number above 0 and at most 1.</returns>
    public float UniformSinglePositive(ulong index) => ((Bits32(index) >> 8) + 1) * (1f / (1 << 24));

    /// <summary>A uniform number in [0, 1): a multiple of 2^-53, from the upper 53 bits of <see cref="Bits64"/>.</summary>
    /// <param name="index">Any index below 2^63.</param>
    /// <returns>A number at least 0 and below 1.</returns>
    public double UniformDouble(ulong index) => (Bits64(index) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform number within (0, 1): an odd multiple of 2⁻⁵³, of which neither the logarithm nor that of what is left of 1 is infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal double UniformDoubleWithin(ulong index) => ((Bits64(index) >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>A standard normal number (mean 0, variance 1), by inversion of the distribution function.</summary>
    /// <param name="index">Any index below 2^63.</param>
    /// <returns><c>Φ⁻¹((u + ½)/2^52)</c> where <c>u</c> is the upper 52 bits of <see cref="Bits64"/>; between −8.3 and 8.3.</returns>
    /// <remarks>
    /// The quantile is Wichura's AS 241, with a relative error below 1e-15 and the same bits on every machine: it uses only
    /// + − × ÷, the square root and a polynomial for the logarithm.
    /// </remarks>
    public double Normal(ulong index) => NormalQuantile.At(UniformDoubleWithin(index));

    /// <summary><see cref="Normal"/>, rounded once to float.</summary>
    /// <param name="index">Any index below 2^63.</param>
    /// <returns>A standard normal number.</returns>
    public float NormalSingle(ulong index) => (float)Normal(index);

    /// <summary>A whole number in [0, <paramref name="bound"/>), each exactly equally probable.</summary>
    /// <param name="index">Any index; draws of other indices never share random bits with this one.</param>
    /// <param name="bound">The exclusive upper bound, at least 1.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is 0.</exception>
    /// <remarks>
    /// Multiply and reject: D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019). The words of
    /// block <paramref name="index"/> are tried in turn, and after them those of the same block under changed keys.
    /// </remarks>
    public uint Below(ulong index, uint bound)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bound);
        ulong product = (ulong)Block(index, Stream, Seed).X0 * bound;
        // The refused words have a low half below 2^32 mod bound, which is below the bound: nearly always this decides.
        return (uint)product >= bound ? (uint)(product >> 32) : BelowByRejection(index, bound);
    }

    /// <summary>Fills a span with <see cref="UniformSingle"/> at <paramref name="start"/>, <paramref name="start"/> + 1 and so on.</summary>
    /// <param name="destination">The span to fill.</param>
    /// <param name="start">The index of its first element.</param>
    public void FillUniform(Span<float> destination, ulong start = 0)
    {
        int i = 0;
        for (; i < destination.Length && ((start + (ulong)i) & 3) != 0; i++)
        {
            destination[i] = UniformSingle(start + (ulong)i);
        }

        i += PhiloxLanes.FillUniform(this, (start + (ulong)i) >> 2, destination[i..]);
        for (; i <= destination.Length - 4; i += 4)
        {
            (uint x0, uint x1, uint x2, uint x3) = Block((start + (ulong)i) >> 2, Stream, Seed);
            destination[i] = ToUniform(x0);
            destination[i + 1] = ToUniform(x1);
            destination[i + 2] = ToUniform(x2);
            destination[i + 3] = ToUniform(x3);
        }

        for (; i < destination.Length; i++)
        {
            destination[i] = UniformSingle(start + (ulong)i);
        }
    }

    /// <summary>Fills a span with <see cref="NormalSingle"/> at <paramref name="start"/>, <paramref name="start"/> + 1 and so on.</summary>
    /// <param name="destination">The span to fill.</param>
    /// <param name="start">The index of its first element.</param>
    public void FillNormal(Span<float> destination, ulong start = 0)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = NormalSingle(start + (ulong)i);
        }
    }

    /// <summary>Puts a span in random order (Fisher and Yates): every order is equally probable as far as the seed allows.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">The span to shuffle in place. Step <c>i</c> draws <see cref="Below"/> at index <c>i</c>.</param>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = (int)Below((ulong)i, (uint)i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>The numbers 0 to <paramref name="count"/> − 1 in random order.</summary>
    /// <param name="count">How many, at least 0.</param>
    /// <returns>A new array.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        Shuffle<int>(order);
        return order;
    }

    private uint BelowByRejection(ulong index, uint bound)
    {
        uint threshold = (0 - bound) % bound; // 2^32 mod bound: so many of the 2^32 words must be refused
        for (ulong key = Seed; ; key += 0x9E3779B97F4A7C15)
        {
            (uint x0, uint x1, uint x2, uint x3) = Block(index, Stream, key);
            foreach (uint word in (ReadOnlySpan<uint>)[x0, x1, x2, x3])
            {
                ulong product = (ulong)word * bound;
                if ((uint)product >= threshold)
                {
                    return (uint)(product >> 32);
                }
            }
        }
    }

    private static float ToUniform(uint word) => (word >> 8) * (1f / (1 << 24));
}
