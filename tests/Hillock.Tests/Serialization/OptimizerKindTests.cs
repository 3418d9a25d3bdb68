using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>The kind of an optimizer is in its file: another refuses it by name, however alike their states are.</summary>
public class OptimizerKindTests
{
    [Theory]
    [InlineData("path")]
    [InlineData("memory")]
    [InlineData("stream")]
    public void Load_OfAnotherKind_IsRefusedByName(string from)
    {
        using TemporaryFolder folder = new();
        string path = folder.Path("o.safetensors");
        Linear linear = new(2, 3);
        AdamW saved = new(linear.Parameters(), 0.25);
        saved.Save(path);
        Assert.Equal("AdamW", StateFile.Metadata(path)["hillock.optimizer"]);
        Adam adam = new(linear.Parameters(), 0.5);
        string message = Assert.Throws<ArgumentException>(() => Load(adam)).Message;
        Assert.Contains("it has the state of AdamW, but the optimizer is Adam; make the optimizer a AdamW", message, StringComparison.Ordinal);
        Assert.Equal(0.5, adam.Groups[0].LearningRate);
        AdamW other = new(linear.Parameters(), 0.5);
        Load(other);
        Assert.Equal(0.25, other.Groups[0].LearningRate);

        // The way out: whoever means it takes the state over by hand.
        adam.LoadStateDict(SafeTensors.Read(path));
        Assert.Equal(0.25, adam.Groups[0].LearningRate);

        void Load(Optimizer optimizer)
        {
            switch (from)
            {
                case "path": optimizer.Load(path); break;
                case "memory": optimizer.Load((ReadOnlyMemory<byte>)File.ReadAllBytes(path)); break;
                default:
                    using (FileStream stream = File.OpenRead(path))
                    {
                        optimizer.Load(stream);
                    }

                    break;
            }
        }
    }

    /// <summary>As files were before: the state alone.</summary>
    [Fact]
    public void Load_OfAFileWithoutTheKind_TakesItOver()
    {
        using TemporaryFolder folder = new();
        Linear linear = new(2, 3);
        SafeTensors.Write(folder.Path("o"), new AdamW(linear.Parameters(), 0.25).StateDict(), null, null, TestContext.Current.CancellationToken);
        AdamW optimizer = new(linear.Parameters(), 0.5);
        optimizer.Load(folder.Path("o"));
        Assert.Equal(0.25, optimizer.Groups[0].LearningRate);
    }

    [Fact]
    public void Resume_OfAnotherKind_IsRefusedByName_AndWithoutTheKindTakenOver()
    {
        Linear linear = new(2, 3);
        Checkpoint checkpoint = new() { Model = linear.StateDict(), Optimizer = new AdamW(linear.Parameters(), 0.25).StateDict(), OptimizerKind = "AdamW" };
        Linear other = new(2, 3);
        Trainer trainer = new(other, new Adam(other.Parameters(), 0.5), new MeanSquaredErrorLoss());
        float[] before = [.. trainer.Model.StateDict()["weight"].ToArray<float>()];
        Assert.Contains(
            "has the state of AdamW, but the optimizer is Adam", Assert.Throws<ArgumentException>(() => trainer.Resume(checkpoint)).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, trainer.Model.StateDict()["weight"].ToArray<float>());
        trainer.Resume(checkpoint with { OptimizerKind = null });
        Assert.Equal(0.25, trainer.Optimizer.Groups[0].LearningRate);
    }

    [Fact]
    public void Load_OfWhatIsNoOptimizersFile_SaysWhichCallFits()
    {
        using TemporaryFolder folder = new();
        Linear linear = new(2, 3);
        AdamW optimizer = new(linear.Parameters());
        new Checkpoint { Model = linear.StateDict(), Optimizer = optimizer.StateDict() }.Write(folder.Path("c"), null, TestContext.Current.CancellationToken);
        Assert.Contains(
            "optimizer.LoadStateDict(Checkpoint.Read(path).Optimizer)", Assert.Throws<ArgumentException>(() => optimizer.Load(folder.Path("c"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "load the model alone", Assert.ThrowsAny<FormatException>(() => optimizer.Load(TorchFiles.PathOf("checkpoint"))).Message, StringComparison.Ordinal);
        optimizer.Save(folder.Path("o"));
        Assert.Contains(
            "this is the state of an optimizer, AdamW; load it by optimizer.Load(path)",
            Assert.Throws<ArgumentException>(() => linear.Load(folder.Path("o"))).Message, StringComparison.Ordinal);
        string message = Assert.Throws<ArgumentException>(() => linear.Load(folder.Path("c"))).Message;
        Assert.Contains("this is a checkpoint, which holds model (2 tensors), optimizer (5 tensors)", message, StringComparison.Ordinal);
        Assert.Contains("model.LoadStateDict(Checkpoint.Read(path).Model)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfPyTorchsCheckpoint_ListsTheEntriesAndTheCall()
    {
        string path = TorchFiles.PathOf("checkpoint");
        Linear linear = new(2, 3);
        string message = Assert.ThrowsAny<FormatException>(() => linear.Load(path)).Message;
        Assert.Contains("\"epoch\" (no tensors)", message, StringComparison.Ordinal);
        Assert.Contains(
            "by its key, such as \"model_state_dict\" (model.Load(path, key: …) and TorchFile.Read(path, key) take it)", message, StringComparison.Ordinal);
        message = Assert.ThrowsAny<Exception>(() => linear.Load(path, key: "optimizer_state_dict")).Message;
        Assert.Contains("model_state_dict", message, StringComparison.Ordinal);
        message = Assert.ThrowsAny<FormatException>(() => TorchFile.Read(path, "optimizer_state_dict.param_groups")).Message;
        Assert.Contains("numbers and texts are TorchFile.Metadata's; the model's tensors have the key \"model_state_dict\"", message, StringComparison.Ordinal);
        using TemporaryFolder folder = new();
        linear.Save(folder.Path("m"));
        Assert.Contains("read it by SafeTensors.Read",
            Assert.ThrowsAny<FormatException>(() => TorchFile.Read(folder.Path("m"))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "a file of PyTorch or NumPy", Assert.ThrowsAny<FormatException>(() => Checkpoint.Read(TorchFiles.PathOf("mlp"))).Message, StringComparison.Ordinal);
    }
}
