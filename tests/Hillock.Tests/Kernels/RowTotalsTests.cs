using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Kernels;

/// <summary>The kernels of statistics, norms and cosines: the same bits at every vector width, for every number of threads, at every place.</summary>
[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public class RowTotalsTests
{
    private static readonly int[] Widths = [512, 256, 128, 0];

    public static TheoryData<int, int> Sizes => new()
    {
        { 1, 0 }, { 3, 1 }, { 5, 7 }, { 4, 16 }, { 70, 33 }, { 900, 100 }, { 3, 4097 }, { 1, 300_000 }, { 2, 150_001 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Kernels_AtEveryWidthAndThreadCount_HaveTheSameBits(int rows, int length)
    {
        float[] x = Numbers(rows * length, 1), y = Numbers(rows * length, 2);
        double[] wideX = [.. x.Select(static value => value * 1.000000001)], wideY = [.. y.Select(static value => value / 3.0)];
        double[] expected = All<float>(x, y, rows, length, 512), expectedWide = All<double>(wideX, wideY, rows, length, 512);
        foreach (int threads in new[] { 1, 2, 5 })
        {
            using ThreadScope scope = new(threads);
            foreach (int bits in Widths)
            {
                Assert.Equal(expected, All<float>(x, y, rows, length, bits));
                Assert.Equal(expectedWide, All<double>(wideX, wideY, rows, length, bits));
            }
        }
    }

    [Fact]
    public void Statistics_OfColumnsAndStridedViews_HaveTheBitsOfCopies()
    {
        Tensor x = Tensor.From(Numbers(300 * 70, 3), [300, 70]);
        Tensor transposed = x.Transpose().Clone();
        foreach (Tensor matrix in new[] { x, x.To(DataType.Float64) / 3, x.To(DataType.BFloat16) })
        {
            Tensor other = matrix.Transpose().Clone();
            Same(F.Variance(matrix, [0]), F.Variance(other, [1]));
            Same(F.StandardDeviation(matrix, [0]), F.StandardDeviation(matrix.Transpose(), [1]));
            Same(F.LogSumExp(matrix, 0), F.LogSumExp(other, 1));
            Same(F.Norm(matrix, 2, [0]), F.Norm(other, 2, [1]));
            Same(F.Norm(matrix, 1, [0]), F.Norm(other, 1, [1]));
            Same(F.Norm(matrix, 2.5, [0]), F.Norm(other, 2.5, [1]));
            Same(F.CosineSimilarity(matrix, matrix * 2 + 1, 0), F.CosineSimilarity(other, other * 2 + 1, 1));
            Same(F.Variance(matrix.Slice(1, 1, step: 3), [1]), F.Variance(matrix.Slice(1, 1, step: 3).Clone(), [1]));
        }

        Assert.Equal(transposed.ToArray<float>(), x.Transpose().ToArray<float>());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 16)]
    [InlineData(17, 35)]
    [InlineData(300, 400)]
    [InlineData(1000, 1024)]
    [InlineData(3, 50_000)]
    [InlineData(50_000, 3)]
    public void Transposition_OfEveryElementSize_MovesEachElement(int rows, int columns)
    {
        foreach (int threads in new[] { 1, 3 })
        {
            using ThreadScope scope = new(threads);
            foreach (DataType type in new[] { DataType.Int32, DataType.Int64, DataType.Float32, DataType.UInt8 })
            {
                Tensor x = Tensor.Arange(rows * columns).To(type).Reshape(rows, columns);
                long[] before = x.To(DataType.Int64).ToArray<long>(), after = x.Transpose().Clone().To(DataType.Int64).ToArray<long>();
                for (int i = 0; i < rows; i++)
                {
                    for (int j = 0; j < columns; j++)
                    {
                        if (before[(i * columns) + j] != after[(j * rows) + i])
                        {
                            Assert.Fail($"[{i}, {j}] of {type} {rows} x {columns} became {after[(j * rows) + i]}");
                        }
                    }
                }
            }
        }
    }

    private static double[] All<T>(T[] x, T[] y, int rows, int length, int bits)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        double[] variances = new double[rows], deviations = new double[rows], norms = new double[rows], sums = new double[rows],
            cosines = new double[rows], logarithms = new double[rows];
        double[] kept = new double[rows * RowMoments.Kept], factors = new double[rows], scaled = new double[rows];
        RowMoments.Run<T>(x, variances, kept, length, Math.Max(1, length - 1), root: false, bits);
        RowMoments.Run<T>(x, deviations, kept, length, Math.Max(1, length - 1), root: true, bits);
        RowNorms.Run<T>(x, norms, factors, scaled, length, euclidean: true, bits);
        RowNorms.Run<T>(x, sums, factors, scaled, length, euclidean: false, bits);
        double[] ofCosines = new double[rows * RowCosines.Kept];
        RowCosines.Run<T>(x, y, cosines, ofCosines, length, 1e-8, bits);
        RowLogSumExp.Run<T>(x, logarithms, length, bits);
        T[] lines = new T[x.Length];
        double[] ofLines = [.. Enumerable.Range(0, rows).SelectMany(i => kept.AsSpan(i * RowMoments.Kept, RowLines.Given).ToArray())];
        RowLines.Run<T>(x, ofLines, lines, bits);

        // With everything in doubt, and what nearly cancels.
        T[] exact = new T[x.Length];
        RowLines.Run<T>(x, ofLines, [.. Enumerable.Repeat(double.MaxValue, rows)], exact, bits);
        lines = [.. lines, .. exact];
        T[] differences = new T[x.Length];
        double[] ofDifferences = [.. Enumerable.Range(0, rows).SelectMany(i => new[] { 1, kept[(i * RowMoments.Kept) + 3], 2, 0.25, 0.5, 1, 1e-3, 0.01 })];
        RowDifferences.Run<T>(x, y, ofDifferences, differences, bits);
        return [
            .. variances, .. deviations, .. norms, .. sums, .. cosines, .. logarithms, .. kept, .. ofCosines,
            .. differences.Select(static value => double.CreateTruncating(value)), .. lines.Select(static value => double.CreateTruncating(value)),
        ];
    }

    private static void Same(Tensor a, Tensor b) => Assert.Equal(a.ToArray<double>(), b.ToArray<double>());

    private static float[] Numbers(int count, int seed) =>
        [.. Enumerable.Range(0, count).Select(i => (((((i * 7919L) + (seed * 104729L)) % 65537) / 65537f) - 0.4f) * 5)];
}
