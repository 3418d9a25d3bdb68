using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Histograms, counts, one-hot rows and different elements: types, borders, arguments.</summary>
[Trait("Speed", "slow")]
public class CountingTests
{
    public static TheoryData<DataType> Numbers => [.. Enum.GetValues<DataType>().Where(type => type != DataType.Bool)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Histogram_OfEveryType_CountsExactly(DataType type)
    {
        Tensor x = Tensor.From(new double[] { 0, 1, 2, 2, 3, 4, 4, 4 }).To(type);
        (Tensor counts, Tensor edges) = F.Histogram(x, 4);
        Assert.Equal([1L, 1, 2, 4], counts.ToArray<long>());
        Assert.Equal([0.0, 1, 2, 3, 4], edges.ToArray<double>());
        Assert.Equal(type is DataType.Float32 or DataType.Float16 or DataType.BFloat16 ? DataType.Float32 : DataType.Float64, edges.DataType);
        (counts, _) = F.Histogram(x, Tensor.From(new[] { 1, 3 }));
        Assert.Equal([4L], counts.ToArray<long>());
    }

    [Fact]
    public void Histogram_OfMoreElementsThanFloat32Counts_IsExact()
    {
        (Tensor counts, _) = F.Histogram(Tensor.Zeros((1 << 24) + 3, DataType.UInt8), 1);
        Assert.Equal((1L << 24) + 3, counts.Item<long>());
    }

    [Fact]
    public void Histogram_AtItsOwnEdges_PutsEachIntoTheBinItBegins()
    {
        // Edges that no binary fraction hits: an estimate by division alone misses some.
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            foreach (int bins in (int[])[3, 7, 10, 49, 1000])
            {
                Tensor edges = F.Histogram(Tensor.From(new[] { -0.1, 0.7 }).To(type), bins).Edges;
                (Tensor counts, _) = F.Histogram(edges, bins);
                Assert.Equal([.. Enumerable.Repeat(1L, bins - 1), 2], counts.ToArray<long>());
            }
        }
    }

    [Fact]
    public void Histogram_OutsideOfTheRange_CountsNothing()
    {
        Tensor x = Tensor.From(new[] { double.NaN, double.PositiveInfinity, -1, 0.5, 2, double.NegativeInfinity });
        Assert.Equal([0L, 1], F.Histogram(x, 2, (0, 1)).Counts.ToArray<long>());
        Assert.Equal([2L], F.Histogram(x, Tensor.From(new[] { 2, double.PositiveInfinity })).Counts.ToArray<long>());
        Assert.Empty(F.Histogram(x, Tensor.From(new[] { 2.0 })).Counts.ToArray<long>());
        Assert.All(F.Histogram(Tensor.Zeros(0), 2, (0, 1), density: true).Counts.ToArray<float>(), value => Assert.True(float.IsNaN(value)));
        Assert.Equal([1L, 1], F.Histogram(Tensor.From(new[] { 0, 5e-324 }), Tensor.From(new[] { 0, 5e-324, 1 })).Counts.ToArray<long>());
        Assert.Equal(2L, F.Histogram(Tensor.From(new[] { 0, 5e-324 }), 3).Counts.Sum().Item<long>());
    }

    // Numbers next to which the type has none at a distance of ½, or of a bin's width.
    public static TheoryData<DataType, double[], int> Close => new()
    {
        { DataType.Float32, [1e10, 1e10, 1e10], 4 },
        { DataType.Float64, [1e17, 1e17], 4 },
        { DataType.Float64, [-1e300], 1000 },
        { DataType.Float64, [double.MaxValue, double.MaxValue], 7 },
        { DataType.Float32, [-float.MaxValue], 3 },
        { DataType.Int64, [1700000000000000000], 4 },
        { DataType.Int64, [1L << 60], 10 },
        { DataType.Float32, [1e7], 4 },
        { DataType.Float32, [1, 1.00000011920928955, 1.0000002384185791], 10 },
        { DataType.Float64, [0, 5e-324], 3 },
        { DataType.BFloat16, [65536], 4096 },
    };

    [Theory]
    [MemberData(nameof(Close))]
    public void Histogram_OfCloseNumbers_HasAscendingEdgesAroundThemAndAnIntegralOfOne(DataType type, double[] numbers, int bins)
    {
        Tensor x = Tensor.From(numbers).To(type);
        (Tensor counts, Tensor edges) = F.Histogram(x, bins);
        double[] places = edges.ToArray<double>();
        Assert.All(places.Zip(places[1..]), pair => Assert.True(pair.First < pair.Second, $"{pair.First:R} is not below {pair.Second:R}"));
        Assert.All(places, place => Assert.True(double.IsFinite(place)));
        Assert.True(places[0] <= x.ToArray<double>().Min() && x.ToArray<double>().Max() <= places[^1]);
        Assert.Equal(numbers.Length, counts.Sum().Item<long>());

        // The density times the widths, where neither leaves the range of doubles.
        if (numbers[^1] != 5e-324)
        {
            double[] density = F.Histogram(x, bins, density: true).Counts.ToArray<double>();
            Assert.Equal(1, density.Select((value, i) => value * (places[i + 1] - places[i])).Sum(), 1e-6);
        }
    }

    [Fact]
    public void Histogram_OfTheWholeRangeOfDoubles_HasFiniteEdges()
    {
        Tensor x = Tensor.From(new[] { -1.7e308, 0, 1.7e308 });
        (Tensor counts, Tensor edges) = F.Histogram(x, 4);
        Assert.Equal([-1.7e308, -8.5e307, 0, 8.5e307, 1.7e308], edges.ToArray<double>());
        Assert.Equal([1L, 0, 1, 1], counts.ToArray<long>());

        // One bin of width 3.4e308, which no double holds: density 1/3.4e308, a subnormal number.
        Assert.Equal(2.9411764705882353e-309, F.Histogram(x, 1, density: true).Counts.Item<double>(), 1e-323);
        Assert.Equal([-1.7e308, 0, 1.7e308], Tensor.Linspace(-1.7e308, 1.7e308, 3, DataType.Float64).ToArray<double>());
    }

    [Fact]
    public void Histogram_OfWholeNumbersBeyondDoubles_IsDecidedByTheEdges()
    {
        // numpy.histogram gives these counts.
        const long Large = 1L << 53;
        Tensor x = Tensor.From(new[] { Large + 1, Large });
        Tensor edges = Tensor.From(new[] { Large, Large + 1, Large + 2 });
        Assert.Equal([1L, 1], F.Histogram(x, edges).Counts.ToArray<long>());
        Assert.Equal([0.5, 0.5], F.Histogram(x, edges, density: true).Counts.ToArray<double>());

        // Edges and elements of different types are compared exactly, too.
        Assert.Equal([0L, 2], F.Histogram(x, Tensor.From(new double[] { Large - 1, Large, Large + 2 })).Counts.ToArray<long>());
        Assert.Equal([1L], F.Histogram(x, Tensor.From(new double[] { Large - 1, Large })).Counts.ToArray<long>());
        Assert.Equal([0L, 1], F.Histogram(Tensor.From(new double[] { Large }), Tensor.From(new[] { Large - 3, Large - 1, Large + 1 })).Counts.ToArray<long>());
        Assert.Equal([1L], F.Histogram(Tensor.From(new double[] { Large, Large + 2 }), Tensor.From(new[] { Large - 1, Large + 1 })).Counts.ToArray<long>());
        Assert.Equal(
            [2L],
            F.Histogram(Tensor.From(new[] { long.MinValue, long.MaxValue }), Tensor.From(new[] { double.NegativeInfinity, 1e300 })).Counts.ToArray<long>());
        Assert.Equal(
            [1L, 1, 0],
            F.Histogram(Tensor.From(new[] { long.MinValue, long.MaxValue }), Tensor.From(new[] { -1e300, 0, 9223372036854775808.0, 1e300 })).Counts
                .ToArray<long>());
        Assert.Equal([0L], F.Histogram(Tensor.From(new[] { long.MaxValue }), Tensor.From(new[] { 9223372036854775808.0, 1e300 })).Counts.ToArray<long>());
        Assert.Equal([0L], F.Histogram(Tensor.From(new[] { long.MinValue }), Tensor.From(new[] { -1e300, -1e200 })).Counts.ToArray<long>());
        Assert.Contains("edge 1 is 9007199254740992 after 9007199254740993", Assert.Throws<ArgumentException>("edges", () => F.Histogram(x, x)).Message);
        Assert.Equal(2L, F.Histogram(Tensor.From(new[] { long.MaxValue, long.MinValue }), 3).Counts.Sum().Item<long>());
        Assert.Equal(2L, F.Histogram(x, 3).Counts.Sum().Item<long>());
    }

    [Fact]
    public void Histogram_Arguments_AreChecked()
    {
        Tensor x = Tensor.Zeros(3);
        Assert.Throws<ArgumentOutOfRangeException>("bins", () => F.Histogram(x, 0));
        Assert.Contains("expects 1 to 2147483590 bins", Assert.Throws<ArgumentOutOfRangeException>("bins", () => F.Histogram(x, int.MaxValue)).Message);
        Assert.Contains("got 2 to 1", Assert.Throws<ArgumentException>("range", () => F.Histogram(x, 2, (2, 1))).Message);
        Assert.Contains(
            "the extremes of the elements; pass a range",
            Assert.Throws<ArgumentException>("range", () => F.Histogram(Tensor.From(new[] { 1, float.NaN }), 2)).Message);
        Assert.Throws<ArgumentException>("range", () => F.Histogram(x, 2, (-double.MaxValue, double.MaxValue)));
        Assert.Contains(
            "edge 2 is 1 after 2; sort them", Assert.Throws<ArgumentException>("edges", () => F.Histogram(x, Tensor.From(new[] { 0, 2, 1 }))).Message);
        Assert.Throws<ArgumentException>("edges", () => F.Histogram(x, Tensor.From(new[] { float.NaN })));
        Assert.Throws<ArgumentException>("edges", () => F.Histogram(x, Tensor.Zeros([1, 2])));
        Assert.Throws<ArgumentException>("weights", () => F.Histogram(x, 2, weights: Tensor.Ones(2)));
        Assert.Throws<ArgumentException>("weights", () => F.Histogram(x, 2, weights: Tensor.Ones(3, DataType.Int64)));
        Assert.Throws<ArgumentException>("x", () => F.Histogram(Tensor.Zeros(3, DataType.Bool), 2));
    }

    [Fact]
    public void BinCount_OfEveryWholeType_Counts()
    {
        foreach (DataType type in (DataType[])[DataType.Int64, DataType.Int32, DataType.UInt8])
        {
            Assert.Equal([1L, 0, 2, 0, 0], F.BinCount(Tensor.From(new[,] { { 2, 0, 2 } }).To(type), minLength: 5).ToArray<long>());
        }

        Assert.Empty(F.BinCount(Tensor.Zeros(0, DataType.Int64)).ToArray<long>());
        Assert.Equal([0L, 0], F.BinCount(Tensor.Zeros(0, DataType.Int64), minLength: 2).ToArray<long>());

        // 10,000 times 0.1 in float16: added in double precision, rounded once.
        Tensor tenths = Tensor.Full(10_000, 0.1, DataType.Float16);
        Assert.Equal((Half)(10_000 * (double)(Half)0.1), F.BinCount(Tensor.Zeros(10_000, DataType.Int64), tenths).Item<Half>());
    }

    [Fact]
    public void BinCount_Arguments_AreChecked()
    {
        Assert.Contains("got numbers from -3 to 2", Assert.Throws<ArgumentOutOfRangeException>("x", () => F.BinCount(Tensor.From(new[] { 2, -3 }))).Message);
        Assert.Contains(
            "from 0 to 1099511627776", Assert.Throws<ArgumentOutOfRangeException>("x", () => F.BinCount(Tensor.From(new[] { 0, 1L << 40 }))).Message);
        Assert.Contains(
            "expects whole numbers (int64, int32 or uint8) but got float32", Assert.Throws<ArgumentException>(() => F.BinCount(Tensor.Zeros(2))).Message);
        Assert.Contains(
            "expects whole numbers (int64, int32 or uint8) but got bool",
            Assert.Throws<ArgumentException>(() => F.OneHot(Tensor.Zeros(2, DataType.Bool))).Message);
        Assert.Contains(
            "expects no indices, as there are no positions but",
            Assert.Throws<ArgumentOutOfRangeException>(() => F.OneHot(Tensor.Zeros(2, DataType.Int64), 0)).Message);
        Assert.Contains(
            "expects no indices, as there are no rows but",
            Assert.Throws<ArgumentOutOfRangeException>(() => F.Embedding(Tensor.Zeros(2, DataType.Int64), Tensor.Zeros([0, 3]))).Message);
        Assert.Contains(
            "Norm of order Infinity of no elements", Assert.Throws<ArgumentException>("x", () => F.Norm(Tensor.Zeros(0), double.PositiveInfinity, [])).Message);
        Assert.Throws<ArgumentException>("weights", () => F.BinCount(Tensor.Zeros(2, DataType.Int64), Tensor.Ones(3)));
        Assert.Throws<ArgumentOutOfRangeException>("minLength", () => F.BinCount(Tensor.Zeros(2, DataType.Int64), minLength: -1));
    }

    [Fact]
    public void OneHot_OfLargeOrNegativeIndices_SaysWhatIsWrong()
    {
        Assert.Equal([0L, 0, 1, 1, 0, 0], F.OneHot(Tensor.From(new byte[] { 2, 0 })).ToArray<long>());
        Assert.Equal([3], F.OneHot(Tensor.Scalar(1, DataType.Int32), 3).Shape);
        Assert.Equal([0, 4], F.OneHot(Tensor.Zeros(0, DataType.Int64), 4).Shape);
        Assert.Equal(DataType.Float32, F.OneHot(Tensor.From(new[] { 1 }), 2, DataType.Float32).DataType);
        Assert.Contains("from 1099511627776", Assert.Throws<ArgumentOutOfRangeException>("index", () => F.OneHot(Tensor.From(new[] { 1L << 40 }))).Message);
        Assert.Contains("from -1", Assert.Throws<ArgumentOutOfRangeException>("index", () => F.OneHot(Tensor.From(new[] { -1 }))).Message);
        Assert.Throws<ArgumentOutOfRangeException>("index", () => F.OneHot(Tensor.From(new[] { 3 }), 3));
    }

    [Theory]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.BFloat16)]
    [InlineData(DataType.Int32)]
    [InlineData(DataType.UInt8)]
    [InlineData(DataType.Int64)]
    [InlineData(DataType.Float32)]
    public void Unique_OfEveryType_GivesBackTheTensor(DataType type)
    {
        Tensor x = Strided.Of(Tensor.From(Enumerable.Range(0, 600).Select(i => (double)(i * i % 37)).ToArray(), [20, 30]).To(type));
        (Tensor values, Tensor inverse, Tensor counts) = x.Unique();
        Assert.Equal(type, values.DataType);
        Assert.Equal(x.ToArray<double>(), F.IndexSelect(values, 0, inverse.Reshape(600)).ToArray<double>());
        Assert.Equal(x.ToArray<double>().Distinct().Order(), values.ToArray<double>());
        Assert.Equal(x.ToArray<double>().GroupBy(v => v).OrderBy(g => g.Key).Select(g => (long)g.Count()), counts.ToArray<long>());
        (values, inverse, _) = x.Unique(1);
        Assert.Equal(x.ToArray<double>(), F.IndexSelect(values, 1, inverse).ToArray<double>());
    }

    [Fact]
    public void Unique_OfZerosAndNaN_FollowsItsRules()
    {
        Tensor x = Tensor.From(new[] { 0f, float.NaN, -0f, 1, float.NaN });
        (Tensor values, Tensor inverse, Tensor counts) = x.Unique();
        Assert.Equal([0f, 1, float.NaN], values.ToArray<float>());
        Assert.False(float.IsNegative(values[0].Item<float>()));
        Assert.Equal([0L, 2, 0, 1, 2], inverse.ToArray<long>());
        Assert.Equal([2L, 1, 2], counts.ToArray<long>());
        Assert.Equal([2L, 1, 1, 1], x.Unique(equalNaN: false).Counts.ToArray<long>());
        Tensor rows = Tensor.From(new[,] { { 1, float.NaN }, { -0f, 2 }, { 1, float.NaN }, { 0, 2 } });
        Assert.Equal([2L, 2], rows.Unique(0).Counts.ToArray<long>());
        Assert.Equal([2L, 1, 1], rows.Unique(0, equalNaN: false).Counts.ToArray<long>());
    }
}
