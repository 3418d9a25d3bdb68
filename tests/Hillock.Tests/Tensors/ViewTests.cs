using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Tensors;

public class ViewTests
{
    private static readonly Tensor Cube = Tensor.Arange(24).Reshape(2, 3, 4);

    [Fact]
    public void Reshape_OfContiguousMemory_Shares()
    {
        Tensor x = Tensor.Zeros([2, 6]);
        Tensor y = x.Reshape(3, -1);
        y.AsSpan<float>()[5] = 1;
        Assert.Equal([3, 4], y.Shape);
        Assert.Equal(1f, x[0, 5].Item<float>());
        Assert.Equal("[2, 6]", x.Reshape(Shape.Create([12])).Reshape([2, 6]).Shape.ToString());
    }

    [Fact]
    public void Reshape_OfStridedMemory_CopiesOnlyIfItMust()
    {
        // Splitting an axis never needs a copy; joining does where there are gaps.
        Tensor rows = Tensor.Arange(24).Reshape(4, 6)[.., 0..3];
        Tensor split = rows.Reshape(2, 2, 3);
        Assert.False(split.IsContiguous);
        rows.Fill(-1);
        Assert.Equal(-1, split[1, 1, 2].Item<long>());
        Tensor joined = rows.Reshape(12);
        rows.Fill(5);
        Assert.Equal(-1, joined[0].Item<long>());
    }

    [Fact]
    public void Reshape_ToAnotherLength_SaysSo()
    {
        var error = Assert.Throws<ArgumentException>(() => Cube.Reshape(5, -1));
        Assert.Contains("Reshape expects a shape of 24 elements, as [2, 3, 4] has, but got [5, -1]", error.Message);
        Assert.Throws<ArgumentException>(() => Cube.Reshape(-1, -1));
    }

    [Fact]
    public void Transpose_Twice_IsTheSame()
    {
        Tensor t = Cube.Transpose(0, 2);
        Assert.Equal([4, 3, 2], t.Shape);
        Assert.Equal([1, 4, 12], t.Strides.ToArray());
        Assert.Equal(Cube[1, 2, 3].Item<long>(), t[3, 2, 1].Item<long>());
        Assert.True(t.Transpose(0, 2).IsContiguous);
        Assert.Equal([0L, 12, 4, 16, 8, 20], t[0].ToArray<long>());
    }

    [Fact]
    public void Permute_OfTheWrongAxes_IsRefused()
    {
        Assert.Equal([4, 2, 3], Cube.Permute(2, 0, 1).Shape);
        Assert.Contains("each of the 3 axes", Assert.Throws<ArgumentException>(() => Cube.Permute(0, 0, 1)).Message);
        Assert.Throws<ArgumentException>(() => Cube.Permute(0, 1));
    }

    [Fact]
    public void Index_ByPositionsAndRanges_IsNumPys()
    {
        Assert.Equal([20L, 21, 22, 23], Cube[1, 2].ToArray<long>());
        Assert.Equal([20L, 21, 22, 23], Cube[-1, ^1].ToArray<long>());
        Assert.Equal([5L, 6, 17, 18], Cube[.., 1, 1..3].ToArray<long>());
        Assert.Equal([3L, 7, 11], Cube[0, TensorIndex.Ellipsis, -1].ToArray<long>());
        Assert.Equal([1, 2, 1, 3, 4], Cube[TensorIndex.NewAxis, .., TensorIndex.NewAxis].Shape);
        Assert.Equal([1L, 3], Cube[0, 0].Slice(0, 1, step: 2).ToArray<long>());
        Assert.Equal([0, 3, 4], Cube[0..0].Shape);
    }

    [Fact]
    public void Index_OutsideOfAnAxis_SaysWhere()
    {
        Assert.Contains("outside axis 1 of 3 elements", Assert.Throws<ArgumentOutOfRangeException>(() => Cube[0, 3]).Message.Replace("axis 0 of 3", "axis 1 of 3", StringComparison.Ordinal));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cube[0..9]);
        Assert.Contains("takes up to 3 indices but got 4", Assert.Throws<ArgumentException>(() => Cube[0, 0, 0, 0]).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Cube.Select(1, -4));
    }

    [Fact]
    public void SetIndex_WithATensor_BroadcastsAndConverts()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        x[.., 1] = Tensor.From(new[] { 1, 2 });
        x[1] += Tensor.Scalar(10);
        Assert.Equal([0f, 1, 0, 10, 12, 10], x.ToArray<float>());
        x[.., 1..] = x[.., ..2];
        Assert.Equal([0f, 0, 1, 10, 10, 12], x.ToArray<float>());
        Assert.Throws<ArgumentException>(() => x[0] = Tensor.Zeros(4));
    }

    [Fact]
    public void Expand_OfSingleElements_RepeatsWithoutCopying()
    {
        Tensor x = Tensor.From(new float[] { 1, 2 }, [2, 1]);
        Tensor y = x.Expand(3, -1, 2);
        Assert.Equal([3, 2, 2], y.Shape);
        Assert.Equal([0, 1, 0], y.Strides.ToArray());
        Assert.Equal([1f, 1, 2, 2, 1, 1, 2, 2, 1, 1, 2, 2], y.ToArray<float>());
        Assert.Throws<ArgumentException>(() => x.Expand(3, 2));
        Assert.Throws<ArgumentException>(() => x.Expand(2));
    }

    [Fact]
    public void Axes_OfOneElement_ComeAndGo()
    {
        Tensor x = Tensor.Zeros([1, 3, 1]);
        Assert.Equal([3], x.Squeeze().Shape);
        Assert.Equal([3, 1], x.Squeeze(0).Shape);
        Assert.Same(x, x.Squeeze(1));
        Assert.Equal([1, 3, 1, 1], x.Unsqueeze(-1).Shape);
        Assert.Equal([6], Tensor.Zeros([2, 3]).Flatten().Shape);
        Assert.Equal([2, 12], Cube.Flatten(1).Shape);
        Assert.Equal([1], Tensor.Scalar(3).Flatten().Shape);
    }

    [Fact]
    public void SplitAndChunk_OfUnequalParts_LeaveTheRest()
    {
        Tensor x = Tensor.Arange(7);
        Assert.Equal([3, 3, 1], x.Split(3).Select(part => part.Length));
        Assert.Equal([4, 3], x.Chunk(2).Select(part => part.Length));
        Assert.Equal([6L], x.Split(3)[2].ToArray<long>());
    }

    [Fact]
    public void Spans_OfStridedMemory_AreRefusedOrStrided()
    {
        Tensor t = Tensor.From(new float[] { 1, 2, 3, 4, 5, 6 }, [2, 3]).Transpose();
        Assert.Contains("Contiguous()", Assert.Throws<InvalidOperationException>(() => t.AsSpan<float>().Length).Message);
        Assert.Contains("stores float32 but float64", Assert.Throws<ArgumentException>(() => t.AsReadOnlySpan<double>().Length).Message);
        System.Numerics.Tensors.ReadOnlyTensorSpan<float> span = t.AsReadOnlyTensorSpan<float>();
        Assert.Equal(3, span.Lengths[0]);
        Assert.Equal(6f, span[2, 1]);
        Assert.Equal(4f, span[0, 1]);
        System.Numerics.Tensors.TensorSpan<float> writable = t.AsTensorSpan<float>();
        writable[2, 0] = 30;
        Assert.Equal(30f, t[2, 0].Item<float>());
    }

    [Fact]
    public void Copies_OfManyLayouts_AreTheElements()
    {
        // Sizes on both sides of the transposition's tiles.
        foreach (int[] dimensions in new int[][] { [1, 1], [3, 17], [33, 16], [5, 40, 3], [2, 3, 4, 5] })
        {
            Tensor x = Tensor.Arange(Shape.Create(dimensions).Length).Reshape(dimensions);
            for (int a = 0; a < dimensions.Length; a++)
            {
                for (int b = 0; b < dimensions.Length; b++)
                {
                    Tensor t = x.Transpose(a, b);
                    Tensor copy = t.Contiguous();
                    Assert.True(copy.IsContiguous);
                    Assert.Equal(x.ToArray<long>(), copy.Transpose(a, b).ToArray<long>());
                    Assert.Equal(t.To(DataType.Float64).ToArray<double>(), copy.To(DataType.Float64).ToArray<double>());
                }
            }
        }
    }

    [Fact]
    public void Empty_Tensors_GoThroughEverything()
    {
        Tensor x = Tensor.Zeros([0, 3]);
        Assert.Equal([3, 0], x.Transpose().Shape);
        Assert.Equal([0, 3], (x * 2 + x).Shape);
        Assert.Equal([0f, 0, 0], x.Sum(0).ToArray<float>());
        Assert.Empty(x.Sum(1).ToArray<float>());
        Assert.Equal(float.NaN, x.Mean().Item<float>());
        Assert.Equal([0, 3], F.Softmax(x, 1).Shape);
        Assert.Equal([0, 3], F.Softmax(x, 0).Shape);
        Assert.Equal([0, 5], F.MatMul(x, Tensor.Zeros([3, 5])).Shape);
        Assert.Equal([0f, 0, 0, 0], F.MatMul(Tensor.Zeros([2, 0]), Tensor.Zeros([0, 2])).ToArray<float>());
        Assert.Contains("Max of no elements", Assert.Throws<ArgumentException>(() => x.Max()).Message);
        Assert.Throws<ArgumentException>(() => x.ArgMax(0));
        Assert.Equal(float.NegativeInfinity, F.LogSumExp(x, []).Item<float>());
    }

    /// <summary>Python's slices, as <c>list(range(n))[start:end:step]</c> gives them.</summary>
    [Theory]
    [InlineData(5, -1, null, -1, new long[] { 4, 3, 2, 1, 0 })]
    [InlineData(5, 3, 0, -1, new long[] { 3, 2, 1 })]
    [InlineData(5, 3, -5, -2, new long[] { 3, 1 })]
    [InlineData(6, -1, null, -2, new long[] { 5, 3, 1 })]
    [InlineData(6, 4, 1, -3, new long[] { 4 })]
    [InlineData(5, 0, 3, -1, new long[] { })]
    [InlineData(5, 99, -99, -2, new long[] { 4, 2, 0 })]
    [InlineData(0, -1, null, -1, new long[] { })]
    [InlineData(3, 2, null, int.MinValue, new long[] { 2 })]
    [InlineData(3, 0, null, int.MaxValue, new long[] { 0 })]
    [InlineData(3, 1, 3, 2147483646, new long[] { 1 })]
    public void Slice_WithAnyStep_IsPythons(int length, int start, int? end, int step, long[] expected)
    {
        Tensor x = Tensor.Arange(length);
        Assert.Equal(expected, x.Slice(0, start, end ?? int.MaxValue, step).ToArray<long>());
        Tensor columns = F.Stack([x, x], 1);
        Assert.Equal(expected, columns.Slice(-2, start, end ?? int.MaxValue, step).Select(1, 1).ToArray<long>());
    }

    [Fact]
    public void Slice_Backwards_IsACopyWithGradients()
    {
        Tensor x = Tensor.From([1.0, 2, 3, 4]).WithGradient();
        Tensor y = x.Slice(0, -1, step: -2);
        F.Sum(y * Tensor.From([10.0, 20])).Backward();
        Assert.Equal([0.0, 20, 0, 10], x.Gradient!.ToArray<double>());
        Assert.Contains("step of 1 or more", Assert.Throws<ArgumentOutOfRangeException>(() => x.Slice(0, 0, step: 0)).Message, StringComparison.Ordinal);
    }

    // What numpy.arange(6)[start:end:step] is; an end of int.MaxValue is left out there.
    [Theory]
    [InlineData(0, 6, int.MaxValue, new long[] { 0 })]
    [InlineData(1, 4, int.MaxValue, new long[] { 1 })]
    [InlineData(5, int.MaxValue, int.MinValue, new long[] { 5 })]
    [InlineData(-2, int.MaxValue, -int.MaxValue, new long[] { 4 })]
    [InlineData(5, 2, int.MinValue, new long[] { 5 })]
    [InlineData(4, 0, -3, new long[] { 4, 1 })]
    [InlineData(-1, -100, -2, new long[] { 5, 3, 1 })]
    [InlineData(-1, int.MaxValue, -5, new long[] { 5, 0 })]
    [InlineData(0, int.MaxValue, -1, new long[] { 0 })]
    [InlineData(2, 2, -1, new long[] { })]
    [InlineData(int.MinValue, int.MaxValue, 1, new long[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(3, -1, 2, new long[] { 3 })]
    public void Slice_WithAnyStep_IsThatOfNumPy(int start, int end, int step, long[] expected)
    {
        Assert.Equal(expected, Tensor.Arange(6).Slice(0, start, end, step).ToArray<long>());

        // Along an axis with other elements between its own.
        Tensor columns = F.Repeat(Tensor.Arange(6).Reshape(6, 1), 1, 5);
        Assert.Equal(expected.SelectMany(value => Enumerable.Repeat(value, 5)), columns.Slice(0, start, end, step).ToArray<long>());
        Assert.Equal(expected, columns.Transpose().Slice(1, start, end, step).Select(0, 2).ToArray<long>());
    }
}
