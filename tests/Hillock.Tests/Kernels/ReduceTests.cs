using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Kernels;

[Collection(ParallelismCollection.Name)]
public class ReduceTests
{
    public static TheoryData<int> Lengths => [0, 1, 2, 7, 15, 16, 17, 100, 4095, 4096, 4097, 12_288, 50_001, 300_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Sum_AtEveryWidthAndThreadCount_HasTheSameBits(int length)
    {
        float[] x = Numbers(length);
        double[] wide = [.. x.Select(value => value * 1.000000001)];
        double expected = Model(x.Select(value => (double)value));
        double expectedWide = Model(wide);
        foreach (int threads in new[] { 1, 2, 5 })
        {
            using ThreadScope scope = new(threads);
            foreach (int bits in new[] { 512, 256, 128, 0 })
            {
                Assert.Equal(expected, Reduce.Sum<Reduce.Term, float>(default, x, bits));
                Assert.Equal(expectedWide, Reduce.Sum<Reduce.Term, double>(default, wide, bits));
            }
        }
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(1, 300)]
    [InlineData(40, 130)]
    [InlineData(5000, 9)]
    [InlineData(9000, 140)]
    public void SumColumns_OfAMatrix_HasTheBitsOfSumRowsOfItsTranspose(int rows, int columns)
    {
        float[] x = Numbers(rows * columns);
        float[] transposed = Tensor.From(x, [rows, columns]).Transpose().ToArray<float>();
        float[] byColumns = new float[columns];
        float[] byRows = new float[columns];
        foreach (int threads in new[] { 1, 3 })
        {
            using ThreadScope scope = new(threads);
            Reduce.SumColumns<float>(x, rows, columns, byColumns);
            Reduce.SumRows<float>(transposed, byRows);
            Assert.Equal(byRows, byColumns);
            for (int j = 0; j < columns; j++)
            {
                Assert.Equal((float)Model(Enumerable.Range(0, rows).Select(i => (double)x[(i * columns) + j])), byRows[j]);
            }
        }
    }

    [Fact]
    public void Sum_OfTermsThatFloatWouldLose_IsExact()
    {
        float[] x = new float[1 << 20];
        Array.Fill(x, 0.1f);
        Assert.Equal((1 << 20) * (double)0.1f, Reduce.Sum<float>(x));
        Assert.Equal(1f, Tensor.From(new[] { 1e8f, 1, -1e8f }).Sum().Item<float>());
    }

    [Fact]
    public void Mean_OfLargeTerms_DoesNotOverflow()
    {
        Assert.Equal(3e38f, Tensor.Full(100, 3e38).Mean().Item<float>());
        Assert.Equal((Half)60_000, Tensor.Full(100, 60_000, DataType.Float16).Mean().Item<Half>());
    }

    [Fact]
    public void Sum_OfSpecialValues_FollowsIeee754()
    {
        Assert.True(float.IsNaN(Tensor.From(new[] { 1, float.NaN, 2 }).Sum().Item<float>()));
        Assert.True(float.IsNaN(Tensor.From(new[] { float.PositiveInfinity, float.NegativeInfinity }).Sum().Item<float>()));
        Assert.Equal(float.PositiveInfinity, Tensor.From(new[] { float.PositiveInfinity, 1 }).Sum().Item<float>());
        Assert.Equal(3L, Tensor.From(new[] { true, true, false, true }).Sum().Item<long>());
        Assert.Equal(long.MaxValue, Tensor.From(new[] { long.MaxValue - 1, 1 }).Sum().Item<long>());
    }

    [Fact]
    public void Extremes_WithNaN_AreNaNAndFirst()
    {
        Tensor x = Tensor.From(new float[,] { { 1, float.NaN, 3 }, { 5, 4, 5 } });
        Assert.Equal([float.NaN, 5f], x.Max(1).ToArray<float>());
        Assert.Equal([float.NaN, 4f], x.Min(1).ToArray<float>());
        Assert.Equal([1L, 0], x.ArgMax(1).ToArray<long>());
        Assert.Equal([1L, 1], F.ArgMin(x, 1).ToArray<long>());
        Assert.Equal([5f, float.NaN, 5], x.Max(0).ToArray<float>());
        Assert.Equal(1L, x.ArgMax().Item<long>());
        Assert.Equal([true, true], Tensor.From(new[,] { { true, false }, { false, true } }).Max(0).ToArray<bool>());
        Assert.Equal([3, 9], Tensor.From(new[,] { { 3, 1 }, { 9, 2 } }).Max(1).ToArray<int>());
    }

    /// <summary>The tree as the documentation states it, one addition after the other.</summary>
    private static double Model(IEnumerable<double> terms)
    {
        List<double> level = new();
        foreach (double[] block in terms.Chunk(4096))
        {
            double[] lanes = new double[16];
            for (int i = 0; i < block.Length; i++)
            {
                lanes[i % 16] += block[i];
            }

            for (int half = 8; half > 0; half /= 2)
            {
                for (int l = 0; l < half; l++)
                {
                    lanes[l] += lanes[l + half];
                }
            }

            level.Add(lanes[0]);
        }

        while (level.Count > 1)
        {
            level = [.. level.Chunk(2).Select(pair => pair.Length == 2 ? pair[0] + pair[1] : pair[0])];
        }

        return level.Count == 0 ? 0 : level[0];
    }

    private static float[] Numbers(int count)
    {
        Philox random = new(42);
        return [.. Enumerable.Range(0, count).Select(i => (float)(random.Normal((ulong)i) * Math.ScaleB(1, i % 20)))];
    }
}
