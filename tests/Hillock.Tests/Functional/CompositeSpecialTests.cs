using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>
/// Statistics, norms and distances where they are decided rather than computed: zeros, equal and infinite elements, NaN, one element and none.
/// </summary>
public class CompositeSpecialTests
{
    private const double Inf = double.PositiveInfinity, NaN = double.NaN;

    public static TheoryData<DataType> Types => [DataType.Float16, DataType.BFloat16, DataType.Float32, DataType.Float64];

    [Theory]
    [MemberData(nameof(Types))]
    public void Spread_OfEqualElements_IsZeroWithAllItsGradients(DataType type)
    {
        foreach (double value in new[] { 0.1, -3, 0, 1000, 1e-6 })
        {
            foreach (int count in new[] { 2, 3, 17, 5000 })
            {
                Tensor x = Tensor.Full(count, value, type);
                Expect(x, static x => F.StandardDeviation(x), 0, new double[count], new double[count]);
                Expect(x, static x => F.Variance(x), 0, new double[count]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Spread_OfFewElementsAndOfWhatIsNotFinite(DataType type)
    {
        Assert.True(double.IsNaN(Value(F.Variance(Of(type, 3)))));
        Assert.True(double.IsNaN(Value(F.Variance(Of(type)))));
        Assert.True(double.IsNaN(Value(F.StandardDeviation(Of(type, 3)))));
        Assert.Equal(0, Value(F.StandardDeviation(Of(type, 3), correction: 0)));
        Assert.Equal(Inf, Value(F.Variance(Of(type, 3, 4), correction: 2)));
        Assert.Equal(Inf, Value(F.Variance(Of(type, 3, 4), correction: 3)));
        Assert.True(double.IsNaN(Value(F.Variance(Of(type, 3, Inf)))));
        Assert.True(double.IsNaN(Value(F.StandardDeviation(Of(type, 3, NaN)))));
        Assert.Equal(0, F.Variance(Tensor.Zeros([0, 5], type), [1]).Length);
        Assert.Equal(0, Value(F.Variance(Tensor.Full(Shape.Scalar, 5, type), correction: 0)));
    }

    [Fact]
    public void Spread_WhereAMeanOrASquareLeavesTheType_IsRight()
    {
        Assert.Equal(2, Value(F.Variance(Of(DataType.Float32, 16777216, 16777218))));
        Assert.Equal(2, Value(F.Variance(Of(DataType.BFloat16, 256, 258))));
        Assert.Equal(2, Value(F.Variance(Of(DataType.Float64, 9007199254740992, 9007199254740994))));
        Assert.Equal(1.41421356e20f, (float)Value(F.StandardDeviation(Of(DataType.Float32, 1e20, 3e20))));
        Assert.Equal(1.41421356e-30f, (float)Value(F.StandardDeviation(Of(DataType.Float32, 1e-30, 3e-30))));
        Assert.Equal(Inf, Value(F.Variance(Of(DataType.Float32, 1e20, 3e20))));
    }

    [Fact]
    public void Mean_OfNumbersWhoseSumIsInfinite_IsRight()
    {
        Tensor x = Of(DataType.Float64, 1.5e308, 1.7e308, 1.6e308, 1, 2, 3, 1e-320, 2e-320, 3e-320, Inf, 1, 1, NaN, 1, 1).Reshape(5, 3).WithGradient();
        Tensor y = F.Mean(x, 1);
        Assert.Equal([1.6e308, 2, 2e-320, Inf, NaN], y.ToArray<double>());
        Assert.All(Gradients.Of([y], [x], [Tensor.OnesLike(y)])[0]!.ToArray<double>(), static value => Assert.Equal(1 / 3.0, value));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void LogSumExp_OfInfiniteElements_HasItsLimits(DataType type)
    {
        Expect(Of(type, -Inf, -Inf), static x => F.LogSumExp(x, 0), -Inf, [0, 0], [0, 0]);
        Expect(Of(type, -Inf), static x => F.LogSumExp(x, 0), -Inf, [0], [0]);
        Expect(Of(type, Inf, 1, -Inf), static x => F.LogSumExp(x, 0), Inf, [1, 0, 0], [0, 0, 0]);
        Expect(Of(type, Inf, 1, Inf, Inf, Inf), static x => F.LogSumExp(x, 0), Inf, [0.25, 0, 0.25, 0.25, 0.25], new double[5]);
        Expect(Of(type, -Inf, 3, -Inf), static x => F.LogSumExp(x, 0), 3, [0, 1, 0], [0, 0, 0]);
        Expect(Of(type, Inf, NaN), static x => F.LogSumExp(x, 0), NaN, [NaN, NaN]);
        Expect(Of(type, NaN, -Inf, 1, 2, 3), static x => F.LogSumExp(x, 0), NaN, [NaN, NaN, NaN, NaN, NaN]);
        Expect(Of(type), static x => F.LogSumExp(x, 0), -Inf, []);
        Expect(Tensor.Full(Shape.Scalar, 5, type), static x => F.LogSumExp(x, []), 5, [1], [0]);

        // Rows of both kinds beside an ordinary one.
        Tensor rows = Of(type, -Inf, -Inf, 2, 2, Inf, 0).Reshape(3, 2).WithGradient();
        Tensor y = F.LogSumExp(rows, 1);
        Assert.Equal([0, 0, 0.5, 0.5, 1, 0], Gradients.Of([y], [rows], [Tensor.OnesLike(y)])[0]!.ToArray<double>());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Norm_AtAZeroRow_HasGradientZero(DataType type)
    {
        foreach (double p in new[] { 0, 0.5, 1, 1.5, 2, 3, 7.3, 100, Inf, -Inf, -1, -2.5 })
        {
            Expect(Of(type, 0, -0.0, 0), x => F.Norm(x, p, []), 0, [0, 0, 0], [0, 0, 0]);
            Tensor x = Of(type, 0, 0, 3, 4).Reshape(2, 2).WithGradient();
            Tensor y = F.Norm(x, p, [1]);
            double[] gradient = Gradients.Of([y], [x], [Tensor.OnesLike(y)])[0]!.ToArray<double>();
            Assert.Equal([0, 0], gradient[..2]);
            Assert.All(gradient, static value => Assert.True(double.IsFinite(value)));
            Expect(Of(type, 3, NaN), x => F.Norm(x, p, []), NaN, null);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Norm_OfSpecialOrders(DataType type)
    {
        Expect(Of(type, 3, 0, -4, -0.0), static x => F.Norm(x, 0, []), 2, [0, 0, 0, 0]);
        Expect(Of(type, 3, -1, 4), static x => F.Norm(x, -Inf, []), 1, [0, -1, 0]);
        Expect(Of(type, 2, -2, 1), static x => F.Norm(x, Inf, []), 2, [0.5, -0.5, 0]);
        Expect(Of(type, 3, 0, 4), static x => F.Norm(x, -1, []), 0, [0, 0, 0], [0, 0, 0]);
        Expect(Of(type, 2, 2), static x => F.Norm(x, -1, []), 1, [0.25, 0.25]);
        Expect(Of(type, Inf, 2), static x => F.Norm(x, -3, []), 2, [0, 1]);
        Expect(Of(type, Inf, -3), static x => F.Norm(x, 3, []), Inf, null);
        Expect(Of(type, Inf, Inf), static x => F.Norm(x, -3, []), Inf, null);
        Assert.Equal(0, Value(F.Norm(Of(type), 3, [])));
        Assert.Equal([0, 0], F.Norm(Tensor.Zeros([2, 0], type), 0.5, [1]).ToArray<double>());
        foreach (double p in new[] { Inf, -Inf, -1 })
        {
            Assert.Contains(
                "no elements", Assert.Throws<ArgumentException>(() => F.Norm(Tensor.Zeros([2, 0], type), p, [1])).Message, StringComparison.Ordinal);
            Assert.Equal(0, F.Norm(Tensor.Zeros([0, 3], type), p, [1]).Length);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => F.Norm(Of(type, 1), NaN, []));
        Assert.Equal(3, Value(F.Norm(Tensor.Full(Shape.Scalar, -3, type), 2.5, [])));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Maximum_OfMoreEqualElementsThanTheTypeCounts_SharesItsGradient(DataType type)
    {
        Tensor x = Tensor.Zeros(100_000, type).WithGradient();
        double share = Gradients.Of([F.Max(x)], [x])[0]!.ToArray<double>()[12345];
        Assert.Equal(Of(type, 1e-5).ToArray<double>()[0], share);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Cosine_OfZeroEqualAndHugeVectors(DataType type)
    {
        double huge = type switch { DataType.Float64 => 1e200, DataType.Float16 => 60000, _ => 1e38 };
        double tiny = type switch { DataType.Float64 => 1e-200, DataType.Float16 => 1e-7, _ => 1e-30 };
        for (int i = 1; i < 200; i++)
        {
            Tensor x = Of(type, 0.1 * i, 0.7 / i, -0.3, i);
            Assert.Equal(1, Value(F.CosineSimilarity(x, x, 0)));
            Assert.Equal(-1, Value(F.CosineSimilarity(x, -x, 0)));
        }

        Expect(Of(type, 0, 0, 0), x => F.CosineSimilarity(x, Of(type, 1, 2, 2), 0), 0, null);
        Expect(Of(type, 1, 2, 2), x => F.CosineSimilarity(x, Of(type, 0, 0, 0), 0), 0, [0, 0, 0], [0, 0, 0]);
        Assert.Equal(1, Value(F.CosineSimilarity(Of(type, huge, -huge), Of(type, huge, -huge), 0)));
        Assert.Equal(0, Value(F.CosineSimilarity(Of(type, huge, huge), Of(type, huge, -huge), 0)));
        Assert.Equal(1, Value(F.CosineSimilarity(Of(type, tiny, tiny), Of(type, huge, huge), 0, epsilon: 0)));
        Assert.Equal(0, Value(F.CosineSimilarity(Of(type), Of(type), 0)));
        Tensor t = Tensor.From([1.0, -1, 1, -1]);
        Tensor first = Of(type, 0, 0, huge, huge, huge, huge, 0, 0).Reshape(4, 2).WithGradient();
        Tensor second = Of(type, 3, 4, huge, -huge, huge, huge, 0, 0).Reshape(4, 2);
        Tensor losses = F.CosineEmbedding(first, second, t, Hillock.Losses.Reduction.None);
        Assert.Equal([1, 0, 0, 0], losses.ToArray<double>().Select(static value => Math.Round(value, 6)));
        Assert.All(Gradients.Of([losses], [first], [Tensor.OnesLike(losses)])[0]!.ToArray<double>(), static value => Assert.False(double.IsNaN(value)));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Distance_OfHugeEqualAndBroadcastVectors(DataType type)
    {
        double huge = type switch { DataType.Float64 => 1e200, DataType.Float16 => 30000, _ => 1e30 };
        Tensor x = Of(type, 3 * huge / 4, huge), zero = Of(type, 0, 0);
        Tensor expected = Tensor.From([1.25 * x[1].ToArray<double>()[0]]).To(type);
        Assert.Equal(expected.ToArray<double>()[0], Value(F.PairwiseDistance(x, zero)), 1e-2 * huge);
        foreach (double p in new[] { 0.5, 1, 2, 3, Inf })
        {
            Expect(Of(type, 1, 2), a => F.PairwiseDistance(a, Of(type, 1, 2), p, epsilon: 0), 0, [0, 0], [0, 0]);
        }

        Assert.Equal([3, 2], F.PairwiseDistance(Tensor.Zeros([3, 1, 4], type), Tensor.Zeros([2, 4], type)).Shape.Dimensions.ToArray());
        Assert.Equal(type, F.PairwiseDistance(x, zero).DataType);
    }

    private static Tensor Of(DataType type, params double[] values) => Tensor.From(values).To(type);

    private static double Value(Tensor x) => x.ToArray<double>().Single();

    private static void Expect(Tensor x, Func<Tensor, Tensor> function, double value, double[]? gradient, double[]? second = null)
    {
        x = x.Detach().Clone().WithGradient();
        Tensor y = function(x);
        Assert.Equal(value, Value(y));
        if (gradient is null)
        {
            return;
        }

        Assert.Equal(gradient, Gradients.Of([y], [x])[0]!.ToArray<double>().Select(static one => one + 0));
        Tensor recorded = Gradients.Of([function(x)], [x], createGraph: true)[0]!;
        Assert.Equal(gradient, recorded.ToArray<double>().Select(static one => one + 0));
        if (second is not null && recorded.RequiresGrad)
        {
            Tensor direction = Tensor.From([.. Enumerable.Range(1, x.Length).Select(static i => (double)(i % 3) + 1)], x.Shape).To(x.DataType);
            Assert.Equal(second, Gradients.Of([recorded], [x], [direction])[0]!.ToArray<double>().Select(static one => one + 0));
        }
    }
}
