using Hillock.Data;
using Hillock.Serialization;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>
/// A state among objects that only Python has, in files that PyTorch wrote (<c>tools/oracle/torch_checkpoints.py</c>): what was asked for is read, and what
/// was not asked for is left alone.
/// </summary>
public class ForeignObjectTests
{
    [Theory]
    [InlineData("foreign")]
    [InlineData("foreign4")]
    public void AState_AmongThem_IsRead(string name)
    {
        OrderedDictionary<string, Tensor> model = TorchFile.Read(TorchFiles.PathOf(name), "model");
        Assert.Equal(["weight", "bias"], model.Keys);
        Assert.Equal([0, 0.25f, 0.5f, 0.75f, 1, 1.25f], model["weight"].ToArray<float>());
        Assert.Equal([2, 3], model["weight"].Shape.Dimensions.ToArray());
        Assert.Equal([-1.5f], model["bias"].ToArray<float>());
        Assert.Equal([1f], TorchFile.Read(TorchFiles.PathOf(name), "nested.tensor")["tensor"].ToArray<float>());
    }

    [Theory]
    [InlineData("foreign")]
    [InlineData("foreign4")]
    public void Defaultdict_IsADictionary(string name)
    {
        Assert.Equal([0.5f, 0.25f], TorchFile.Read(TorchFiles.PathOf(name), "groups")["weights"].ToArray<float>());
        Assert.Equal("[1, 2]", TorchFile.Metadata(TorchFiles.PathOf(name))["groups.first"]);
    }

    [Theory]
    [InlineData("args", "args", "argparse.Namespace")]
    [InlineData("args.mean", "args.mean", "argparse.Namespace")]
    [InlineData("nested", "nested.deep.1.1", "argparse.Namespace")]
    [InlineData("nested.deep", "nested.deep.1.1", "argparse.Namespace")]
    [InlineData("random", "random.1", "numpy.core.multiarray._reconstruct")]
    [InlineData("when", "when", "datetime.datetime")]
    [InlineData("path", "path", "pathlib.PurePosixPath")]
    [InlineData("sparse", "sparse", "torch._utils._rebuild_sparse_tensor")]
    [InlineData("queue", "queue", "collections.deque")]
    [InlineData("layer", "layer", "torch.nn.modules.linear.Linear")]
    [InlineData("layer.weight", "layer.weight", "torch.nn.modules.linear.Linear")]
    [InlineData("one_cycle", "one_cycle.0", "builtins.getattr")]
    [InlineData("complex", "complex", "builtins.complex")]
    public void WhatIsAskedFor_AndForeign_IsRefusedByItsKeyAndName(string key, string place, string name)
    {
        DataFormatException fault = Assert.Throws<DataFormatException>(() => TorchFile.Read(TorchFiles.PathOf("foreign"), key));
        Assert.Equal($"the entry \"{place}\"", fault.Place);
        Assert.Contains($"Python's {name},", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TheWhole_IsRefused_AndSaysWhichKeysThereAre()
    {
        string path = TorchFiles.PathOf("foreign");
        DataFormatException fault = Assert.Throws<DataFormatException>(() => TorchFile.Read(path));
        Assert.Contains("\"args\" (Python's argparse.Namespace, not read)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("\"model\" (2 tensors)", fault.Message, StringComparison.Ordinal);
        fault = Assert.Throws<DataFormatException>(() => TorchFile.ReadAll(path));
        Assert.Equal("the entry \"args\"", fault.Place);
        Assert.Contains("say by the key which entry is meant", fault.Remedy, StringComparison.Ordinal);
        fault = Assert.Throws<DataFormatException>(() => TorchFile.Read(path, "none"));
        Assert.Contains("\"model\" (2 tensors)", fault.Message, StringComparison.Ordinal);
        Assert.Throws<DataFormatException>(() => TorchFile.Metadata(TorchFiles.PathOf("whole")));
    }

    [Fact]
    public void Metadata_SaysWhatIsForeign()
    {
        OrderedDictionary<string, string> values = TorchFile.Metadata(TorchFiles.PathOf("foreign"));
        Assert.Equal("3", values["epoch"]);
        Assert.Equal("Python's argparse.Namespace, not read", values["args"]);
        Assert.Equal("Python's argparse.Namespace, not read", values["nested.deep.1.1"]);
        Assert.Equal("MT19937", values["random.0"]);
        Assert.Equal("10", values["schedule.total_steps"]);
        Assert.DoesNotContain("args.lr", values.Keys);
    }
}
