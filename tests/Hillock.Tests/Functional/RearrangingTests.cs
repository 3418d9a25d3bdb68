using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Flip, roll, repeat and triangles of every type and on views, against element-wise definitions; their arguments.</summary>
public class RearrangingTests
{
    private static readonly Tensor X = Tensor.From(Enumerable.Range(0, 24).Select(i => (long)(i * 7 % 24)).ToArray(), [2, 3, 4]);

    public static TheoryData<DataType> Types => [.. Enum.GetValues<DataType>()];

    [Theory]
    [MemberData(nameof(Types))]
    public void Functions_OfEveryType_MoveElements(DataType type)
    {
        foreach (Tensor x in (Tensor[])[X.To(type), Strided.Of(X.To(type)), X.To(type).Transpose(0, 2).Contiguous().Transpose(0, 2)])
        {
            AssertMoved(x, F.Flip(x, 0, 1, 2), (i, j, k) => (1 - i, 2 - j, 3 - k));
            AssertMoved(x, F.Flip(x, -1), (i, j, k) => (i, j, 3 - k));
            AssertMoved(x, F.Flip(x, 1, 0), (i, j, k) => (1 - i, 2 - j, k));
            AssertMoved(x, F.Flip(x), (i, j, k) => (i, j, k));
            AssertMoved(x, F.Roll(x, [1, -5, 11], [0, 1, 2]), (i, j, k) => ((i + 1) % 2, (j + 5) % 3, (k + 1) % 4));
            AssertMoved(x, F.Roll(x, [3, -1], [1, 1]), (i, j, k) => (i, (j + 1) % 3, k));
            AssertMoved(x, F.Roll(x, int.MinValue, 1), (i, j, k) => (i, (j + 2) % 3, k));
            AssertMoved(x, F.Repeat(x, 2, 1, 3), (i, j, k) => (i % 2, j, k % 4));
            AssertMoved(x, F.Repeat(x, 2, 1, 1, 1)[1], (i, j, k) => (i, j, k));
            AssertMoved(x, F.RepeatInterleave(x, 3, -1), (i, j, k) => (i, j, k / 3));
            AssertMoved(x, F.RepeatInterleave(x, Tensor.From(new[] { 1, 0, 2 }), 1), (i, j, k) => (i, j == 0 ? 0 : 2, k));
            AssertMoved(x, F.Tril(x, 1), (i, j, k) => k <= j + 1 ? (i, j, k) : null);
            AssertMoved(x, F.Triu(x, -1), (i, j, k) => k >= j - 1 ? (i, j, k) : null);
        }
    }

    [Fact]
    public void Triangles_OfEveryDiagonal_MeetWithoutOverlap()
    {
        Tensor x = F.Add(X.To(DataType.Float32), 1);
        foreach (int diagonal in (int[])[int.MinValue, -5, -2, 0, 3, 9, int.MaxValue])
        {
            Tensor lower = F.Tril(x, diagonal);
            Tensor upper = diagonal == int.MaxValue ? Tensor.ZerosLike(x) : F.Triu(x, diagonal + 1);
            Assert.Equal(x.ToArray<float>(), (lower + upper).ToArray<float>());
        }

        Tensor infinite = Tensor.Full([2, 2], double.NaN);
        Assert.Equal([float.NaN, 0, float.NaN, float.NaN], infinite.Tril().ToArray<float>());
    }

    [Fact]
    public void Results_AreCopies()
    {
        Tensor x = Tensor.From(new float[,] { { 1, 2 }, { 3, 4 } });
        foreach (Tensor y in (Tensor[])[x.Flip(), x.Roll(0), x.Roll(2, 0), x.Repeat(1, 1), x.RepeatInterleave(1, 0), x.Tril(5)])
        {
            y.AsSpan<float>()[0] = 9;
            Assert.Equal(1, x[0, 0].Item<float>());
        }
    }

    [Fact]
    public void Functions_OfEmptyAndSingleTensors_HaveTheirShapes()
    {
        Tensor empty = Tensor.Zeros([2, 0]), single = Tensor.Scalar(3);
        Assert.Equal([2, 0], empty.Flip(0, 1).Shape);
        Assert.Equal([2, 0], empty.Roll(3, 1).Shape);
        Assert.Equal([2, 0], empty.Roll(3).Shape);
        Assert.Equal([4, 0], empty.Repeat(2, 3).Shape);
        Assert.Equal([0, 0], empty.Repeat(0, 3).Shape);
        Assert.Equal([2, 0], empty.Tril().Shape);
        Assert.Equal([0], F.RepeatInterleave(empty, 3).Shape);
        Assert.Equal([0, 0], F.RepeatInterleave(empty, Tensor.From(new[] { 0, 0 }), 0).Shape);
        Assert.Equal(3, single.Flip().Item<float>());
        Assert.Equal(3, single.Roll(4).Item<float>());
        Assert.Equal([3f, 3], single.Repeat(2).ToArray<float>());
        Assert.Equal([3f, 3], F.RepeatInterleave(single, 2).ToArray<float>());
        Assert.Equal([0f, 0, 1, 1, 2, 2], F.RepeatInterleave(Tensor.Arange(3), Tensor.From(new long[] { 2 })).To(DataType.Float32).ToArray<float>());
    }

    [Fact]
    public void Arguments_ThatDoNotFit_AreNamed()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Assert.Contains("axis 1 of the shape [2, 3] twice", Assert.Throws<ArgumentException>("axes", () => F.Flip(x, 1, -1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>("axis", () => F.Flip(x, 2));
        Assert.Contains("1 shifts and 2 axes", Assert.Throws<ArgumentException>("shifts", () => F.Roll(x, [1], [0, 1])).Message);
        Assert.Throws<ArgumentOutOfRangeException>("axis", () => F.Roll(Tensor.Scalar(1), 1, 0));
        Assert.Contains(
            "expects 2 numbers of 0 or more, or further ones in front for new axes, but got [2]",
            Assert.Throws<ArgumentException>("repeats", () => F.Repeat(x, 2)).Message);
        Assert.Throws<ArgumentException>("repeats", () => F.Repeat(x, 2, -1));
        Assert.Contains("more than the 2147483647", Assert.Throws<ArgumentException>("repeats", () => F.Repeat(x, int.MaxValue, 1)).Message);
        Assert.Throws<ArgumentException>(() => F.Repeat(x, 50_000, 50_000));
        Assert.Throws<ArgumentOutOfRangeException>("repeats", () => F.RepeatInterleave(x, -1));
        Assert.Contains(
            "a vector of 3 numbers, or one number, but got [2]",
            Assert.Throws<ArgumentException>("repeats", () => F.RepeatInterleave(x, Tensor.From(new[] { 1, 2 }), 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>("repeats", () => F.RepeatInterleave(x, Tensor.From(new[] { 1, -2 }), 0));
        Assert.Throws<ArgumentException>("repeats", () => F.RepeatInterleave(x, Tensor.From(new long[] { int.MaxValue, 2 }), 0));
        Assert.Contains("but got the shape [3]", Assert.Throws<ArgumentException>("x", () => F.Tril(Tensor.Zeros(3))).Message);
    }

    /// <summary>Checks every element; null stands for 0.</summary>
    private static void AssertMoved(Tensor x, Tensor y, Func<int, int, int, (int I, int J, int K)?> from)
    {
        Assert.Equal(x.DataType, y.DataType);
        double[] source = x.To(DataType.Float64).ToArray<double>();
        double[] result = y.To(DataType.Float64).ToArray<double>();
        (_, int rows, int columns) = y.Shape;
        for (int i = 0; i < result.Length; i++)
        {
            double expected =
                from(i / (rows * columns), i / columns % rows, i % columns) is (var a, var b, var c) ? source[(((a * x.Shape[1]) + b) * x.Shape[2]) + c] : 0;
            Assert.Equal(expected, result[i]);
        }
    }

    [Fact]
    public void Concat_Stack_OfNull_AreRefusedWithItsPlace()
    {
        Tensor x = Tensor.From([1f]);
        Assert.Contains("tensor 1 is null", Assert.Throws<ArgumentException>(() => F.Concat([x, null!])).Message);
        Assert.Contains("tensor 0 is null", Assert.Throws<ArgumentException>(() => F.Stack([null!, x])).Message);
    }

    [Theory]
    [InlineData(2.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Pad_OfWholeNumbersWithAnother_IsRefused(double value)
    {
        string message = Assert.Throws<ArgumentException>(() => F.Pad(Tensor.From([1L, 2]), 1, 1, value: value)).Message;
        Assert.Contains("a whole number to put around int64", message);
    }
}
