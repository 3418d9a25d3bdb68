using Hillock.Data;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Data.Loading;

/// <summary>Items by number: of tensors and lists, joined, and some of them.</summary>
public class DatasetTests
{
    private static readonly ListDataset<int> Tens = new([10, 11, 12, 13]);

    [Fact]
    public void TensorDataset_Items_AreViewsOfTheRows()
    {
        Tensor inputs = Tensor.Arange(0, 6).Reshape(3, 2), targets = Tensor.From([7L, 8, 9]);
        TensorDataset data = new(inputs, targets);
        Assert.Equal(3, data.Count);
        Assert.Equal([4.0, 5], data[2].Inputs.ToArray<double>());
        Assert.Equal((0, 9L), (data[2].Targets.Rank, data[2].Targets.Item<long>()));
        inputs.Fill(1);
        Assert.Equal([1.0, 1], data[2].Inputs.ToArray<double>());
    }

    [Fact]
    public void TensorDataset_RowsThatDiffer_AreRefused()
    {
        Assert.Contains(
            "got [3, 2] and [2]", Assert.Throws<ArgumentException>("targets", () => new TensorDataset(Tensor.Zeros([3, 2]), Tensor.Zeros([2]))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("targets", () => new TensorDataset(Tensor.Zeros([3]), Tensor.Zeros([])));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => new TensorDataset(Tensor.Zeros([3]), Tensor.Zeros([3]))[3]);
        Assert.Throws<ArgumentOutOfRangeException>("index", () => new TensorDataset(Tensor.Zeros([3]), Tensor.Zeros([3]))[-1]);
    }

    [Fact]
    public void ConcatDataset_Items_ComeOneAfterTheOther_PastEmptyParts()
    {
        ListDataset<int> empty = new([]);
        ConcatDataset<int> all = new(empty, Tens, empty, empty, new ListDataset<int>([7]), empty);
        Assert.Equal([10, 11, 12, 13, 7], Enumerable.Range(0, all.Count).Select(i => all[i]));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => all[5]);
        Assert.Throws<ArgumentOutOfRangeException>("index", () => all[-1]);
        Assert.Equal(0, new ConcatDataset<int>(empty, empty).Count);
        Assert.Throws<ArgumentException>("datasets", () => new ConcatDataset<int>());
        Assert.Contains(
            "number 1 is null", Assert.Throws<ArgumentException>("datasets", () => new ConcatDataset<int>(Tens, null!)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConcatDataset_MoreThanAnArrayHolds_IsRefused() => Assert.Contains(
        "4294967294 items",
        Assert.Throws<ArgumentException>("datasets", () => new ConcatDataset<int>(new Endless(), new Endless())).Message, StringComparison.Ordinal);

    [Fact]
    public void Subset_Items_AreThoseOfTheIndices()
    {
        Subset<int> some = new(Tens, [3, 0, 3]);
        Assert.Equal([13, 10, 13], Enumerable.Range(0, some.Count).Select(i => some[i]));
        Assert.Same(Tens, some.Dataset);
        Assert.Equal([3, 0, 3], some.Indices.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("index", () => some[3]);
        Assert.Contains(
            "expects 0 to 3 but indices[1] is 4", Assert.Throws<ArgumentException>("indices", () => new Subset<int>(Tens, [0, 4])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("indices", () => new Subset<int>(Tens, [-1]));
    }

    private sealed class Endless : IDataset<int>
    {
        public int Count => int.MaxValue;

        public int this[int index] => index;
    }
}
