using System.Text.Json;
using Hillock.Activations;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Serialization;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>Files that PyTorch wrote: networks give its outputs, tensors have its values, and what is not read is refused with a way out.</summary>
public class TorchFileTests
{
    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    [InlineData("lstm")]
    [InlineData("transformer")]
    public void StateDict_OfPyTorch_GivesItsOutputs(string name)
    {
        Module model = name switch
        {
            "mlp" => new Sequential(new Linear(4, 6), new Activation<Gelu>(), new Linear(6, 5), new Activation<Hillock.Activations.Tanh>(), new Linear(5, 3)),
            "cnn" => new Sequential(
                new Conv2d(2, 4, 3, padding: 1), new BatchNorm2d(4), new Activation<Relu>(), new MaxPool2d(2), new Conv2d(4, 3, 3, stride: 2, bias: false),
                new Flatten(), new Linear(3, 2)),
            "lstm" => new Sequences(),
            _ => new TransformerEncoder(
                2, _ => new TransformerEncoderLayer(8, 2, 12, dropout: 0, batchFirst: true), new LayerNorm(8)),
        };
        model.LoadStateDict(TorchFile.Read(TorchFiles.PathOf(name)));
        model.Evaluate();
        JsonElement expected = TorchFiles.Of(name);
        float[] input = Array.ConvertAll(TorchFiles.Values(expected.GetProperty("input")), value => (float)value);
        Tensor output = model.Forward(Tensor.From(input, TorchFiles.Shape(expected.GetProperty("input"))));
        Assert.Equal(TorchFiles.Shape(expected.GetProperty("output")), output.Shape.Dimensions.ToArray());
        double[] wanted = TorchFiles.Values(expected.GetProperty("output"));
        double[] got = output.ToArray<double>();
        Assert.All(wanted.Zip(got), pair => Assert.True(Math.Abs(pair.First - pair.Second) < 1e-5, $"expected {pair.First}, got {pair.Second}"));
    }

    [Fact]
    public void Tensors_OfEveryType_HaveTheirValues()
    {
        OrderedDictionary<string, Tensor> tensors = TorchFile.Read(TorchFiles.PathOf("values"), "state");
        Dictionary<string, JsonElement> expected = TorchFiles.Of("values").EnumerateObject().ToDictionary(item => item.Name, item => item.Value);
        Assert.Equal(expected.Keys, tensors.Keys);
        foreach ((string name, JsonElement value) in expected)
        {
            Tensor tensor = tensors[name];
            Assert.Equal(value.GetProperty("type").GetString() is "int8" or "int16" ? "int32" : value.GetProperty("type").GetString(), tensor.DataType.Name());
            Assert.Equal(TorchFiles.Shape(value), tensor.Shape.Dimensions.ToArray());
            Assert.Equal(TorchFiles.Values(value), tensor.ToArray<double>());
        }

        Assert.Equal(double.NegativeInfinity, 1 / tensors["float32"].ToArray<double>()[1]);
    }

    [Fact]
    public void Views_OfOneStorage_ShareMemory()
    {
        OrderedDictionary<string, Tensor> tensors = TorchFile.Read(TorchFiles.PathOf("values"), "state");
        tensors["whole"].AsSpan<float>()[13] = 99; // [1, 0, 1]
        Assert.Equal(99, tensors["slice"][0, 0].Item<float>());
        Assert.Equal(99, tensors["transposed"][1, 0, 1].Item<float>());
        Assert.False(tensors["transposed"].IsContiguous);
    }

    [Fact]
    public void Checkpoint_NeedsAKey_AndNamesThem()
    {
        string path = TorchFiles.PathOf("checkpoint");
        DataFormatException fault = Assert.Throws<DataFormatException>(() => TorchFile.Read(path));
        Assert.Contains("\"model_state_dict\" (4 tensors)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("by its key, such as \"model_state_dict\" (model.Load(path, key: …) and TorchFile.Read(path, key) take it)",
            fault.Message, StringComparison.Ordinal);
        fault = Assert.Throws<DataFormatException>(() => TorchFile.Read(path, "model"));
        Assert.Contains("no entry \"model\"", fault.Message, StringComparison.Ordinal);
        Assert.Contains("\"model_state_dict\" (4 tensors)", fault.Message, StringComparison.Ordinal);
        fault = Assert.Throws<DataFormatException>(() => TorchFile.Read(path, "schedule"));
        Assert.Contains("\"schedule\" holds no tensors", fault.Message, StringComparison.Ordinal);

        JsonElement expected = TorchFiles.Of("checkpoint");
        OrderedDictionary<string, Tensor> all = TorchFile.ReadAll(path);
        OrderedDictionary<string, Tensor> model = TorchFile.Read(path, "model_state_dict");
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], model.Keys);
        foreach (JsonProperty item in expected.EnumerateObject())
        {
            float[] values = Array.ConvertAll(TorchFiles.Values(item.Value), value => (float)value);
            Assert.Equal(values, all[item.Name].ToArray<float>());
            Assert.Equal(values, model[item.Name["model_state_dict.".Length..]].ToArray<float>());
        }

        Assert.Equal([2, 3], TorchFile.Read(path, "optimizer_state_dict.state.0.exp_avg").Values.Single().Shape.Dimensions.ToArray().Reverse());
        Assert.Contains("optimizer_state_dict.state.3.exp_avg_sq", all.Keys);
    }

    [Fact]
    public void Metadata_HasNumbersAndTexts()
    {
        OrderedDictionary<string, string> values = TorchFile.Metadata(TorchFiles.PathOf("checkpoint"));
        Assert.Equal("3", values["epoch"]);
        Assert.Equal("0.5", values["loss"]);
        Assert.Equal("0.75", values["best"]);
        Assert.Equal("-7", values["seen"]);
        Assert.Equal("größer", values["name"]);
        Assert.Equal("False", values["done"]);
        Assert.Equal("None", values["nothing"]);
        Assert.Equal("0.0625", values["optimizer_state_dict.param_groups.0.lr"]);
        Assert.Equal("[0.9, 0.999]", values["optimizer_state_dict.param_groups.0.betas"]);
        Assert.Equal("[0, 1, 2, 3]", values["optimizer_state_dict.param_groups.0.params"]);
        Assert.Equal("1", values["schedule.milestones.3"]);
        Assert.EndsWith(", 0.25, ... 20 in all]", values["losses"], StringComparison.Ordinal);
        Assert.Equal("torch.bfloat16", values["type"]);
        Assert.Equal("cpu", values["device"]);
        Assert.Equal("[2, 3]", values["size"]);
        Assert.Equal("1180591620717411303424", values["large"]);
    }

    [Fact]
    public void Tensor_SavedAlone_IsRead()
    {
        using MemoryStream stream = new(TorchFiles.Bytes("single"));
        (string name, Tensor tensor) = Assert.Single(TorchFile.Read(stream));
        Assert.Equal("tensor", name);
        Assert.Equal(TorchFiles.Values(TorchFiles.Of("values").GetProperty("slice")), tensor.ToArray<double>());
    }

    [Theory]
    [InlineData("whole", "torch.nn.modules.container.Sequential", "torch.save(model.state_dict(), path)")]
    [InlineData("legacy", "before version 1.6", "_use_new_zipfile_serialization=True")]
    [InlineData("program", "TorchScript", "torch.save(model.state_dict(), path)")]
    [InlineData("big", "'big'", "little-endian")]
    public void OtherForms_AreRefusedWithAWayOut(string name, string problem, string wayOut)
    {
        DataFormatException fault = Assert.Throws<DataFormatException>(() => TorchFile.Read(TorchFiles.PathOf(name)));
        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
        Assert.Contains(wayOut, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith(TorchFiles.PathOf(name), fault.Message, StringComparison.Ordinal);
    }

    private sealed class Sequences : Module
    {
        private readonly Lstm _lstm;
        private readonly Linear _head;

        public Sequences()
        {
            _lstm = Register("lstm", new Lstm(3, 4, numLayers: 2, batchFirst: true, bidirectional: true));
            _head = Register("head", new Linear(8, 2));
        }

        protected override Tensor ForwardCore(Tensor x) => _head.Forward(_lstm.Forward(x, out _, out _));
    }
}
