using Hillock.Cli.States;
using Hillock.Data;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Hillock.Tests.Serialization;
using Xunit;

namespace Hillock.Tests.Cli.States;

/// <summary>Tensors of files that are read one at a time, and by blocks, are those that reading the whole file gives.</summary>
public class StoredTensorsTests
{
    [Theory]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float64)]
    [InlineData(DataType.BFloat16)]
    [InlineData(DataType.Int64)]
    [InlineData(DataType.Bool)]
    public void Blocks_AreTheElements(DataType type)
    {
        using TemporaryFolder folder = new();
        Tensor long1 = Tensor.Arange(20_001).To(type);
        Dictionary<string, Tensor> state = new()
        {
            ["long"] = long1,
            ["again"] = long1,
            ["small"] = Tensor.Arange(6).Reshape(2, 3).To(type),
            ["none"] = Tensor.Empty([3, 0], type),
        };
        state.Save(folder.Path("s.safetensors"));
        NpzFile.Write(folder.Path("s.npz"), state);
        foreach (StateFileFormat format in (StateFileFormat[])[StateFileFormat.SafeTensors, StateFileFormat.Npz])
        {
            string path = folder.Path(format == StateFileFormat.Npz ? "s.npz" : "s.safetensors");
            OrderedDictionary<string, Tensor> whole = StateFile.Read(path);
            using StoredTensors stored = StoredTensors.Open(path, format, () => throw new InvalidOperationException());
            Assert.Equal(whole.Keys, stored.Names);
            foreach ((string name, Tensor tensor) in whole)
            {
                Assert.Equal((tensor.DataType, tensor.Shape), (stored[name].Type, stored[name].Shape));
                Assert.Equal(tensor.ToArray<double>(), stored[name].Blocks(TestContext.Current.CancellationToken).SelectMany(block => block.ToArray<double>()));
            }
        }
    }

    [Theory]
    [InlineData("values", null)]
    [InlineData("checkpoint", null)]
    [InlineData("checkpoint", "model_state_dict")]
    [InlineData("mlp", null)]
    public void Blocks_OfPyTorchsFiles_AreTheElements(string name, string? key)
    {
        string path = TorchFiles.PathOf(name);
        OrderedDictionary<string, Tensor> whole = key is null ? TorchFile.ReadAll(path) : TorchFile.Read(path, key);
        using StoredTensors stored = StoredTensors.Open(path, StateFileFormat.Torch, () => throw new InvalidOperationException(), key);
        Assert.Equal(whole.Keys, stored.Names);
        foreach ((string tensor, Tensor expected) in whole)
        {
            Assert.Equal((expected.DataType, expected.Shape), (stored[tensor].Type, stored[tensor].Shape));
            Assert.Equal(
                expected.ToArray<double>(), stored[tensor].Blocks(TestContext.Current.CancellationToken).SelectMany(block => block.ToArray<double>()));
        }
    }

    /// <summary>A tensor that is read by blocks has its check sum compared all the same.</summary>
    [Fact]
    public void Blocks_OfADamagedFileOfPyTorch_AreRefused()
    {
        using TemporaryFolder folder = new();
        byte[] bytes = TorchFiles.Bytes("mlp");
        byte[] weights =
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(TorchFile.Read(TorchFiles.PathOf("mlp"))["0.weight"].ToArray<float>().AsSpan()).ToArray();
        bytes[bytes.AsSpan().IndexOf(weights) + 5] ^= 1;
        using StoredTensors stored = StoredTensors.Open(folder.Write("m.pt", bytes), StateFileFormat.Torch, () => throw new InvalidOperationException());
        Assert.Contains("its check sum is", Assert.Throws<DataFormatException>(() => stored["0.weight"]).Message, StringComparison.Ordinal);
        Assert.NotEmpty(stored["2.weight"].Blocks(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Blocks_OfALargeFile_TakeLittleMemory()
    {
        using TemporaryFolder folder = new();
        string path = folder.Path("s.safetensors");
        new Dictionary<string, Tensor> { ["large"] = Tensor.Ones([3_000_000]) }.Save(path);
        long before = GC.GetAllocatedBytesForCurrentThread();
        using StoredTensors stored = StoredTensors.Open(path, StateFileFormat.SafeTensors, () => throw new InvalidOperationException());
        long length = 0;
        foreach (Tensor block in stored["large"].Blocks(TestContext.Current.CancellationToken))
        {
            length += block.Length;
        }

        Assert.Equal(3_000_000, length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void Blocks_OfAFileThatBecomesShorter_AreRefused()
    {
        using TemporaryFolder folder = new();
        string path = folder.Path("s.safetensors");
        new Dictionary<string, Tensor> { ["x"] = Tensor.Ones([100_000]) }.Save(path);
        string cut = folder.Path("cut.safetensors");
        File.Copy(path, cut);
        using StoredTensors stored = StoredTensors.Open(cut, StateFileFormat.SafeTensors, () => throw new InvalidOperationException());
        using (FileStream shorter = new(cut, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            shorter.SetLength(200_000);
        }

        Assert.Contains(
            "became shorter",
            Assert.Throws<DataFormatException>(() => stored["x"].Blocks(TestContext.Current.CancellationToken).Sum(block => block.Length)).Message,
            StringComparison.Ordinal);
    }
}
