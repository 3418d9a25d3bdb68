using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Kernels;

/// <summary>Sums around axes that stay, as of channels: the bits of sums over the same terms laid out one after the other.</summary>
[Collection(ParallelismCollection.Name)]
public class SegmentSumTests
{
    [Theory]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float64)]
    [InlineData(DataType.BFloat16)]
    public void SumsOfChannels_AreThoseOfTheirTermsInARow(DataType type)
    {
        foreach (int[] shape in (int[][])[[3, 2, 8, 1], [5, 3, 3, 5], [2, 1, 64, 64], [7, 4, 31, 37], [3, 5, 2, 2], [1, 3, 90, 91], [300, 9, 4, 13]])
        {
            Tensor x = Tensor.RandomNormal(Shape.Create(shape), new Philox(3), dataType: type);
            Tensor rows = x.Permute(1, 0, 2, 3).Contiguous().Reshape(shape[1], -1);
            foreach (int threads in (int[])[1, 2, 3, 7])
            {
                using ThreadScope scope = new ThreadScope(threads);
                Assert.Equal(F.Sum(rows, 1).ToArray<double>(), F.Sum(x, [0, 2, 3]).ToArray<double>());
                Assert.Equal(F.Mean(rows, 1).ToArray<double>(), F.Mean(x, [0, 2, 3], keepDims: true).ToArray<double>());
                Tensor strided = x.Permute(3, 0, 1, 2).Contiguous().Permute(1, 2, 3, 0);
                Assert.Equal(F.Sum(strided, [0, 2, 3]).ToArray<double>(), F.Sum(x, [0, -2, 3]).ToArray<double>());
            }
        }
    }

    [Fact]
    public void SumsThatLeaveTheRangeOnTheWay_AreExact()
    {
        double[] terms = [1e308, 1e308, -1e308, 1, -1e308, 0, 0, 0];
        Tensor x = F.Stack([Tensor.From(terms), Tensor.From(terms)]).Reshape(2, 1, 8) * Tensor.From([1.0, -1], [2, 1, 1]);
        x = F.Concat([x, Tensor.Full([2, 1, 8], double.PositiveInfinity, DataType.Float64), Tensor.Full([2, 1, 8], 1e308, DataType.Float64)], 1);
        Assert.Equal([0, double.PositiveInfinity, double.PositiveInfinity], F.Sum(x, [0, 2]).ToArray<double>());
        Assert.Equal([0, double.PositiveInfinity, 1e308], F.Mean(x, [0, 2]).ToArray<double>());
    }
}
