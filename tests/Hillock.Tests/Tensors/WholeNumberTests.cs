using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Tensors;

/// <summary>Arithmetic of whole numbers and truth values. Expected values are NumPy's (2.x, arrays of uint8, int32, int64 and bool).</summary>
public class WholeNumberTests
{
    private static readonly Tensor Bytes = Tensor.From(new byte[] { 0, 1, 200, 255 });
    private static readonly Tensor Ints = Tensor.From(new[] { int.MinValue, -1, 65536, int.MaxValue });
    private static readonly Tensor Longs = Tensor.From(new[] { long.MinValue, -1, 1L << 32, long.MaxValue });
    private static readonly Tensor Truths = Tensor.From(new[] { false, true });

    [Fact]
    public void Arithmetic_WrapsInEveryType()
    {
        Assert.Equal(new byte[] { 0, 2, 144, 254 }, (Bytes + Bytes).ToArray<byte>());
        Assert.Equal(new byte[] { 0, 255, 56, 1 }, (-Bytes).ToArray<byte>());
        Assert.Equal(new byte[] { 0, 1, 64, 1 }, (Bytes * Bytes).ToArray<byte>());
        Assert.Equal(new byte[] { 100, 101, 44, 99 }, (Bytes + 100).ToArray<byte>());
        Assert.Equal(new byte[] { 255, 0, 199, 254 }, (Bytes - 1).ToArray<byte>());
        Assert.Equal(new byte[] { 10, 9, 66, 11 }, (10 - Bytes).ToArray<byte>());
        Assert.Equal(new byte[] { 0, 1, 64, 1 }, F.Square(Bytes).ToArray<byte>());

        Assert.Equal([0, -2, 131072, -2], (Ints + Ints).ToArray<int>());
        Assert.Equal([int.MinValue, 1, -65536, -int.MaxValue], (-Ints).ToArray<int>());
        Assert.Equal([0, 1, 0, 1], F.Square(Ints).ToArray<int>());
        Assert.Equal([int.MinValue, 1, 65536, int.MaxValue], F.Abs(Ints).ToArray<int>());
        Assert.Equal([int.MaxValue, -2, 65535, int.MaxValue - 1], (Ints - 1).ToArray<int>());

        Assert.Equal([0L, -2, 1L << 33, -2], (Longs + Longs).ToArray<long>());
        Assert.Equal([long.MinValue, 1, -(1L << 32), -long.MaxValue], (-Longs).ToArray<long>());
        Assert.Equal([0L, 1, 0, 1], F.Square(Longs).ToArray<long>());
    }

    [Fact]
    public void Conversion_ToANarrowerType_KeepsTheLowBits()
    {
        Assert.Equal(new byte[] { 44, 255, 0, 0 }, Tensor.From(new[] { 300L, -1, 256, long.MinValue }).To(DataType.UInt8).ToArray<byte>());
        Assert.Equal([0, -1, 0, -1], Longs.To(DataType.Int32).ToArray<int>());
        Assert.Equal(new byte[] { 0, 255, 0, 255 }, Ints.To(DataType.UInt8).ToArray<byte>());
    }

    [Fact]
    public void Conversion_ToBFloat16_RoundsOnce()
    {
        // Neighbours are 2⁵⁵ apart here: one more than the tie is above it, but rounding to 53 bits first would make it the tie.
        long tie = (1L << 62) + (1L << 54);
        Assert.Equal(Math.ScaleB(1, 62), (double)(float)Tensor.From(new[] { tie }).To(DataType.BFloat16).Item<BFloat16>());
        Assert.Equal(Math.ScaleB(1, 62) + Math.ScaleB(1, 55), (double)(float)Tensor.From(new[] { tie + 1 }).To(DataType.BFloat16).Item<BFloat16>());
        Assert.Equal(-Math.ScaleB(1, 62) - Math.ScaleB(1, 55), (double)(float)Tensor.From(new[] { -tie - 1 }).To(DataType.BFloat16).Item<BFloat16>());
        Assert.Equal(-Math.ScaleB(1, 63), (double)(float)Tensor.From(new[] { long.MinValue }).To(DataType.BFloat16).Item<BFloat16>());
    }

    [Fact]
    public void TruthValues_AddAsOr_MultiplyAsAnd_AndHaveNoDifference()
    {
        Tensor other = Tensor.From(new[] { true, true });
        Assert.Equal([true, true], (Truths + other).ToArray<bool>());
        Assert.Equal([false, true], (Truths * other).ToArray<bool>());
        Assert.Contains("use NotEqual", Assert.Throws<ArgumentException>(() => Truths - other).Message);
        Assert.Contains("Negate of truth values", Assert.Throws<ArgumentException>(() => -Truths).Message);
        Assert.Equal(DataType.Int64, (Truths + 1).DataType);
        Assert.Equal([1L, 0], (1 - Truths).ToArray<long>());
        Assert.Equal([0L, 1], F.Square(Truths).ToArray<long>());
        Assert.Equal(DataType.Int64, F.Square(Truths).DataType);
    }

    [Fact]
    public void AFraction_BesideWholeNumbers_MakesThemFloat32()
    {
        Tensor x = Tensor.From(new[] { 1, 2 });
        Tensor mask = Tensor.From(new[] { true, false });
        Assert.Equal([1.5f, 2.5f], (x + 0.5).ToArray<float>());
        Assert.Equal([-0.5f, -1.5f], (0.5 - x).ToArray<float>());
        Assert.Equal([0.5f, 2], F.Where(mask, 0.5, x).ToArray<float>());
        Assert.Equal([1, float.NaN], F.Where(mask, x, double.NaN).ToArray<float>());
        Assert.Equal([float.NegativeInfinity, 2], F.MaskedFill(x, mask, double.NegativeInfinity).ToArray<float>());
        Assert.Equal(DataType.Int32, F.Where(mask, x, 7).DataType);
        Assert.Equal([1e20f, 1e20f], (x + 1e20).ToArray<float>());
    }

    [Fact]
    public void Comparison_WithANumber_IsExact()
    {
        // Beyond 2⁵³ float64 does not tell neighbours apart.
        Tensor x = Tensor.From(new[] { (1L << 53) + 1, long.MaxValue, long.MinValue });
        Assert.Equal([true, true, false], F.Greater(x, 9007199254740992).ToArray<bool>());
        Assert.Equal([false, false, false], F.Equal(x, 9007199254740992).ToArray<bool>());
        Assert.Equal([false, false, false], F.GreaterOrEqual(x, Math.ScaleB(1, 63)).ToArray<bool>());
        Assert.Equal([true, true, true], F.Less(x, Math.ScaleB(1, 63)).ToArray<bool>());
        Assert.Equal([false, false, true], F.LessOrEqual(x, -Math.ScaleB(1, 63)).ToArray<bool>());
        Assert.Equal([true, true, false], F.Greater(x, 0.5).ToArray<bool>());
        Assert.Equal([false, false, false], F.Greater(x, double.NaN).ToArray<bool>());
        Assert.Equal([true, true, true], F.NotEqual(x, double.NaN).ToArray<bool>());
        Assert.Equal([true, true, true, true], F.Less(Bytes, 300).ToArray<bool>());
        Assert.Equal([true, true, true, true], F.Greater(Bytes, -1).ToArray<bool>());
    }

    [Fact]
    public void Clamp_OfWholeNumbers_KeepsTheType()
    {
        Assert.Equal(new byte[] { 5, 5, 100, 100 }, F.Clamp(Bytes, 5, 100).ToArray<byte>());
        Assert.Equal(new byte[] { 0, 1, 200, 255 }, F.Clamp(Bytes, -7, 1000).ToArray<byte>());
        Assert.Equal(new byte[] { 0, 0, 0, 0 }, F.Clamp(Bytes, -7, -3).ToArray<byte>());
        Assert.Equal([-5, -1, 65536, 1_000_000], F.Clamp(Ints, -5, 1_000_000).ToArray<int>());
        Assert.Equal([long.MinValue, -1, 7, 7], F.Clamp(Longs, maximum: 7).ToArray<long>());
        Assert.Equal([-0.5f, -0.5f, 0.5f, 0.5f], F.Clamp(Longs, -0.5, 0.5).ToArray<float>());
        Assert.Equal(DataType.Int64, F.Clamp(Truths, 0, 1).DataType);
    }

    [Fact]
    public void Concat_AndPad_BeyondTheLargestTensor_SaySo()
    {
        Tensor wide = Tensor.Scalar(1).Expand(int.MaxValue);
        Assert.Contains("Concat would give axis 0 4294967294 positions", Assert.Throws<ArgumentException>(() => F.Concat([wide, wide])).Message);
        Assert.Contains(
            "Pad would give axis 0 4294967295 positions", Assert.Throws<ArgumentException>(() => F.Pad(Tensor.Zeros([1]), int.MaxValue, int.MaxValue)).Message);
        Assert.Contains("more than 2147483647 elements", Assert.Throws<ArgumentException>(() => F.Pad(Tensor.Zeros([2, 1]), int.MaxValue - 1, 0)).Message);
    }
}
