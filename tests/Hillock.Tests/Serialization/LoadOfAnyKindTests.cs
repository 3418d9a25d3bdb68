using System.Text.Json;
using Hillock.Activations;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary><c>model.Load(path)</c> reads the files of PyTorch and NumPy too, told by their content, and still all or nothing.</summary>
public class LoadOfAnyKindTests
{
    [Fact]
    public void Load_OfPyTorchsFile_GivesItsOutputs()
    {
        Sequential model = new(new Linear(4, 6), new Activation<Gelu>(), new Linear(6, 5), new Activation<Hillock.Activations.Tanh>(), new Linear(5, 3));
        model.Load(TorchFiles.PathOf("mlp"));
        JsonElement expected = TorchFiles.Of("mlp");
        float[] input = Array.ConvertAll(TorchFiles.Values(expected.GetProperty("input")), value => (float)value);
        double[] got = model.Forward(Tensor.From(input, TorchFiles.Shape(expected.GetProperty("input")))).ToArray<double>();
        Assert.All(
            TorchFiles.Values(expected.GetProperty("output")).Zip(got),
            pair => Assert.True(Math.Abs(pair.First - pair.Second) < 1e-5, $"expected {pair.First}, got {pair.Second}"));
    }

    [Fact]
    public void Load_OfPyTorchsCheckpoint_TakesTheEntryOfTheKey()
    {
        string path = TorchFiles.PathOf("checkpoint");
        OrderedDictionary<string, Tensor> state = TorchFile.Read(path, "model_state_dict");
        Sequential model = Model();
        float[] before = Values(model);
        Assert.Contains("several things", Assert.Throws<DataFormatException>(() => model.Load(path)).Message, StringComparison.Ordinal);
        Assert.Equal(before, Values(model));
        model.Load(path, key: "model_state_dict");
        JsonElement expected = TorchFiles.Of("checkpoint");
        foreach ((string name, Tensor tensor) in model.StateDict())
        {
            // Nine digits, which tell every float.
            Assert.Equal(TorchFiles.Values(expected.GetProperty("model_state_dict." + name)).Select(value => (float)value), tensor.ToArray<float>());
        }

        Sequential Model()
        {
            Shape first = state["0.weight"].Shape, second = state["2.weight"].Shape;
            return new(new Linear(first[1], first[0]), new Activation<Relu>(), new Linear(second[1], second[0]));
        }
    }

    [Fact]
    public void Load_OfNumPysFiles_ConvertsTypesAndRenames()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, Tensor> state = new()
        {
            ["module.weight"] = Tensor.From([1.5, -2, 3, 0.25, 5, 6], [3, 2]),
            ["module.bias"] = Tensor.From([1.0, 2, 3]),
        };
        NpzFile.Write(folder.Path("m.safetensors"), state); // the name says nothing
        Linear linear = new(2, 3);
        float[] before = Values(linear);
        string message = Assert.Throws<ArgumentException>(() => linear.Load(folder.Path("m.safetensors"))).Message;
        Assert.StartsWith(folder.Path("m.safetensors"), message, StringComparison.Ordinal);
        Assert.Contains("\"module.\"", message, StringComparison.Ordinal);
        message = Assert.Throws<ArgumentException>(() => new Linear(3, 3).Load(folder.Path("m.safetensors"), rename: Name)).Message;
        Assert.Contains("[3, 3]", message, StringComparison.Ordinal);
        Assert.Equal(before, Values(linear));
        linear.Load(folder.Path("m.safetensors"), rename: Name);
        Assert.Equal([1.5f, -2, 3, 0.25f, 5, 6, 1, 2, 3], Values(linear));
        NpyFile.Write(folder.Path("b"), Tensor.From([7.0, 8, 9]).ToNumericArray());
        linear.Load(folder.Path("b"), strict: false, rename: _ => "bias");
        Assert.Equal([1.5f, -2, 3, 0.25f, 5, 6, 7, 8, 9], Values(linear));

        static string Name(string name) => name["module.".Length..];
    }

    [Fact]
    public void Load_OfSafeTensors_TakesNoKey_AndOtherFilesAreRefused()
    {
        using TemporaryFolder folder = new();
        Linear linear = new(2, 3);
        linear.Save(folder.Path("m.pt"));
        float[] before = Values(linear);
        new Linear(2, 3).Load(folder.Path("m.pt"));
        string message = Assert.Throws<ArgumentException>(() => linear.Load(folder.Path("m.pt"), key: "model")).Message;
        Assert.Contains("leave it out", message, StringComparison.Ordinal);
        Assert.Contains("1.6", Assert.Throws<DataFormatException>(() => linear.Load(TorchFiles.PathOf("legacy"))).Message, StringComparison.Ordinal);
        byte[] zip = File.ReadAllBytes(TorchFiles.PathOf("mlp"));
        Assert.Throws<DataFormatException>(() => linear.Load(folder.Write("half", zip[..(zip.Length / 2)])));
        Assert.Throws<DataFormatException>(() => linear.Load(folder.Write("text", "name,age\nAda,36\n")));
        Assert.Throws<DataFormatException>(() => linear.Load(folder.Write("empty", "")));
        Assert.Throws<FileNotFoundException>(() => linear.Load(folder.Path("none")));
        Assert.Throws<IOException>(() => linear.Load(folder.FullName));
        Assert.Equal(before, Values(linear));
    }

    private static float[] Values(Module module) => [.. module.StateDict().Values.SelectMany(tensor => tensor.ToArray<float>())];
}
