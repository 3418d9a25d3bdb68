using Hillock.Data;
using Hillock.Tensors;
using Xunit;
using Asked = Hillock.Tests.Data.Loading.DataLoaderTests.Asked;

namespace Hillock.Tests.Data.Loading;

/// <summary>Items that are left out of their batches because they cannot be read.</summary>
public class SkippedItemTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Items_AreLeftOut_AndNotedOnce(int workers)
    {
        using DataLoader<int, string> loader = new(
            new Asked(8, Read), items => string.Join(" ", items),
            new DataLoaderOptions { BatchSize = 3, Workers = workers, Skips = fault => fault.InnerException is InvalidDataException },
            (item, _) => item == 6 ? throw new InvalidDataException("no colours") : item);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            Assert.Equal(["0 2", "3 4", "7"], loader.Epoch(epoch, Token));
        }

        Assert.Equal(
            [
                "Item 1 (batch 0 of epoch 0) could not be read: broken", "Item 5 (batch 1 of epoch 0) could not be read: broken",
                "Item 6 (batch 2 of epoch 0) could not be transformed: no colours",
            ],
            loader.Skipped.Select(fault => fault.Message));

        static int Read(int index) => index is 1 or 5 ? throw new InvalidDataException("broken") : index;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void OtherFaults_AndBatchesWithoutItems_End(int workers)
    {
        DataLoaderOptions options = new() { BatchSize = 2, Workers = workers, Skips = fault => fault.InnerException is InvalidDataException };
        using DataLoader<int, int> other = new(new Asked(4, index => index == 3 ? throw new IOException("gone") : index), items => items.Sum(), options);
        Assert.Equal(3, Assert.Throws<DataLoaderException>(() => other.Epoch(0, Token).Count()).Index);
        Assert.Empty(other.Skipped);
        using DataLoader<int, int> none = new(
            new Asked(4, _ => throw new InvalidDataException("broken")), items => items.Sum(), options);
        DataLoaderException fault = Assert.Throws<DataLoaderException>(() => none.Epoch(0, Token).Count());
        Assert.Equal("Batch 0 of epoch 0 has no items: All items of the dataset were left out.", fault.Message);
    }

    /// <summary>Where a batch has nothing else, the next item that can be read stands for its items, around the end of the dataset.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Batches_WithoutItems_TakeTheNextOne(int workers)
    {
        DataLoaderOptions options = new() { BatchSize = 2, Workers = workers, Skips = fault => fault.InnerException is InvalidDataException };
        using DataLoader<int, string> loader = new(
            new Asked(6, index => index is 2 or 3 or 5 ? throw new InvalidDataException("broken") : index), items => string.Join(" ", items), options);
        Assert.Equal(["0 1", "4", "4"], loader.Epoch(0, Token));
        using DataLoader<int, string> last = new(
            new Asked(6, index => index >= 4 ? throw new InvalidDataException("broken") : index), items => string.Join(" ", items), options);
        Assert.Equal(["0 1", "2 3", "0"], last.Epoch(0, Token));
        Assert.Equal([4, 5], last.Skipped.Select(fault => fault.Index!.Value));
    }

    /// <summary>The item whose shape does not fit is still the right one behind one that was left out.</summary>
    [Fact]
    public void Shapes_AreNamedByItem()
    {
        using DataLoader<int> loader = new(
            new Asked(4, index => index == 0 ? throw new InvalidDataException("broken") : index),
            items => (Collate.Stack([.. items.Select(item => Tensor.Zeros([item == 3 ? 5 : 2]))]), Tensor.Zeros([items.Count])),
            new DataLoaderOptions { BatchSize = 4, Skips = _ => true });
        Assert.Equal(3, Assert.Throws<DataLoaderException>(() => loader.Batch(0, Token)).Index);
    }
}
