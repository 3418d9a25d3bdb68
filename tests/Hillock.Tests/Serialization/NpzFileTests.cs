using System.Text.Json;
using Hillock.Data;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>Archives of arrays: NumPy's are read, ours are read by NumPy, and both keep names, order, types and values.</summary>
public class NpzFileTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "npz");

    [Theory]
    [InlineData("stored")]
    [InlineData("deflated")]
    [InlineData("streamed")]
    [InlineData("large")]
    public void Read_OfNumPy_HasItsArrays(string name) => CheckArrays(NpzFile.Read(Path.Combine(Folder, name + ".npz")));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Write_AndRead_GivesTheSame(bool compress)
    {
        using TemporaryFolder folder = new();
        OrderedDictionary<string, NumericArray> arrays = NpzFile.Read(Path.Combine(Folder, "stored.npz"));
        NpzFile.Write(folder.Path("a.npz"), arrays, compress);
        CheckArrays(NpzFile.Read(folder.Path("a.npz")));
        Assert.True(new FileInfo(folder.Path("a.npz")).Length is long length && (compress ? length < 10_000 : length > 40_000), $"{length} bytes");

        using MemoryStream once = new(), twice = new();
        NpzFile.Write(once, arrays, compress);
        NpzFile.Write(twice, arrays, compress);
        Assert.Equal(once.ToArray(), twice.ToArray());
        Assert.Equal(File.ReadAllBytes(folder.Path("a.npz")), once.ToArray());
    }

    [Fact]
    public void Tensors_GoBothWays()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, Tensor> tensors = new()
        {
            ["b"] = Tensor.From([1f, 2, 3, 4], [2, 2]).Transpose(),
            ["a"] = Tensor.From([1L, -1]),
            ["half"] = Tensor.Full([1], 0.5, DataType.BFloat16),
        };
        NpzFile.Write(folder.Path("t.npz"), tensors);
        OrderedDictionary<string, Tensor> read = NpzFile.ReadTensors(folder.Path("t.npz"));
        Assert.Equal(["b", "a", "half"], read.Keys);
        Assert.Equal([1f, 3, 2, 4], read["b"].ToArray<float>());
        Assert.Equal([1L, -1], read["a"].ToArray<long>());
        Assert.Equal((DataType.Float32, 0.5f), (read["half"].DataType, read["half"].Item<float>()));
    }

    [Fact]
    public void Read_OfAStreamThatCannotSeek_HasItsArrays()
    {
        using ForwardStream stream = new(File.ReadAllBytes(Path.Combine(Folder, "deflated.npz")));
        CheckArrays(NpzFile.Read(stream));
    }

    [Fact]
    public void Read_OfObjects_NamesTheMember()
    {
        string path = Path.Combine(Folder, "objects.npz");
        DataFormatException fault = Assert.Throws<DataFormatException>(() => NpzFile.Read(path));
        Assert.StartsWith($"{path}, member bad.npy, ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'|O'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfOtherFiles_SaysWhatTheyAre()
    {
        using TemporaryFolder folder = new();
        NpyFile.Write<float>(folder.Path("x.npy"), [1f, 2], [2]);
        Assert.Contains("NpyFile", Assert.Throws<DataFormatException>(() => NpzFile.Read(folder.Path("x.npy"))).Message, StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<DataFormatException>(() => NpzFile.Read(folder.Write("empty.npz", []))).Message, StringComparison.Ordinal);
        DataFormatException torch = Assert.Throws<DataFormatException>(() => NpzFile.Read(TorchFiles.PathOf("mlp")));
        Assert.Contains("no .npy file", torch.Message, StringComparison.Ordinal);
        DataFormatException npz = Assert.Throws<DataFormatException>(() => TorchFile.Read(Path.Combine(Folder, "stored.npz")));
        Assert.Contains("NpzFile", npz.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfNumbersThatNoTensorStores_SaysWhich()
    {
        using TemporaryFolder folder = new();
        NpzFile.Write(folder.Path("u.npz"), new Dictionary<string, NumericArray> { ["u"] = NumericArray.Create<ulong>([ulong.MaxValue], [1]) });
        Assert.Equal(ulong.MaxValue, NpzFile.Read(folder.Path("u.npz"))["u"].Values<ulong>()[0]);
        Assert.Contains(
            "u.npy: it holds uint64", Assert.Throws<DataFormatException>(() => NpzFile.ReadTensors(folder.Path("u.npz"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ThatFails_LeavesTheOldFile()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.npz", "old");
        Dictionary<string, NumericArray> arrays = new()
        {
            ["fine"] = NumericArray.Create<float>([1f], [1]),
            ["bad\ud800"] = NumericArray.Create<float>([1f], [1]),
        };
        Assert.Contains("no valid text", Assert.Throws<ArgumentException>(() => NpzFile.Write(path, arrays)).Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], folder.Files());
    }

    private static void CheckArrays(OrderedDictionary<string, NumericArray> arrays)
    {
        JsonElement expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "archives.json"))).RootElement;
        Assert.Equal(expected.EnumerateObject().Select(item => item.Name), arrays.Keys);
        foreach (JsonProperty item in expected.EnumerateObject())
        {
            NumericArray array = arrays[item.Name];
            string type = item.Value.GetProperty("type").GetString()!.TrimStart('>');
            Assert.Equal(type is "u2" ? "uint16" : type is "bool" ? "boolean" : type, array.ElementType.ToString().ToLowerInvariant());
            Assert.Equal(TorchFiles.Shape(item.Value), array.Shape);
            Assert.Equal(TorchFiles.Values(item.Value), array.ToDouble());
        }
    }
}
