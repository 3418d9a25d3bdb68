using Hillock.Numbers;

namespace Hillock.Digests;

/// <summary>Fixed arguments, from integers and exact arithmetic only.</summary>
internal static class Inputs
{
    /// <summary>
    /// A third of them any bits, which brings infinities, NaNs and every magnitude; a third within ±128, a third within ±8; and the special ones.
    /// The length leaves a remainder in every vector.
    /// </summary>
    public static float[] Single(int length) =>
        [
            .. Enumerable.Range(0, length).Select(SingleAt), 0, -0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.PositiveInfinity,
            float.NegativeInfinity,
        ];

    /// <inheritdoc cref="Single"/>
    public static double[] Double(int length) =>
        [
            .. Enumerable.Range(0, length).Select(DoubleAt), 0, -0d, double.Epsilon, -double.Epsilon, double.MaxValue, double.PositiveInfinity,
            double.NegativeInfinity,
        ];

    /// <summary>Numbers from −2^31 to 2^31 over 2^<paramref name="scale"/>.</summary>
    public static float[] Moderate(int length, int scale, ulong stream)
    {
        Philox random = new(17, stream);
        return [.. Enumerable.Range(0, length).Select(i => (float)Fixed(random, i, scale))];
    }

    private static float SingleAt(int i)
    {
        Philox random = new(11);
        return (i % 3) switch
        {
            0 => BitConverter.UInt32BitsToSingle(random.Bits32((ulong)i)),
            1 => (float)Fixed(random, i, 24),
            _ => (float)Fixed(random, i, 28),
        };
    }

    private static double DoubleAt(int i)
    {
        Philox random = new(13);
        return (i % 3) switch
        {
            0 => BitConverter.UInt64BitsToDouble(random.Bits64((ulong)i)),
            1 => Fixed(random, i, 21), // up to 1024, past the overflow of the exponential
            _ => Fixed(random, i, 28),
        };
    }

    private static double Fixed(Philox random, int i, int scale) => (int)random.Bits32((ulong)i) / (double)(1L << scale);
}
