using FsCheck;
using FsCheck.Fluent;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Sort, argsort, top-k, unique, median and quantile: laws, every type, every length at which the algorithm changes.</summary>
[Collection(ParallelismCollection.Name)]
public class SortingTests
{
    private static readonly DataType[] Types = Enum.GetValues<DataType>();

    // Around the lengths at which the algorithms change: 32 kept elements, 400 for digits.
    public static TheoryData<int, DataType> Sizes
    {
        get
        {
            var data = new TheoryData<int, DataType>();
            foreach (int length in (int[])[1, 2, 31, 33, 399, 400, 401, 5000])
            {
                foreach (DataType type in Types)
                {
                    data.Add(length, type);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sort_OfEveryTypeAndLength_IsThatOfLinq(int length, DataType type)
    {
        // Linq's OrderBy is stable and sorts a NaN first, so NaN get a key of their own.
        Tensor x = Numbers(3 * length, length, type).Reshape(3, length);
        double[] numbers = x.To(DataType.Float64).ToArray<double>();
        foreach (bool descending in (bool[])[false, true])
        {
            (Tensor values, Tensor indices) = F.Sort(x, 1, descending);
            Assert.Equal(type, values.DataType);
            Assert.Equal(indices.ToArray<long>(), F.ArgSort(x, 1, descending).ToArray<long>());
            for (int row = 0; row < 3; row++)
            {
                double[] own = numbers[(row * length)..((row + 1) * length)];
                long[] expected = Order(own, descending);
                Assert.Equal(expected, indices[row].ToArray<long>());
                Assert.Equal(expected.Select(i => own[i]), values[row].To(DataType.Float64).ToArray<double>());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void TopK_OfEveryTypeAndCount_IsTheStartOfTheSort(int length, DataType type)
    {
        Tensor x = Numbers(2 * length, length + 7, type).Reshape(2, length);
        foreach (int k in (int[])[0, 1, 5, 32, 33, length / 2, length - 1, length])
        {
            foreach (bool largest in (bool[])[false, true])
            {
                int count = Math.Min(k, length);
                (Tensor values, Tensor indices) = F.TopK(x, count, 1, largest);
                (Tensor sorted, Tensor order) = F.Sort(x, 1, largest);
                Assert.Equal(order[.., ..count].ToArray<long>(), indices.ToArray<long>());
                Assert.Equal(sorted[.., ..count].To(DataType.Float64).ToArray<double>(), values.To(DataType.Float64).ToArray<double>());
                (_, Tensor unsorted) = F.TopK(x, count, 1, largest, sorted: false);
                Assert.Equal(F.Sort(indices, 1).Values.ToArray<long>(), unsorted.ToArray<long>());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Median_OfEveryTypeAndLength_HasTheMiddleRank(int length, DataType type)
    {
        Tensor x = Numbers(2 * length, length + 3, type, special: false).Reshape(2, length);
        (Tensor values, Tensor indices) = F.Median(x, 1);
        (Tensor sorted, Tensor order) = F.Sort(x, 1);
        int middle = (length - 1) / 2;
        Assert.Equal(order[.., middle].ToArray<long>(), indices.ToArray<long>());
        Assert.Equal(sorted[.., middle].To(DataType.Float64).ToArray<double>(), values.To(DataType.Float64).ToArray<double>());
        Assert.Equal(F.Sort(x.Reshape(-1)).Values[length - 1].To(DataType.Float64).Item<double>(), F.Median(x).To(DataType.Float64).Item<double>());
    }

    [Fact]
    public void Sort_OfAnyFloats_IsAnOrderedPermutation() =>
        Prop.ForAll<float[]>(numbers =>
        {
            (Tensor values, Tensor indices) = Tensor.From(numbers).Sort();
            float[] sorted = values.ToArray<float>();
            long[] places = indices.ToArray<long>();
            Assert.Equal(Enumerable.Range(0, numbers.Length).Select(i => (long)i), places.Order());
            Assert.Equal(places.Select(i => BitConverter.SingleToInt32Bits(numbers[i])), sorted.Select(BitConverter.SingleToInt32Bits));
            for (int i = 1; i < sorted.Length; i++)
            {
                bool isOrdered = sorted[i - 1] < sorted[i] || float.IsNaN(sorted[i]) || (sorted[i - 1] == sorted[i] && places[i - 1] < places[i]);
                Assert.True(isOrdered);
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sort_OfSpecialNumbers_PutsNaNLastAndKeepsZerosAsTheyCame()
    {
        float negativeNaN = BitConverter.Int32BitsToSingle(unchecked((int)0xFFC00001));
        Tensor x = Tensor.From(new[] { 0f, float.NaN, -0f, negativeNaN, float.PositiveInfinity, -0f, float.NegativeInfinity, -float.Epsilon, float.Epsilon, 0 });
        long[] ascending = [6, 7, 0, 2, 5, 9, 8, 4, 1, 3];
        long[] descending = [1, 3, 4, 8, 0, 2, 5, 9, 7, 6];
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            Assert.Equal(ascending, x.To(type).ArgSort().ToArray<long>());
            Assert.Equal(descending, x.To(type).ArgSort(descending: true).ToArray<long>());
        }

        float[] sorted = x.Sort().Values.ToArray<float>();
        Assert.Equal([false, true, true, false], sorted[2..6].Select(float.IsNegative));
        Assert.Equal(BitConverter.SingleToInt32Bits(negativeNaN), BitConverter.SingleToInt32Bits(sorted[^1]));
    }

    [Fact]
    public void Sort_OnAnyNumberOfThreads_GivesTheSame()
    {
        Tensor x = Numbers(40 * 3000, 5, DataType.Float32).Reshape(40, 3000);
        long[]? expected = null;
        foreach (int threads in (int[])[1, 2, 5])
        {
            using var scope = new ThreadScope(threads);
            long[] actual = [.. x.ArgSort().ToArray<long>(), .. x.TopK(40).Indices.ToArray<long>(), .. x.TopK(3, 0).Indices.ToArray<long>(), .. x.Median(1).Indices.ToArray<long>()];
            Assert.Equal(expected ??= actual, actual);
        }
    }

    [Fact]
    public void Functions_OfEmptyAndSingleTensors_HaveTheirShapes()
    {
        Tensor empty = Tensor.Zeros([2, 0, 3]);
        Assert.Equal([2, 0, 3], F.Sort(empty, 1).Values.Shape);
        Assert.Equal([2, 0, 3], F.Sort(empty, 2).Indices.Shape);
        Assert.Equal([2, 0, 2], F.TopK(empty, 2).Values.Shape);
        Assert.Equal([2, 0], F.Median(empty, 2).Values.Shape);
        Assert.Equal([2, 2, 0], F.Quantile(empty, [0.1, 0.2], 2).Shape);
        Assert.Equal([0], F.Quantile(Tensor.Zeros(3), ReadOnlySpan<double>.Empty).Shape);
        Assert.Equal([0], F.Unique(empty).Values.Shape);
        Assert.Equal([2, 0, 3], F.Unique(empty).Inverse.Shape);
        Assert.Equal([1, 0, 3], F.Unique(empty, 0).Values.Shape);
        Assert.Equal([2L], F.Unique(empty, 0).Counts.ToArray<long>());
        Assert.Equal([2, 0, 3], F.Unique(empty, 1).Values.Shape);
        Tensor single = Tensor.Scalar(5).WithGradient();
        Assert.Equal(5, F.Sort(single).Values.Item<float>());
        Assert.Equal(Shape.Scalar, F.Sort(single, 0).Indices.Shape);
        Assert.Equal(Shape.Scalar, F.TopK(single, 1).Values.Shape);
        Assert.Equal(5, F.Median(single).Item<float>());
        Assert.Equal(5, F.Median(single, -1).Values.Item<float>());
        Assert.Equal(5, F.Quantile(single, 0.4, 0).Item<float>());
        (F.Sort(single).Values + F.TopK(single, 1).Values + F.Median(single, 0).Values + F.Quantile(single, 0.4)).Backward();
        Assert.Equal(4, single.Gradient!.Item<float>());
    }

    [Fact]
    public void Arguments_ThatDoNotFit_AreNamed()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Assert.Contains("expects a k from 0 to 3 but got 4", Assert.Throws<ArgumentOutOfRangeException>("k", () => F.TopK(x, 4)).Message);
        Assert.Throws<ArgumentOutOfRangeException>("k", () => F.TopK(x, -1));
        Assert.Contains("axes run from -2 to 1", Assert.Throws<ArgumentOutOfRangeException>("axis", () => F.Sort(x, 2)).Message);
        Assert.Throws<ArgumentOutOfRangeException>("axis", () => F.Sort(Tensor.Scalar(1), 1));
        Assert.Contains("from 0 to 1 but element 1 is 1.5", Assert.Throws<ArgumentOutOfRangeException>("q", () => F.Quantile(x, [0, 1.5])).Message);
        Assert.Throws<ArgumentOutOfRangeException>("q", () => F.Quantile(x, double.NaN));
        Assert.Contains("of no elements", Assert.Throws<ArgumentException>("x", () => F.Quantile(Tensor.Zeros([2, 0]), 0.5, 1)).Message);
        Assert.Contains("of no elements", Assert.Throws<ArgumentException>("x", () => F.Median(Tensor.Zeros(0))).Message);
        Assert.Contains("To(DataType.Float32)", Assert.Throws<ArgumentException>(() => F.Quantile(Tensor.Zeros(3, DataType.Int64), 0.5)).Message);
    }

    [Fact]
    public void Gradient_OfTiedElements_GoesToTheStableOnes()
    {
        Tensor x = Tensor.From(new double[] { 2, 1, 2, 2 }).WithGradient();
        (F.TopK(x, 2).Values * Tensor.From(new double[] { 3, 5 })).Sum().Backward();
        Assert.Equal([3.0, 0, 5, 0], x.Gradient!.ToArray<double>());
        x.ZeroGrad();
        F.Median(x, 0).Values.Backward();
        Assert.Equal([1.0, 0, 0, 0], x.Gradient!.ToArray<double>());
        x.ZeroGrad();
        F.Quantile(x, 0.5).Backward();
        Assert.Equal([0.5, 0, 0.5, 0], x.Gradient!.ToArray<double>());
        x.ZeroGrad();
        F.Median(x).Backward();
        double third = 1.0 / 3;
        Assert.Equal([third, 0, third, third], x.Gradient!.ToArray<double>());
        Tensor withNaN = Tensor.From(new[] { 1, double.NaN, double.NaN, 0 }).WithGradient();
        F.Median(withNaN).Backward();
        Assert.Equal([0, 0.5, 0.5, 0], withNaN.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Quantile_NextToInfinities_IsNotNaN()
    {
        double infinity = double.PositiveInfinity;
        Assert.Equal([1, infinity, infinity, infinity], F.Quantile(Tensor.From(new[] { infinity, 1, infinity }), [0, 0.25, 0.5, 0.75]).ToArray<double>());
        Assert.Equal([-infinity, 2], F.Quantile(Tensor.From(new[] { -infinity, 2 }), [0.999, 1]).ToArray<double>());

        // The difference of the neighbours overflows.
        Assert.Equal(0, F.Quantile(Tensor.From(new[] { double.MaxValue, -double.MaxValue }), 0.5).Item<double>());
        Assert.Equal((Half)60000, F.Quantile(Tensor.From(new[] { (Half)60000, (Half)60000 }), 0.3).Item<Half>());
        Assert.Equal(float.MaxValue / 2, F.Quantile(Tensor.From(new[] { float.MaxValue, -float.MaxValue }), 0.75).Item<float>());
    }

    private static long[] Order(double[] numbers, bool descending)
    {
        IEnumerable<int> places = Enumerable.Range(0, numbers.Length);
        return
        [
            .. (descending
                ? places.OrderByDescending(i => double.IsNaN(numbers[i])).ThenByDescending(i => numbers[i])
                : places.OrderBy(i => double.IsNaN(numbers[i])).ThenBy(i => numbers[i])).Select(i => (long)i),
        ];
    }

    /// <summary>Numbers with many ties, of both signs; of floating-point types some that are special.</summary>
    private static Tensor Numbers(int length, int seed, DataType type, bool special = true)
    {
        var random = new Random(seed);
        double[] numbers = [.. Enumerable.Range(0, length).Select(i => random.Next(4) == 0 ? random.Next(-9, 9) : (random.NextDouble() - 0.4) * Math.Pow(2, random.Next(-12, 14)))];
        for (int i = 0; special && i < length / 20; i++)
        {
            numbers[random.Next(length)] = random.Next(5) switch { 0 => double.NaN, 1 => double.PositiveInfinity, 2 => double.NegativeInfinity, 3 => -0.0, _ => 0 };
        }

        return Tensor.From(numbers).To(type);
    }

    [Fact]
    public void TopK_OfRowsInOrder_IsTheEndOfTheSortedRow()
    {
        // Keeping so few in order gives up within such a row; the next row is random again.
        const int Length = 20_000;
        float[] ascending = [.. Enumerable.Range(0, Length).Select(i => (float)(i / 3))];
        float[] late = [.. Enumerable.Range(0, Length).Select(i => i < Length / 2 ? (float)((i * 7919L) % Length) : i + Length)];
        float[] random = [.. Enumerable.Range(0, Length).Select(i => (float)((i * 104729L) % Length))];
        Tensor x = Tensor.From([ascending, random, late, [.. ascending.Reverse()], ascending]);
        foreach (int k in (int[])[1, 2, 3, 16, 31, 32, 33, 100])
        {
            foreach (bool largest in (bool[])[true, false])
            {
                (Tensor values, Tensor indices) = F.TopK(x, k, largest: largest);
                (Tensor sorted, Tensor order) = F.Sort(x, descending: largest);
                Assert.Equal(sorted.Slice(1, 0, k).ToArray<float>(), values.ToArray<float>());
                Assert.Equal(order.Slice(1, 0, k).ToArray<long>(), indices.ToArray<long>());
                Assert.Equal(order.Slice(1, 0, k).Sort().Values.ToArray<long>(), F.TopK(x, k, largest: largest, sorted: false).Indices.ToArray<long>());
            }
        }
    }
}
