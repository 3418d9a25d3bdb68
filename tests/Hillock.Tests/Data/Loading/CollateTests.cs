using Hillock.Data;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Data.Loading;

/// <summary>Batches made of items.</summary>
public class CollateTests
{
    [Theory]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float64)]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.BFloat16)]
    [InlineData(DataType.Int64)]
    [InlineData(DataType.Int32)]
    [InlineData(DataType.UInt8)]
    public void Stack_OfViews_IsACopyOfTheirElements(DataType type)
    {
        Tensor all = Tensor.Arange(0, 12).Reshape(3, 4).To(type);
        Tensor batch = Collate.Stack([all.Select(0, 2), all.Select(0, 0), all.Slice(1, 0, 4).Select(0, 2)]);
        Assert.Equal((type, "[3, 4]"), (batch.DataType, batch.Shape.ToString()));
        Assert.Equal([8.0, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11], batch.To(DataType.Float64).ToArray<double>());
        Tensor columns = Collate.Stack([all.Select(1, 3), all.Select(1, 0)]);
        Assert.Equal([3.0, 7, 11, 0, 4, 8], columns.To(DataType.Float64).ToArray<double>());
        all.Fill(1);
        Assert.Equal(8, batch.To(DataType.Float64).ToArray<double>()[0]);
    }

    [Fact]
    public void Stack_Booleans_AndNumbers_AndEmptyItems()
    {
        Assert.Equal([true, false], Collate.Stack([Tensor.From([true]), Tensor.From([false])]).ToArray<bool>());
        Assert.Equal("[2]", Collate.Stack([Tensor.Zeros([]), Tensor.Zeros([])]).Shape.ToString());
        Assert.Equal("[2, 0, 3]", Collate.Stack([Tensor.Zeros([0, 3]), Tensor.Zeros([0, 3])]).Shape.ToString());
    }

    [Fact]
    public void Stack_ItemsThatDiffer_AreNamed()
    {
        Assert.Contains(
            "item 1 of the batch is float32 [3] and item 0 float32 [2]",
            Assert.ThrowsAny<ArgumentException>(() => Collate.Stack([Tensor.Zeros([2]), Tensor.Zeros([3])])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "item 2 of the batch is float64 [2]",
            Assert.ThrowsAny<ArgumentException>(() => Collate.Stack([Tensor.Zeros([2]), Tensor.Zeros([2]), Tensor.Zeros([2], DataType.Float64)])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "targets of one shape and type but item 1",
            Assert.ThrowsAny<ArgumentException>(
                () => Collate.Pairs([(Tensor.Zeros([2]), Tensor.Zeros([])), (Tensor.Zeros([2]), Tensor.Zeros([1]))])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("items", () => Collate.Stack([]));
        Assert.Throws<ArgumentException>("items", () => Collate.Pairs([]));
    }

    // torch.nn.utils.rnn.pad_sequence([[[1,2],[3,4]], [[5,6]], []], batch_first=True, padding_value=9)
    [Fact]
    public void PadSequence_FillsUpAtTheEnds()
    {
        Tensor[] items = [Tensor.From([1f, 2, 3, 4], [2, 2]), Tensor.From([5f, 6], [1, 2]), Tensor.Zeros([0, 2])];
        Tensor batch = Collate.PadSequence(items, 9);
        Assert.Equal("[3, 2, 2]", batch.Shape.ToString());
        Assert.Equal([1, 2, 3, 4, 5, 6, 9, 9, 9, 9, 9, 9], batch.ToArray<float>());
        Assert.Equal([2, 1, 0], Collate.Lengths(items).ToArray<long>());
        Assert.Contains(
            "item 1 of the batch is float32 [1, 3]",
            Assert.ThrowsAny<ArgumentException>(() => Collate.PadSequence([items[0], Tensor.Zeros([1, 3])])).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => Collate.PadSequence([Tensor.Zeros([])]));
        Assert.ThrowsAny<ArgumentException>(() => Collate.Lengths([Tensor.Zeros([])]));
        Assert.Throws<ArgumentException>("value", () => Collate.PadSequence([Tensor.From([1L])], 0.5));
        Assert.Throws<ArgumentException>("value", () => Collate.PadSequence([Tensor.From([(byte)1])], -1));
        Assert.Equal([1, 255, 1, 2], Collate.PadSequence([Tensor.From([(byte)1]), Tensor.From([(byte)1, (byte)2])], 255).ToArray<byte>());
        Assert.Throws<ArgumentException>("items", () => Collate.PadSequence([]));
    }
}
