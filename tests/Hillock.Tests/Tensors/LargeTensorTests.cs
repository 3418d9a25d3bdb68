using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Tensors;

/// <summary>Tensors of more than 2 GiB, and of as many elements as an array holds.</summary>
[Trait("Speed", "slow")]
[Collection(LargeTensorCollection.Name)]
[Trait("Speed", "slow")]
public class LargeTensorTests
{
    private const long Gibibyte = 1L << 30;

    [Fact]
    public void Rows_OfATableBeyondTwoGibibytes_AreFound()
    {
        Require(4);
        TensorPool.Tidy(() =>
        {
            Tensor table = Tensor.Zeros([600_000_000, 1]);
            table.AsSpan<float>()[5] = 5;
            table.AsSpan<float>()[^1] = 7;
            Tensor places = Tensor.From(new long[] { 599_999_999, 5, 0 });
            Assert.Equal([7f, 5, 0], F.Embedding(places, table).ToArray<float>());
            Assert.Equal([7f, 5, 0], F.IndexSelect(table, 0, places).ToArray<float>());
            Assert.Equal([5f], F.IndexSelect(table.Reshape(1, 600_000_000), 1, Tensor.From(new long[] { 5 })).ToArray<float>());
        });
    }

    [Fact]
    public void Copies_OfRowsBeyondTwoGibibytes_AreWhole()
    {
        Require(4);
        TensorPool.Tidy(() =>
        {
            // 550 million elements of four bytes from a table of two rows.
            Tensor table = Tensor.From(new[] { 1f, 2 }, [2, 1]);
            Tensor places = Tensor.Zeros(275_000_000, DataType.Int64);
            places.AsSpan<long>()[^1] = 1;
            Tensor rows = F.IndexSelect(F.Repeat(table, 1, 2), 0, places);
            Assert.Equal([1f, 1, 2, 2], rows.AsReadOnlySpan<float>()[^4..].ToArray());
        });
    }

    [Fact]
    public void LongestTensors_AreConvertedAndAddedUpToTheirEnd()
    {
        Require(7);
        TensorPool.Tidy(() =>
        {
            Tensor x = Tensor.Zeros(Array.MaxLength, DataType.UInt8);
            x.AsSpan<byte>()[^1] = 3;
            TensorPool.Tidy(() => Assert.Equal([false, true], x.To(DataType.Bool).AsReadOnlySpan<bool>()[^2..].ToArray()));
            TensorPool.Tidy(() => Assert.Equal([1, 4], F.Add(x, 1).AsReadOnlySpan<byte>()[^2..].ToArray()));
            TensorPool.Tidy(() => Assert.Equal([(Half)0, (Half)3], x.To(DataType.Float16).AsReadOnlySpan<Half>()[^2..].ToArray()));
        });
    }

    [Fact]
    public void LongestTensors_OfSixteenBits_GoThroughFunctionsUpToTheirEnd()
    {
        Require(10);
        TensorPool.Tidy(() =>
        {
            Tensor x = Tensor.Zeros(Array.MaxLength, DataType.BFloat16);
            x.AsSpan<BFloat16>()[^1] = (BFloat16)(-2f);
            TensorPool.Tidy(() => Assert.Equal([(BFloat16)0f, (BFloat16)2f], F.Abs(x).AsReadOnlySpan<BFloat16>()[^2..].ToArray()));
            TensorPool.Tidy(() => Assert.Equal([(Half)0, (Half)(-2)], x.To(DataType.Float16).AsReadOnlySpan<Half>()[^2..].ToArray()));
        });
    }

    private static void Require(int gibibytes)
    {
        GC.Collect();
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        long free = memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes;
        Assert.SkipUnless(free > (gibibytes + 2) * Gibibyte, $"The test needs {gibibytes} GiB but {free / Gibibyte} GiB are free.");
    }
}

/// <summary>Alone in the process: the memory is enough for one.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class LargeTensorCollection
{
    internal const string Name = "Large tensors";
}
