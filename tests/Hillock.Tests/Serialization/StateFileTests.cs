using Hillock.Data;
using Hillock.Modules;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>Files are known by their content: each kind gives the same tensors, under any name.</summary>
public class StateFileTests
{
    [Fact]
    public void EveryKind_GivesTheSameTensors()
    {
        using TemporaryFolder folder = new();
        Linear layer = new(3, 2, random: new RandomSource(1));
        OrderedDictionary<string, Tensor> state = layer.StateDict();
        SafeTensors.Write(
            folder.Path("a"), state, new Dictionary<string, string> { ["note"] = "first" }, cancellationToken: TestContext.Current.CancellationToken);
        NpzFile.Write(folder.Path("b"), state);
        NpyFile.Write(folder.Path("c"), state["weight"].ToNumericArray());
        Assert.Equal(StateFileFormat.SafeTensors, StateFile.FormatOf(folder.Path("a")));
        Assert.Equal(StateFileFormat.Npz, StateFile.FormatOf(folder.Path("b")));
        Assert.Equal(StateFileFormat.Npy, StateFile.FormatOf(folder.Path("c")));
        Assert.Equal(StateFileFormat.Torch, StateFile.FormatOf(TorchFiles.PathOf("mlp")));
        Assert.Equal("first", StateFile.Metadata(folder.Path("a"))["note"]);
        Assert.Empty(StateFile.Metadata(folder.Path("b")));
        Assert.Equal("3", StateFile.Metadata(TorchFiles.PathOf("checkpoint"))["epoch"]);
        float[] weight = state["weight"].ToArray<float>();
        foreach (string name in new[] { "a", "b" })
        {
            OrderedDictionary<string, Tensor> read = StateFile.Read(folder.Path(name));
            Assert.Equal(["weight", "bias"], read.Keys.OrderDescending());
            Assert.Equal(weight, read["weight"].ToArray<float>());
            Assert.Equal([2, 3], read["weight"].Shape.Dimensions.ToArray());
        }

        Assert.Equal(weight, StateFile.Read(folder.Path("c"))["tensor"].ToArray<float>());
        Assert.Equal(6, StateFile.Read(TorchFiles.PathOf("mlp")).Count);
        Assert.Equal(4, StateFile.Read(TorchFiles.PathOf("checkpoint"), "model_state_dict").Count);
        Assert.Contains("model_state_dict.0.weight", StateFile.ReadAll(TorchFiles.PathOf("checkpoint")).Keys);
        Assert.Throws<ArgumentException>(() => StateFile.Read(folder.Path("a"), "model"));
    }

    [Theory]
    [InlineData("", "an empty file")]
    [InlineData("name,age\nAda,36\n", "another kind")]
    [InlineData("PK\u0005\u0006\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", null)]
    public void OtherFiles_AreRefused(string content, string? what)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("x.safetensors", content);
        if (what is null)
        {
            // An archive of nothing: numpy.savez of no arrays writes it.
            Assert.Equal(StateFileFormat.Npz, StateFile.FormatOf(path));
            Assert.Empty(StateFile.Read(path));
            return;
        }

        DataFormatException fault = Assert.Throws<DataFormatException>(() => StateFile.Read(path));
        Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
        Assert.Contains("before version 1.6", Assert.Throws<DataFormatException>(() => StateFile.Read(TorchFiles.PathOf("legacy"))).Message,
            StringComparison.Ordinal);
    }
}
