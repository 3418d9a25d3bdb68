using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Tensors;

public class ConversionTests
{
    [Fact]
    public void To_WholeNumbers_CutsAndSaturates()
    {
        Tensor x = Tensor.From(new[] { 2.9, -2.9, 1e30, double.NaN, -1e30 });
        Assert.Equal([2, -2, int.MaxValue, 0, int.MinValue], x.To(DataType.Int32).ToArray<int>());
        Assert.Equal([2L, -2, long.MaxValue, 0, long.MinValue], x.To(DataType.Int64).ToArray<long>());
        Assert.Equal(new byte[] { 2, 0, 255, 0, 0 }, x.To(DataType.UInt8).ToArray<byte>());
        Assert.Equal([true, true, true, true, true], x.To(DataType.Bool).ToArray<bool>());
        Assert.Equal([false, true], Tensor.From(new[] { 0L, -3 }).To(DataType.Bool).ToArray<bool>());
    }

    [Fact]
    public void To_LongAsFloat_RoundsOnce()
    {
        // Through double this would be a tie that goes the other way.
        long value = (1L << 60) + (1L << 36) + 1;
        Assert.Equal((float)value, Tensor.From(new[] { value }).To(DataType.Float32).Item<float>());
        Assert.Equal(value, Tensor.From(new[] { value }).To(DataType.Int64).Item<long>());
    }

    [Fact]
    public void To_HalfPrecision_RoundsToNearestEven()
    {
        Assert.Equal((Half)2048, Tensor.From(new[] { 2049f }).To(DataType.Float16).Item<Half>());
        Assert.Equal((Half)2052, Tensor.From(new[] { 2051f }).To(DataType.Float16).Item<Half>());
        Assert.Equal(256f, (float)(BFloat16)257f);
        Assert.Equal(260f, (float)(BFloat16)259f);
        Assert.True(float.IsNaN((BFloat16)float.NaN));
        Assert.Equal(float.PositiveInfinity, (BFloat16)3.4e38f);
        Assert.Equal(0x0001, ((BFloat16)9.2e-41f).Bits);
    }

    [Fact]
    public void BFloat16_FromDouble_RoundsOnce()
    {
        // 1 + 2⁻⁸ is a tie between 1 and 1 + 2⁻⁷; just above it the answer is the upper one, which rounding to float first would lose.
        double above = 1 + Math.ScaleB(1, -8) + Math.ScaleB(1, -40);
        Assert.Equal(1 + 1f / 128, (float)(BFloat16)above);
        Assert.Equal(1f, (float)(BFloat16)(1 + Math.ScaleB(1, -8)));
        Assert.Equal(-1 - 1f / 128, (float)(BFloat16)(-above));
    }

    [Fact]
    public void To_HalfPrecision_OfManyNumbers_IsTheConversionOfOne()
    {
        // Ties, neighbours of ties that float32 does not hold, subnormal numbers, overflow and NaN; long enough for vectors and threads, with an end.
        Random random = new(7);
        double[] x = new double[100_003];
        for (int i = 0; i < x.Length; i++)
        {
            double value = Math.ScaleB(1 + ((random.Next(1 << 12) + 0.5) / (1 << 12)), random.Next(-160, 130));
            x[i] = (i % 7) switch
            {
                0 => value,
                1 => -value,
                2 => value * (1 + 1e-15),
                3 => -value * (1 - 1e-15),
                4 => random.NextDouble() * 70000,
                5 => BitConverter.Int64BitsToDouble(random.NextInt64()),
                _ => Math.ScaleB(random.Next(1 << 13), -26),
            };
        }

        Tensor wide = Tensor.From(x);
        Assert.Equal(x.Select(static value => (Half)value), wide.To(DataType.Float16).ToArray<Half>());
        Assert.Equal(
            x.Select(static value => ((BFloat16)value).Bits & 0x7FFF),
            wide.To(DataType.BFloat16).ToArray<BFloat16>().Select(static value => value.Bits & 0x7FFF));
        Assert.Equal(x.Select(static value => (float)value), wide.To(DataType.Float32).ToArray<float>());
        float[] single = [.. x.Select(static value => (float)value)];
        Assert.Equal(single.Select(static value => (Half)value), Tensor.From(single).To(DataType.Float16).ToArray<Half>());
        Assert.Equal(
            single.Select(static value => ((BFloat16)value).Bits),
            Tensor.From(single).To(DataType.BFloat16).ToArray<BFloat16>().Select(static value => value.Bits));
    }

    [Fact]
    public void From_EveryHalfPrecisionNumber_IsExact()
    {
        ushort[] bits = [.. Enumerable.Range(0, 65536).Select(static i => (ushort)i)];
        Half[] halves = [.. bits.Select(BitConverter.UInt16BitsToHalf)];
        BFloat16[] brains = [.. bits.Select(static one => BitConverter.UInt32BitsToSingle((uint)one << 16)).Select(static value => (BFloat16)value)];
        Assert.Equal(halves.Select(static value => (double)value), Tensor.From(halves).To(DataType.Float64).ToArray<double>());
        Assert.Equal(halves.Select(static value => (float)value), Tensor.From(halves).To(DataType.Float32).ToArray<float>());
        Assert.Equal(brains.Select(static value => (double)(float)value), Tensor.From(brains).To(DataType.Float64).ToArray<double>());
        Assert.Equal(brains.Select(static value => (float)value), Tensor.From(brains).To(DataType.Float32).ToArray<float>());
        Assert.Equal(
            halves.Select(static value => ((BFloat16)(float)value).Bits),
            Tensor.From(halves).To(DataType.BFloat16).ToArray<BFloat16>().Select(static value => value.Bits));
        Assert.Equal(brains.Select(static value => (Half)(float)value), Tensor.From(brains).To(DataType.Float16).ToArray<Half>());
    }

    [Fact]
    public void RoundTrip_OfEveryType_KeepsSmallNumbers()
    {
        Tensor x = Tensor.From(new byte[] { 0, 1, 2, 100 });
        foreach (DataType type in Enum.GetValues<DataType>())
        {
            if (type != DataType.Bool)
            {
                Assert.Equal(x.ToArray<byte>(), x.To(type).To(DataType.UInt8).ToArray<byte>());
            }
        }
    }

    [Theory]
    [InlineData(DataType.Float32, DataType.Float64, DataType.Float64)]
    [InlineData(DataType.Float16, DataType.BFloat16, DataType.Float32)]
    [InlineData(DataType.Float16, DataType.Int64, DataType.Float16)]
    [InlineData(DataType.Bool, DataType.UInt8, DataType.UInt8)]
    [InlineData(DataType.Int32, DataType.Int64, DataType.Int64)]
    [InlineData(DataType.Bool, DataType.BFloat16, DataType.BFloat16)]
    public void Promote_OfTwoTypes_IsPyTorchs(DataType a, DataType b, DataType expected)
    {
        Assert.Equal(expected, DataTypes.Promote(a, b));
        Assert.Equal(expected, DataTypes.Promote(b, a));
        Assert.Equal(expected, (Tensor.Ones(2, a) + Tensor.Ones(2, b)).DataType);
    }

    [Fact]
    public void Arithmetic_OfWholeNumbers_StaysWholeExceptDivision()
    {
        Tensor x = Tensor.From(new[] { 7L, -3 });
        Assert.Equal([14L, -6], (x * 2).ToArray<long>());
        Assert.Equal([10L, 0], (x + Tensor.From(new[] { 3 })).ToArray<long>());
        Assert.Equal([-7L, 3], (-x).ToArray<long>());
        Assert.Equal([3.5f, -1.5f], (x / 2).ToArray<float>());
        Assert.Equal([10.5f, -4.5f], (x * 1.5).ToArray<float>());
        Assert.Equal([7L, 3], x.Abs().ToArray<long>());
        Assert.Equal(2L, (x > 0).To(DataType.Int64).Sum().Item<long>() + Tensor.Ones(1, DataType.Bool).Sum().Item<long>());
    }
}
