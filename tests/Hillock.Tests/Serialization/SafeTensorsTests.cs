using System.Text;
using Hillock.Autograd;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>What is written is read again, by path, stream and memory; and the bytes are the format's.</summary>
public class SafeTensorsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Write_OneTensor_GivesTheBytesThatTheFormatSpecifies()
    {
        using MemoryStream stream = new();
        SafeTensors.Write(stream, new Dictionary<string, Tensor> { ["x"] = Tensor.From([1f, -2f]) }, cancellationToken: Token);
        byte[] expected =
        [
            .. BitConverter.GetBytes(88L),
            .. Encoding.UTF8.GetBytes("""{"__metadata__":{"format":"pt"},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""".PadRight(88)),
            0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0,
        ];
        Assert.Equal(expected, stream.ToArray());
    }

    [Fact]
    public void ReadAndWrite_EveryType_KeepEveryBit()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.FullName, "all.safetensors");
        Dictionary<string, Tensor> tensors = All();
        SafeTensors.Write(path, tensors, new Dictionary<string, string> { ["note"] = "Größe \"1\"\n" }, cancellationToken: Token);
        using MemoryStream stream = new();
        SafeTensors.Write(stream, tensors, new Dictionary<string, string> { ["note"] = "Größe \"1\"\n" }, cancellationToken: Token);
        Assert.Equal(File.ReadAllBytes(path), stream.ToArray());
        stream.Position = 0;
        AssertSame(tensors, SafeTensors.Read(path));
        AssertSame(tensors, SafeTensors.Read(stream.ToArray()));
        AssertSame(tensors, SafeTensors.Read(stream));
        Assert.Equal(stream.Length, stream.Position);
        AssertSame(tensors, SafeTensors.Read(new ForwardStream(stream.ToArray())));
        using SafeTensorsFile file = new(path);
        Assert.Equal("Größe \"1\"\n", file.Metadata["note"]);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(tensors.Keys, file.Names);
        Assert.Equal([1.5, -0.0, double.NaN], file.Span<double>("f64").ToArray());
        Assert.Equal([true, false, true], file.Span<bool>("bool").ToArray());
        Assert.All(file.Names, name => Assert.Equal(0, file[name].Offset % Math.Max(1, file[name].DataType!.Value.SizeInBytes())));
        Assert.Equal(0, file.Span<float>("empty").Length);
    }

    [Fact]
    public void Write_ViewsAndSharedTensors_AreRowMajorAndStoredOnce()
    {
        Tensor x = Tensor.Arange(6, DataType.Float32).Reshape(2, 3);
        Tensor transposed = x.Transpose(0, 1);
        using MemoryStream stream = new();
        SafeTensors.Write(
            stream,
            new Dictionary<string, Tensor> { ["x"] = x, ["again"] = x.Detach(), ["t"] = transposed, ["row"] = x[1], ["flat"] = x.Reshape(6) },
            cancellationToken: Token);
        using SafeTensorsFile file = new(stream.ToArray());
        Assert.Equal(["x", "t", "row", "flat"], file.Names);
        Assert.Equal("x", file.Metadata["again"]);
        Assert.Equal([0f, 3, 1, 4, 2, 5], file.Span<float>("t").ToArray());
        Assert.Equal([3f, 4, 5], file.Span<float>("row").ToArray());
        Assert.Equal([0f, 1, 2, 3, 4, 5], file.Span<float>("again").ToArray());
        OrderedDictionary<string, Tensor> read = SafeTensors.Read(stream.ToArray());
        Assert.Same(read["x"], read["again"]);
        Assert.Equal(5, read.Count);
    }

    [Fact]
    public void Write_WhatCannotBeRead_IsRefusedBeforeTheFileIsTouched()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("m.safetensors", "old");
        Tensor released = Tensor.Ones(3);
        released.Release();
        Assert.Throws<InvalidOperationException>(() => WriteOne(path, "x", released));
        Assert.Contains(
            "\"x\" is null",
            Assert.Throws<ArgumentException>(() => WriteOne(path, "x", null!)).Message, StringComparison.Ordinal);
        Dictionary<string, Tensor> one = new() { ["x"] = Tensor.Ones(3) };
        Assert.Contains(
            "further name",
            Assert.Throws<ArgumentException>(
                () => SafeTensors.Write(path, one, new Dictionary<string, string> { ["best"] = "x" }, cancellationToken: Token)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => WriteOne(path, "__metadata__", Tensor.Ones(1)));
        Assert.Throws<ArgumentException>(() => WriteOne(path, "\uD800", Tensor.Ones(1)));
        Assert.Throws<OperationCanceledException>(() => SafeTensors.Write(path, one, cancellationToken: new CancellationToken(canceled: true)));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.EnumerateFiles(folder.FullName));
    }

    [Fact]
    public void Load_OfModelAndOptimizer_GoesOnWithTheSameBits()
    {
        using TemporaryFolder folder = new();
        string model = Path.Combine(folder.FullName, "m.safetensors"), state = Path.Combine(folder.FullName, "o.safetensors");
        RandomSource random = new(1);
        Linear one = new(3, 2, random: random), other = new(3, 2, random: random);
        AdamW first = new(one.Parameters()), second = new(other.Parameters());
        Step(one, first);
        one.Save(model);
        first.Save(state);
        other.Load(model);
        second.Load(state);
        Step(one, first);
        Step(other, second);
        Assert.Equal(one.Weight.ToArray<float>(), other.Weight.ToArray<float>());
        one.Load(File.ReadAllBytes(model));
        using (FileStream stream = File.OpenRead(model))
        {
            other.Load(stream);
        }

        Assert.Equal(one.Weight.ToArray<float>(), other.Weight.ToArray<float>());
        first.Load(File.ReadAllBytes(state));
        Tensor.Arange(3).Save(state);
        Assert.Equal([0L, 1, 2], Tensor.Load(state).ToArray<long>());
    }

    [Fact]
    public void Load_ThatDoesNotFit_ChangesNothingAndNamesThePrefix()
    {
        Linear linear = new(2, 3);
        float[] before = linear.Bias!.ToArray<float>();
        using MemoryStream stream = new();
        SafeTensors.Write(
            stream, new Dictionary<string, Tensor> { ["module.weight"] = Tensor.Ones([3, 2]), ["module.bias"] = Tensor.Ones(3, DataType.Float64) },
            cancellationToken: Token);
        string message = Assert.Throws<ArgumentException>(() => linear.Load(stream.ToArray())).Message;
        Assert.Contains("2 of the missing are there once \"module.\" is taken off the front of the state's names", message, StringComparison.Ordinal);
        Assert.Equal(before, linear.Bias.ToArray<float>());
        linear.Load(stream.ToArray(), rename: name => name["module.".Length..]);
        Assert.Equal([1, 1, 1], linear.Bias.ToArray<float>());
    }

    private static void WriteOne(string path, string name, Tensor tensor) =>
        SafeTensors.Write(path, new Dictionary<string, Tensor> { [name] = tensor }, cancellationToken: Token);

    private static void Step(Linear linear, Optimizer optimizer)
    {
        linear.ZeroGrad();
        linear.Forward(Tensor.Ones([4, 3])).Pow(2).Sum().Backward();
        optimizer.Step();
    }

    private static Dictionary<string, Tensor> All() => new()
    {
        ["u8"] = Tensor.From([(byte)0, (byte)255, (byte)7]),
        ["f64"] = Tensor.From([1.5, -0.0, double.NaN]),
        ["bool"] = Tensor.From([true, false, true]),
        ["f16"] = Tensor.From([(Half)1.5f, Half.NegativeInfinity, Half.Epsilon]),
        ["bf16"] = Tensor.From([(BFloat16)1.5f, (BFloat16)(-3f), (BFloat16)float.PositiveInfinity]),
        ["f32"] = Tensor.From([float.Epsilon, float.NaN, -0f]),
        ["i64"] = Tensor.From([long.MinValue, long.MaxValue]),
        ["i32"] = Tensor.From([int.MinValue, int.MaxValue]),
        ["scalar"] = Tensor.Scalar(3.25),
        ["empty"] = Tensor.Zeros([2, 0, 3]),
        ["ключ \"/\\"] = Tensor.Ones([1, 1, 1, 1, 1]),
    };

    private static void AssertSame(Dictionary<string, Tensor> expected, OrderedDictionary<string, Tensor> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        foreach ((string name, Tensor tensor) in expected)
        {
            Assert.Equal(tensor.Shape, actual[name].Shape);
            Assert.Equal(tensor.DataType, actual[name].DataType);
            Assert.Equal(Bytes(tensor), Bytes(actual[name]));
        }
    }

    private static byte[] Bytes(Tensor tensor)
    {
        using MemoryStream stream = new();
        SafeTensors.Write(stream, new Dictionary<string, Tensor> { [""] = tensor });
        return stream.ToArray();
    }
}
