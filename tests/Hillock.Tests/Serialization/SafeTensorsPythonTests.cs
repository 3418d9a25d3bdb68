using System.Diagnostics;
using Hillock.Activations;
using Hillock.Modules;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Architecture;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>Files of PyTorch's networks give PyTorch's outputs here, and the other way round.</summary>
public class SafeTensorsPythonTests
{
    private static string Oracle => Path.Combine(AppContext.BaseDirectory, "Data", "torch", "mlp.safetensors");

    [Fact]
    public void Load_OfAFileOfPyTorchs_GivesItsOutputs()
    {
        Sequential network = [new Linear(4, 6), new Activation<Relu>(), new Linear(6, 3)];
        network.Load(Oracle, strict: false, rename: name => name.StartsWith("model.", StringComparison.Ordinal) ? name["model.".Length..] : "other." + name);
        using SafeTensorsFile file = new(Oracle);
        float[] expected = file.Read("output").ToArray<float>(), found = network.Forward(file.Read("input")).Detach().ToArray<float>();
        Assert.Equal(15, found.Length);
        Assert.All(found.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
        Assert.Equal("model.0.weight", file.Aliases["model.again"]);
        Assert.Equal(file.Read("model.0.weight").ToArray<float>(), file.Read("model.again").ToArray<float>());
    }

    [Fact]
    public void Read_OfEveryType_GivesPyTorchsNumbers()
    {
        using SafeTensorsFile file = new(Oracle);
        foreach (string name in (string[])["F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8"])
        {
            Assert.Equal([-3.0, 2], file.Read("type." + name).ToArray<double>());
        }

        Assert.Equal([0.0, 1], file.Read("type.U8").ToArray<double>());
        Assert.Equal([false, true], file.Read("type.BOOL").ToArray<bool>());
        Assert.Equal([0, 65535], file.Read("type.U16").ToArray<int>());
        Assert.Equal([0, 4294967295], file.Read("type.U32").ToArray<long>());
        Assert.Equal(0.1, file.Read("scalar").Item<double>());
        Assert.Equal([0, 7], file.Read("empty").Shape.ToArray());
        Assert.Equal([1, 2, 255], file.Span<byte>("odd").ToArray());
        Assert.Equal((DataType.Int32, DataType.Int64), (file["type.I16"].DataType, file["type.U32"].DataType));
        Tensor target = Tensor.Zeros([2, 1], DataType.Float64).Reshape(2);
        file.CopyTo("type.I8", target);
        Assert.Equal([-3.0, 2], target.ToArray<double>());
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Python_ReadsWhatIsWritten_AndPyTorchGivesTheSameOutputs()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "There is no Python.");
        using TemporaryFolder folder = new();
        RandomSource random = new(3);
        Sequential network = [new Linear(5, 7, random: random), new Activation<Relu>(), new Linear(7, 2, random: random)];
        OrderedDictionary<string, Tensor> tensors = network.StateDict();
        Tensor input = Tensor.Arange(20, DataType.Float32).Reshape(4, 5).Sin();
        tensors.Add("input", input);
        tensors.Add("output", network.Forward(input).Detach());
        foreach (DataType type in Enum.GetValues<DataType>())
        {
            tensors.Add("type." + type.Name(), Tensor.Arange(2).To(type));
        }

        string path = folder.Path("m.safetensors");
        SafeTensors.Write(path, tensors, cancellationToken: TestContext.Current.CancellationToken);
        ProcessStartInfo start = new("/usr/bin/python3", [Path.Combine(SourceTree.Root, "tools/oracle/safetensors_reader.py"), path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process python = Process.Start(start)!;
        Task<string> output = python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(python.ExitCode == 77, "Python has no PyTorch.");
        Assert.True(python.ExitCode == 0, await output + await error);
    }
}
