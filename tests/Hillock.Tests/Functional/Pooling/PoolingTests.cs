using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional.Pooling;

/// <summary>Arguments, types, special values, empty tensors, views and differences of poolings.</summary>
public class PoolingTests
{
    [Fact]
    public void Gradients_OfBothOrders_AreDifferences()
    {
        Tensor x = Random(1, 2, 2, 5, 6), line = Random(2, 2, 9), solid = Random(3, 1, 2, 3, 4, 4);
        foreach ((Func<Tensor, Tensor> function, Tensor at) in ((Func<Tensor, Tensor>, Tensor)[])
            [
                (a => F.MaxPool1d(a, 3, stride: 2, padding: 1), line), (a => F.MaxPool2d(a, (2, 3), stride: (2, 1), padding: (0, 1), dilation: (2, 1)), x),
                (a => F.MaxPool3d(a, 2, ceilMode: true), solid), (a => F.AvgPool1d(a, 3, 2, 1), line),
                (a => F.AvgPool2d(a, (2, 3), (2, 1), (1, 0), ceilMode: true, countIncludePad: false), x), (a => F.AvgPool2d(a, 2), x),
                (a => F.AvgPool3d(a, 2, divisorOverride: -3), solid), (a => F.LpPool1d(a, 2, 3, 2), line), (a => F.LpPool2d(a, 4, 2, 1, ceilMode: true), x),
                (a => F.LpPool3d(a, 2, 2), solid), (a => F.AdaptiveAvgPool1d(a, 4), line), (a => F.AdaptiveAvgPool2d(a, (2, 1)), x),
                (a => F.AdaptiveAvgPool2d(a, 1), x), (a => F.AdaptiveAvgPool3d(a, (2, -1, 3)), solid), (a => F.AdaptiveMaxPool1d(a, 4), line),
                (a => F.AdaptiveMaxPool2d(a, (2, 4)), x), (a => F.AdaptiveMaxPool3d(a, 2), solid),
            ])
        {
            GradientCheck.First(a => function(a[0]), [at]).ThrowIfFailed();
            GradientCheck.Second(a => F.Square(function(a[0])), [at]).ThrowIfFailed();
        }
    }

    [Fact]
    public void Gradients_OfUnpooling_AreDifferences()
    {
        Tensor y = F.MaxPool2d(Random(4, 2, 2, 5, 6), 2, out Tensor indices);
        GradientCheck.First(a => F.MaxUnpool2d(a[0], indices, 2, outputSize: (5, 6)), [y]).ThrowIfFailed();
        GradientCheck.Second(a => F.Square(F.MaxUnpool2d(a[0], indices, 2, outputSize: (5, 6))), [y]).ThrowIfFailed();
    }

    [Theory]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.BFloat16)]
    public void NarrowTypes_AreRoundedOnce(DataType type)
    {
        Tensor x = Random(1, 2, 3, 9, 7).To(type), wide = x.To(DataType.Float64);
        Same(F.MaxPool2d(wide, 3, 2, 1), F.MaxPool2d(x, 3, 2, 1), type);
        Same(F.AvgPool2d(wide, 3, 2, 1), F.AvgPool2d(x, 3, 2, 1), type);
        Same(F.LpPool2d(wide, 2, 3), F.LpPool2d(x, 2, 3), type);
        Same(F.AdaptiveAvgPool2d(wide, 2), F.AdaptiveAvgPool2d(x, 2), type);
        Same(F.AdaptiveMaxPool2d(wide, 2), F.AdaptiveMaxPool2d(x, 2), type);
        Tensor y = F.MaxPool2d(x, 2, out Tensor indices);
        Same(F.MaxUnpool2d(y.To(DataType.Float64), indices, 2, outputSize: (9, 7)), F.MaxUnpool2d(y, indices, 2, outputSize: (9, 7)), type);
        foreach (Func<Tensor, Tensor> function in (Func<Tensor, Tensor>[])[a => F.MaxPool2d(a, 3, 1, 1), a => F.AvgPool2d(a, 3, 1, 1)])
        {
            Tensor narrow = x.Clone().WithGradient(), exact = wide.Clone().WithGradient();
            function(narrow).Backward(Tensor.Full([2, 3, 9, 7], 0.7).To(type));
            function(exact).Backward(Tensor.Full([2, 3, 9, 7], 0.7).To(type).To(DataType.Float64));
            Same(exact.Gradient!, narrow.Gradient!, type);
        }
    }

    [Fact]
    public void NaN_WinsAndTheFirstOfThem()
    {
        Tensor x = Tensor.From([1f, float.NaN, 9, float.NaN], [1, 4]).WithGradient();
        Tensor y = F.MaxPool1d(x, 4, out Tensor indices);
        Assert.True(float.IsNaN(y.Item<float>()));
        Assert.Equal(1, indices.Item<long>());
        y.Backward();
        Assert.Equal([0f, 1, 0, 0], x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Infinities_AreNumbers()
    {
        Tensor x = Tensor.From([float.NegativeInfinity, float.NegativeInfinity, 1, float.PositiveInfinity], [1, 4]);
        Assert.Equal([float.NegativeInfinity, float.PositiveInfinity], F.MaxPool1d(x, 2).ToArray<float>());
        F.MaxPool1d(x, 3, out Tensor indices, 1, 1);
        Assert.Equal([0L, 2, 3, 3], indices.Flatten().ToArray<long>());
        Assert.Equal([float.NegativeInfinity, float.PositiveInfinity], F.AvgPool1d(x, 2).ToArray<float>());
        Assert.Equal([float.NegativeInfinity, float.NegativeInfinity, float.NaN, float.PositiveInfinity], F.AvgPool1d(x, 3, 1, 1).ToArray<float>());
        Assert.True(float.IsNaN(F.AvgPool1d(x, 4).Item<float>()));
    }

    [Fact]
    public void Averages_OfLargeTermsThatCancel_AreRoundedOnce()
    {
        // 2²⁴ + 1 and the largest float: sums of floats would lose the 1 and overflow.
        Tensor x = Tensor.From([16777216f, 1, -16777216f, 0, float.MaxValue, float.MaxValue, float.MaxValue, float.MaxValue], [1, 8]);
        Assert.Equal([0.25f, float.MaxValue], F.AvgPool1d(x, 4).ToArray<float>());

        // As F.Mean: in float64 such sums are scaled.
        const double Huge = double.MaxValue;
        Tensor huge = Tensor.From([Huge, Huge, -Huge, Huge, Huge, Huge, double.PositiveInfinity, 1, double.NaN, Huge, Huge, Huge], [1, 3, 4]);
        Tensor leaf = huge.Clone().WithGradient();
        Tensor means = F.AvgPool2d(leaf, (1, 4));
        Assert.Equal([Huge / 2, double.PositiveInfinity, double.NaN], means.ToArray<double>());
        F.AvgPool2d(leaf, (2, 2), 1, divisorOverride: 2).Backward(Tensor.Full([1, 2, 3], Huge, DataType.Float64));
        Assert.Equal([Huge / 2, Huge, Huge, Huge / 2, Huge], leaf.Gradient!.ToArray<double>()[..5]);
        Assert.All(F.AvgPool1d(Tensor.From([-0f, -0f, -0f, -0f], [1, 4]), 2).ToArray<float>(), mean => Assert.Equal(0, BitConverter.SingleToInt32Bits(mean)));
    }

    // A norm of x·2ᵉ is 2ᵉ times that of x, with the same gradient; the powers alone leave the range.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1.5)]
    [InlineData(7)]
    [InlineData(300)]
    public void LpPool_OfExtremeElements_IsThatOfModerateOnes(double order)
    {
        int[] exponents = [0, 1000, -1000, 400, -400, 690, -690, 0];
        Tensor plain = F.Abs(Random(5, 8, 2, 5, 6).To(DataType.Float64)) + 0.1;
        if (order is 2 or 3)
        {
            // Whole powers take signs.
            plain = plain * F.Where(F.Less(Random(6, 8, 2, 5, 6).To(DataType.Float64), -0.8), -1, Tensor.Ones(plain.Shape, DataType.Float64));
        }

        Tensor scale = Tensor.From((double[])[.. exponents.Select(exponent => Math.ScaleB(1, exponent))], [8, 1, 1, 1]);
        foreach ((int stride, bool ceil) in (ReadOnlySpan<(int, bool)>)[(2, true), (1, false)])
        {
            Tensor x = plain.Clone().WithGradient(), scaled = (plain * scale).WithGradient();
            Tensor expected = F.LpPool2d(x, order, (2, 3), stride, ceil), y = F.LpPool2d(scaled, order, (2, 3), stride, ceil);
            Near(expected.Detach(), y.Detach() / scale, 1e-14);
            Tensor weights = Random(7, y.Shape.ToArray()).To(DataType.Float64);
            Tensor first = Gradients.Of(F.Sum(expected * weights), [x], createGraph: true)[0]!;
            Tensor extreme = Gradients.Of(F.Sum(y * weights), [scaled], createGraph: true)[0]!;
            Near(first.Detach(), extreme.Detach(), 1e-12);
            Tensor second = Gradients.Of(F.Sum(F.Square(first)), [x])[0]!;
            Tensor other = Gradients.Of(F.Sum(F.Square(extreme)), [scaled])[0]!;
            Near(second[..3], (other * scale)[..3], 1e-10);
        }

        static void Near(Tensor expected, Tensor actual, double tolerance)
        {
            double[] left = expected.ToArray<double>(), right = actual.ToArray<double>();
            for (int i = 0; i < left.Length; i++)
            {
                Assert.True(
                    double.IsNaN(left[i]) ? double.IsNaN(right[i]) : Math.Abs(left[i] - right[i]) <= tolerance * Math.Max(1, Math.Abs(left[i])),
                    $"{i}: {left[i]} {right[i]}");
            }
        }
    }

    [Fact]
    public void LpPool_OfFloatsWhosePowersLeaveTheRange_IsFinite()
    {
        Tensor x = Tensor.From([3e38f, 3e38f, 0, 1e-44f, 1e-44f, 0, 0, 0, float.PositiveInfinity, 1, float.NaN, 1], [1, 12]);
        float[] y = F.LpPool1d(x, 10, 2).ToArray<float>();
        Assert.Equal((float)(3e38f * Math.Pow(2, 0.1)), y[0]);
        Assert.Equal([1e-44f, 1e-44f, 0, float.PositiveInfinity, float.NaN], y[1..]);
    }

    [Fact]
    public void LpPool_OfZeros_HasGradientsOfZero()
    {
        Tensor x = Tensor.From([0f, 0, 3, 4], [1, 4]).WithGradient();
        F.LpPool1d(x, 2, 2).Backward(Tensor.Ones([1, 2]));
        Assert.Equal([0f, 0, 0.6f, 0.8f], x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Unpooling_ReversesPooling_AndTheLastOfEqualPlacesStays()
    {
        Tensor x = Random(7, 2, 3, 6, 9);
        Tensor y = F.MaxPool2d(x, 3, out Tensor indices);
        Tensor back = F.MaxUnpool2d(y, indices, 3);
        Assert.Equal(y.ToArray<double>(), F.MaxPool2d(F.Where(F.Equal(back, 0), double.NegativeInfinity, back), 3).ToArray<double>());
        Assert.Equal(y.ToArray<double>().Sum(), back.ToArray<double>().Sum(), 1e-12);
        Tensor twice = F.MaxUnpool1d(Tensor.From([5f, 7], [1, 2]), Tensor.From([1, 1], [1, 2]), 2);
        Assert.Equal([0f, 7, 0, 0], twice.ToArray<float>());
    }

    [Fact]
    public void BatchOfNone_GivesNone()
    {
        Tensor x = Tensor.Zeros([0, 3, 6, 6]).WithGradient();
        foreach (Tensor y in (Tensor[])[F.MaxPool2d(x, 2), F.AvgPool2d(x, 2), F.LpPool2d(x, 2, 2), F.AdaptiveAvgPool2d(x, 3), F.AdaptiveMaxPool2d(x, 3)])
        {
            Assert.Equal([0, 3, 3, 3], y.Shape.Dimensions.ToArray());
            F.Sum(y).Backward();
            Assert.Equal(x.Shape, x.Gradient!.Shape);
        }

        Assert.Equal([0, 3, 1, 1], F.AdaptiveAvgPool2d(x, 1).Shape.Dimensions.ToArray());
        Assert.Equal([0, 3, 4, 4], F.MaxUnpool2d(Tensor.Zeros([0, 3, 2, 2]), Tensor.Zeros([0, 3, 2, 2], DataType.Int64), 2).Shape.Dimensions.ToArray());
    }

    [Fact]
    public void Views_AreReadAsTheyAre()
    {
        Tensor x = Random(1, 5, 2, 3, 6).Transpose(1, 3);
        Assert.False(x.IsContiguous);
        foreach (Func<Tensor, Tensor> function in (Func<Tensor, Tensor>[])
            [
                a => F.MaxPool2d(a, 2), a => F.AvgPool2d(a, 2), a => F.LpPool2d(a, 2, 2), a => F.AdaptiveAvgPool2d(a, (2, 1)),
                a => F.AdaptiveMaxPool2d(a, (2, 1)),
            ])
        {
            Assert.Equal(function(x.Contiguous()).ToArray<double>(), function(x).ToArray<double>());
        }

        Tensor leaf = Random(2, 2, 2, 6, 4).WithGradient(), same = leaf.Detach().Clone().WithGradient();
        Tensor given = Random(3, 2, 2, 3, 2).Transpose(2, 3).Contiguous().Transpose(2, 3);
        Assert.False(given.IsContiguous);
        F.AvgPool2d(leaf, 2).Backward(given);
        F.AvgPool2d(same, 2).Backward(given.Contiguous());
        Assert.Equal(same.Gradient!.ToArray<double>(), leaf.Gradient!.ToArray<double>());
    }

    [Theory]
    [InlineData("x", "of 4 axes", 1)]
    [InlineData("x", "floating-point type", 2)]
    [InlineData("padding", "at most 1, half of the 2", 3)]
    [InlineData("kernelSize", "no elements", 4)]
    [InlineData("stride", "1 or more", 5)]
    [InlineData("kernelSize", "one kernelSize for all axes or one for each", 6)]
    [InlineData("kernelSize", "1 or more", 7)]
    [InlineData("dilation", "1 or more", 8)]
    [InlineData("divisorOverride", "other than 0", 9)]
    [InlineData("normType", "positive, finite", 10)]
    [InlineData("outputSize", "1 or more, or −1", 11)]
    [InlineData("outputSize", "-1 or more", 12)]
    [InlineData("x", "elements along its spatial axes", 13)]
    [InlineData("indices", "as x", 14)]
    [InlineData("indices", "whole numbers", 15)]
    [InlineData("indices", "indices from 0 to 15", 16)]
    [InlineData("outputSize", "length of 3 to 5", 17)]
    [InlineData("padding", "hold an element", 18)]
    [InlineData("padding", "0 or more", 19)]
    [InlineData("outputSize", "1 or more along axis 2", 20)]
    public void Errors_NameTheArgumentAndTheWayOut(string argument, string words, int call)
    {
        Tensor x = Tensor.Zeros([2, 3, 4, 4]), y = Tensor.Zeros([2, 3, 2, 2]), i = Tensor.Zeros([2, 3, 2, 2], DataType.Int64);
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(() => call switch
        {
            1 => F.MaxPool2d(Tensor.Zeros([4, 4]), 2),
            2 => F.AvgPool2d(x.To(DataType.Int64), 2),
            3 => F.MaxPool2d(x, 2, padding: 2),
            4 => F.AvgPool2d(x, (5, 1)),
            5 => F.MaxPool2d(x, 2, stride: (1, 0)),
            6 => F.MaxPool2d(x, (2, 2, 2)),
            7 => F.AvgPool2d(x, 0),
            8 => F.MaxPool2d(x, 2, dilation: -1),
            9 => F.AvgPool2d(x, 2, divisorOverride: 0),
            10 => F.LpPool2d(x, 0, 2),
            11 => F.AdaptiveAvgPool2d(x, 0),
            12 => F.AdaptiveMaxPool2d(x, (2, -2)),
            13 => F.AdaptiveAvgPool2d(Tensor.Zeros([2, 3, 0, 4]), 1),
            14 => F.MaxUnpool2d(x, i, 2),
            15 => F.MaxUnpool2d(y, y, 2),
            16 => F.MaxUnpool2d(y, F.Add(i, 16), 2),
            17 => F.MaxUnpool2d(y, i, 2, outputSize: 6),
            18 => F.MaxPool1d(Tensor.Zeros([1, 1]), 2, padding: 1, dilation: 2),
            19 => F.AvgPool2d(x, 2, padding: -1),
            _ => F.MaxUnpool2d(y, i, 2, padding: 3),
        });
        Assert.Equal(argument, e.ParamName);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    private static void Same(Tensor expected, Tensor actual, DataType type)
    {
        Assert.Equal(type, actual.DataType);
        Assert.Equal(expected.To(type).ToArray<double>(), actual.ToArray<double>());
    }

    private static Tensor Random(int seed, params int[] shape) => Tensor.RandomNormal(Shape.Create(shape), new Philox((ulong)seed), dataType: DataType.Float64);
}
