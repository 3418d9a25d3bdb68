using System.Globalization;
using System.Numerics;
using Hillock.Kernels;
using Hillock.Numbers;
using Xunit;

namespace Hillock.Tests.Kernels;

/// <summary>Every result is compared bit for bit with the definition: one chain of FMAs over ascending k.</summary>
[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public sealed class MatMulTests
{
    private static readonly int[] Widths = [.. new[] { 512, 256, 128, 0 }.Where(bits => bits <= VectorWidth.Widest)];

    public static TheoryData<int, int, int> Shapes()
    {
        var shapes = new TheoryData<int, int, int>();
        int[] sizes = [0, 1, 2, 3, 7, 8, 9, 17];
        foreach (int m in sizes)
        {
            foreach (int n in sizes)
            {
                foreach (int k in sizes)
                    shapes.Add(m, n, k);
            }
        }

        (int M, int N, int K)[] edges =
        [
            (1, 127, 40), (1, 128, 65), (1, 257, 129), (2, 131, 64), (5, 47, 11), (6, 48, 383), (8, 49, 384), (9, 50, 385), (15, 95, 33),
            (16, 64, 100), (17, 97, 769), (13, 500, 29), (24, 400, 391), (23, 433, 53), (61, 401, 7), (257, 1, 61), (263, 3, 19), (300, 10, 41),
            (131, 2, 400), (3, 1600, 5), (8, 1500, 390), (97, 193, 101), (345, 390, 31), (64, 128, 784), (48, 10, 128),
        ];
        foreach ((int m, int n, int k) in edges)
            shapes.Add(m, n, k);
        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Multiply_AnyShapeFormAndWidth_EqualsChainOfFmas(int m, int n, int k)
    {
        CheckForms<float>(m, n, k);
        CheckForms<double>(m, n, k);
    }

    [Theory]
    [InlineData(64, 128, 200)]
    [InlineData(129, 257, 130)]
    [InlineData(500, 10, 300)]
    [InlineData(1, 3000, 500)]
    [InlineData(2, 5, 100_000)]
    [InlineData(1000, 1, 1000)]
    [InlineData(300, 600, 500)]
    public void Multiply_AnyThreadCount_SameBits(int m, int n, int k)
    {
        var random = new Random(3);
        float[] a = Values<float>(random, m * k), b = Values<float>(random, k * n);
        var one = new float[m * n];
        using (new ThreadScope(1))
            Multiply(a, MatrixLayout.RowMajor(m, k), b, MatrixLayout.RowMajor(k, n), one, MatrixLayout.RowMajor(m, n), false, VectorWidth.Widest);
        foreach (int threads in new[] { 2, 3, 7 })
        {
            using var scope = new ThreadScope(threads);
            var many = new float[m * n];
            Multiply(a, MatrixLayout.RowMajor(m, k), b, MatrixLayout.RowMajor(k, n), many, MatrixLayout.RowMajor(m, n), false, VectorWidth.Widest);
            Assert.True(BitEqual<float>(one, many), string.Create(CultureInfo.InvariantCulture, $"{threads} threads"));
        }
    }

    [Fact]
    public void Multiply_RowOfLargerBatch_SameBitsAsAlone()
    {
        const int m = 77, n = 130, k = 500;
        var random = new Random(4);
        float[] x = Values<float>(random, m * k), w = Values<float>(random, n * k);
        var batch = new float[m * n];
        MatMul.Multiply<float>(x, MatrixLayout.RowMajor(m, k), w, MatrixLayout.RowMajor(n, k).Transposed, batch, MatrixLayout.RowMajor(m, n));
        for (int i = 0; i < m; i++)
        {
            var row = new float[n];
            MatMul.Multiply(x.AsSpan(i * k, k), MatrixLayout.RowMajor(1, k), w, MatrixLayout.RowMajor(n, k).Transposed, row, MatrixLayout.RowMajor(1, n));
            Assert.True(BitEqual<float>(row, batch.AsSpan(i * n, n)));
        }
    }

    [Theory]
    [InlineData(3, 3, 3)]
    [InlineData(1, 150, 70)]
    [InlineData(9, 17, 5)]
    [InlineData(20, 53, 40)]
    [InlineData(400, 2, 40)]
    public void Multiply_NonFiniteValues_StayInTheirRowsAndColumns(int m, int n, int k)
    {
        foreach (int bits in Widths)
        {
            var random = new Random(5);
            float[] a = Values<float>(random, m * k), b = Values<float>(random, k * n);
            a[((m - 1) * k) + 1] = float.PositiveInfinity;
            b[(2 * n) + n - 1] = float.NaN;
            b[0] = float.NegativeInfinity;
            float[] expected = Reference<float>(a, MatrixLayout.RowMajor(m, k), b, MatrixLayout.RowMajor(k, n), new float[m * n], MatrixLayout.RowMajor(m, n), false);
            var c = new float[m * n];
            Multiply(a, MatrixLayout.RowMajor(m, k), b, MatrixLayout.RowMajor(k, n), c, MatrixLayout.RowMajor(m, n), false, bits);
            Assert.Equal(expected, c);
            if (m > 1 && n > 1)
                Assert.True(m * n < 4 || c.Any(float.IsFinite) || n == 2);
        }
    }

    [Fact]
    public void Multiply_NotAccumulating_NeverReadsTheResult()
    {
        float[] a = [1, 2, 3, 4], b = [5, 6, 7, 8], c = [float.NaN, float.NaN, float.NaN, float.NaN];
        MatMul.Multiply<float>(a, MatrixLayout.RowMajor(2, 2), b, MatrixLayout.RowMajor(2, 2), c, MatrixLayout.RowMajor(2, 2));
        Assert.Equal([19, 22, 43, 50], c);
    }

    [Fact]
    public void Multiply_StridedResult_LeavesTheGapsAlone()
    {
        foreach (int bits in Widths)
        {
            const int m = 19, n = 53, k = 7, stride = 60;
            var random = new Random(6);
            double[] a = Values<double>(random, m * k), b = Values<double>(random, k * n);
            var c = new double[m * stride];
            Array.Fill(c, -7);
            Multiply(a, MatrixLayout.RowMajor(m, k), b, MatrixLayout.RowMajor(k, n), c, MatrixLayout.RowMajor(m, n, stride), false, bits);
            for (int i = 0; i < m; i++)
                Assert.All(c[((i * stride) + n)..((i + 1) * stride)], value => Assert.Equal(-7, value));
        }
    }

    [Fact]
    public void Multiply_SteadyState_AllocatesNothing()
    {
        const int m = 64, n = 300, k = 500;
        using var scope = new ThreadScope(2);
        float[] a = new float[m * k], b = new float[n * k], c = new float[m * n];
        void Run()
        {
            MatMul.Multiply<float>(a, MatrixLayout.RowMajor(m, k), b, MatrixLayout.RowMajor(n, k).Transposed, c, MatrixLayout.RowMajor(m, n));
            MatMul.Multiply<float>(a, MatrixLayout.RowMajor(m, k), b, MatrixLayout.RowMajor(k, n), c, MatrixLayout.RowMajor(m, n), true);
        }

        for (int i = 0; i < 100; i++)
            Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Multiply_InnerSizesDiffer_NamesBothShapes()
    {
        var error = Assert.Throws<ArgumentException>(() => MatMul.Multiply<float>(new float[6], MatrixLayout.RowMajor(2, 3), new float[8], MatrixLayout.RowMajor(4, 2), new float[4], MatrixLayout.RowMajor(2, 2)));
        Assert.Contains("[2, 3] · [4, 2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Multiply_BadArguments_Throw()
    {
        MatrixLayout two = MatrixLayout.RowMajor(2, 2);
        float[] four = new float[4];
        Assert.Throws<ArgumentException>("a", () => MatMul.Multiply<float>(new float[3], two, four, two, new float[4], two));
        Assert.Throws<ArgumentException>("b", () => MatMul.Multiply<float>(four, two, new float[3], two, new float[4], two));
        Assert.Throws<ArgumentException>("c", () => MatMul.Multiply<float>(four, two, four, two, new float[3], two));
        Assert.Throws<ArgumentException>("c", () => MatMul.Multiply<float>(four, two, four, two, new float[6], MatrixLayout.RowMajor(2, 3)));
        Assert.Throws<ArgumentException>("c", () => MatMul.Multiply<float>(four, two, four, two, new float[6], MatrixLayout.RowMajor(3, 2)));
        Assert.Throws<ArgumentException>("c", () => MatMul.Multiply<float>(four, two, four, two, new float[4], MatrixLayout.RowMajor(2, 2, 1)));
        Assert.Throws<ArgumentException>("c", () => MatMul.Multiply<float>(four, two, four, two, new float[4], new MatrixLayout(2, 2, 2, 0)));
        Assert.Throws<ArgumentException>("a", () => MatMul.Multiply<float>(four, new MatrixLayout(2, 2, -2, 1), four, two, new float[4], two));
        Assert.Throws<ArgumentException>("a", () => MatMul.Multiply<float>(four, new MatrixLayout(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue), four, two, new float[4], two));
        Assert.Throws<ArgumentException>("c", () => MatMul.Multiply<float>(four, two, new float[4], two, four, two));
        Assert.Throws<ArgumentException>("c", () => MatMul.Multiply<float>(new float[4], two, four, two, four, two));
        Assert.Throws<ArgumentException>(() => MatMul.Multiply<int>(new int[4], two, new int[4], two, new int[4], two));
    }

    [Fact]
    public void Multiply_BroadcastOperand_RepeatsIt()
    {
        float[] c = new float[6];
        MatMul.Multiply<float>([1, 2], new MatrixLayout(2, 2, 0, 1), [3], new MatrixLayout(2, 3, 0, 0), c, MatrixLayout.RowMajor(2, 3));
        Assert.Equal([9, 9, 9, 9, 9, 9], c);
    }

    private static void CheckForms<T>(int m, int n, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random((m * 7919) + (n * 104729) + k);
        foreach (int form in Enumerable.Range(0, 8))
        {
            MatrixLayout la = Layout(m, k, form & 1, 3), lb = Layout(k, n, (form >> 1) & 1, 5), lc = Layout(m, n, (form >> 2) & 1, 1);
            T[] a = Values<T>(random, la.RequiredLength), b = Values<T>(random, lb.RequiredLength), start = Values<T>(random, lc.RequiredLength);
            foreach (bool accumulate in new[] { false, true })
            {
                T[] expected = Reference<T>(a, la, b, lb, start, lc, accumulate);
                foreach (int bits in Widths)
                {
                    var c = (T[])start.Clone();
                    Multiply(a, la, b, lb, c, lc, accumulate, bits);
                    if (!BitEqual<T>(expected, c))
                        Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{typeof(T).Name} [{m}, {k}] · [{k}, {n}], form {form}, accumulate {accumulate}, {bits} bits differs"));
                }
            }
        }
    }

    private static MatrixLayout Layout(int rows, int columns, int transposed, int gap) => transposed == 0
        ? MatrixLayout.RowMajor(rows, columns, columns + gap)
        : MatrixLayout.RowMajor(columns, rows, rows + gap).Transposed;

    private static void Multiply<T>(T[] a, MatrixLayout la, T[] b, MatrixLayout lb, T[] c, MatrixLayout lc, bool accumulate, int bits)
        where T : unmanaged =>
        MatMul.Multiply<T>(a, la, b, lb, c, lc, accumulate, bits);

    private static T[] Reference<T>(T[] a, MatrixLayout la, T[] b, MatrixLayout lb, T[] start, MatrixLayout lc, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var c = (T[])start.Clone();
        for (int i = 0; i < lc.Rows; i++)
        {
            for (int j = 0; j < lc.Columns; j++)
            {
                int place = (i * lc.RowStride) + (j * lc.ColumnStride);
                T sum = accumulate ? c[place] : T.Zero;
                for (int k = 0; k < la.Columns; k++)
                    sum = T.FusedMultiplyAdd(a[(i * la.RowStride) + (k * la.ColumnStride)], b[(k * lb.RowStride) + (j * lb.ColumnStride)], sum);
                c[place] = sum;
            }
        }

        return c;
    }

    private static T[] Values<T>(Random random, long length)
        where T : unmanaged, INumber<T>
    {
        var values = new T[length];
        for (int i = 0; i < values.Length; i++)
            values[i] = T.CreateTruncating((random.NextDouble() * 2) - 1);
        return values;
    }

    private static bool BitEqual<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(x).SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(y));
}
