using System.Runtime.InteropServices;
using Hillock.Data;
using Hillock.Serialization;
using Hillock.Serialization.Torch;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>Storages that are read in parts, behind their check sums.</summary>
public class TorchArchiveTests
{
    [Fact]
    public void ReaderOf_ADamagedStorage_IsRefusedHoweverOftenItIsAsked()
    {
        (string name, Tensor tensor) = TorchFile.Read(TorchFiles.PathOf("mlp")).MaxBy(pair => pair.Value.Length);
        byte[] bytes = TorchFiles.Bytes("mlp");
        int at = bytes.AsSpan().IndexOf(MemoryMarshal.AsBytes(tensor.ToArray<float>().AsSpan()));
        Assert.True(at > 0);
        bytes[at] ^= 1;
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.Path("damaged.pt"), bytes);
        using TorchArchive archive = TorchArchive.Open(folder.Path("damaged.pt"));
        PickleTensor damaged = TorchTree.NamedAll(archive)[name];
        for (int i = 0; i < 2; i++)
        {
            Assert.Contains("check sum", Assert.Throws<DataFormatException>(() => archive.ReaderOf(damaged)).Message, StringComparison.Ordinal);
        }
    }
}
