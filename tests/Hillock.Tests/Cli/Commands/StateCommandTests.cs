using System.IO.Compression;
using System.Text.Json;
using Hillock.Data;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Serialization;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

/// <summary>The commands on files of tensors: inspect, convert and diff.</summary>
public class StateCommandTests
{
    private static readonly string Arrays = Path.Combine(AppContext.BaseDirectory, "Data", "npz", "stored.npz");

    [Fact]
    public async Task Inspect_Json_HasWhatTheNumbersAreLike()
    {
        using JsonDocument json = JsonDocument.Parse(await Tool.SucceedAsync("inspect", Arrays, "--json"));
        Assert.Equal("npz", json.RootElement.GetProperty("format").GetString());
        JsonElement[] tensors = [.. json.RootElement.GetProperty("tensors").EnumerateArray()];
        JsonElement weights = tensors[0];
        Assert.Equal("weights", weights.GetProperty("name").GetString());
        Assert.Equal("float32", weights.GetProperty("type").GetString());
        Assert.Equal(48, weights.GetProperty("bytes").GetInt32());

        // 0 to 11, divided by 8: the variance of n whole numbers is (n² − 1)/12.
        Assert.Equal(5.5 / 8, weights.GetProperty("mean").GetDouble(), 12);
        Assert.Equal(Math.Sqrt(143.0 / 12) / 8, weights.GetProperty("deviation").GetDouble(), 12);
        Assert.Equal(11.0 / 8, weights.GetProperty("maximum").GetDouble());
        Assert.Equal(12, weights.GetProperty("histogram").EnumerateArray().Sum(count => count.GetInt32()));
        JsonElement empty = tensors.Single(tensor => tensor.GetProperty("name").GetString() == "empty");
        Assert.Equal(JsonValueKind.Null, empty.GetProperty("mean").ValueKind);

        // More than one block.
        JsonElement zeros = tensors.Single(tensor => tensor.GetProperty("name").GetString() == "zeros");
        Assert.Equal(5000, zeros.GetProperty("histogram").EnumerateArray().Sum(count => count.GetInt32()));
    }

    /// <summary>Arrays of words stand beside those of numbers in many archives.</summary>
    [Fact]
    public async Task Inspect_OfAnArchive_ShowsWhatCanBeRead()
    {
        using Tool tool = new();
        NpyFile.Write<double>(tool.At("a.npy"), [1.0, 2, 3], [3]);
        byte[] numbers = File.ReadAllBytes(tool.At("a.npy")), words = [.. numbers];
        int at = words.AsSpan().IndexOf("<f8"u8);
        "<U2"u8.CopyTo(words.AsSpan(at));
        using (ZipArchive archive = new(File.Create(tool.At("mixed.npz")), ZipArchiveMode.Create))
        {
            foreach ((string name, byte[] bytes) in new[] { ("names.npy", words), ("a.npy", numbers) })
            {
                using Stream entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(bytes);
            }
        }

        (int code, string output, string error) = await Tool.RunAsync("inspect", tool.At("mixed.npz"));
        Assert.Equal(1, code);
        Assert.Contains("a  float64 [3]\n  mean 2, ", output, StringComparison.Ordinal);
        Assert.Contains("member names.npy, offset 10: the element type '<U2' is not supported", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_OfManyBlocks_SeesEveryElement()
    {
        using Tool tool = new();
        double[] values = [.. Enumerable.Range(0, 200_000).Select(i => (double)i)];
        NpyFile.Write<double>(tool.At("many.npy"), values, [400, 500]);
        using JsonDocument json = JsonDocument.Parse(await Tool.SucceedAsync("inspect", tool.At("many.npy"), "--json"));
        JsonElement tensor = json.RootElement.GetProperty("tensors")[0];
        Assert.Equal(99_999.5, tensor.GetProperty("mean").GetDouble(), 6);
        Assert.Equal(Math.Sqrt(((200_000.0 * 200_000) - 1) / 12), tensor.GetProperty("deviation").GetDouble(), 6);
        Assert.All(tensor.GetProperty("histogram").EnumerateArray(), count => Assert.InRange(count.GetInt32(), 12_499, 12_501));
    }

    [Fact]
    public async Task Inspect_Text_SaysWhatIsNaN()
    {
        string output = await Tool.SucceedAsync("inspect", TorchFiles.PathOf("values"));
        Assert.Contains("state.float32  float32 [5]\n  1 NaN, 1 infinite, mean 0.5, deviation 0.7071, from 0 to 1.5 █", output, StringComparison.Ordinal);
        Assert.Contains("state.empty  float32 [3, 0, 2]\n  no elements\n", output, StringComparison.Ordinal);
        Assert.Contains("state.whole  float32 [2, 3, 4]\n  mean 2.875, deviation 1.731, from 0 to 5.75 █", output, StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 80 || line.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal), line));
        string checkpoint = await Tool.SucceedAsync("inspect", TorchFiles.PathOf("checkpoint"));
        Assert.Contains("  epoch = 3\n", checkpoint, StringComparison.Ordinal);
        Assert.Contains("  optimizer_state_dict.param_groups.0.lr = 0.0625\n", checkpoint, StringComparison.Ordinal);
        Assert.Contains("\n0.weight  float32 [3, 2]\n", await Tool.SucceedAsync("inspect", TorchFiles.PathOf("checkpoint"), "--key", "model_state_dict"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_OfAnotherFile_SaysSo()
    {
        using Tool tool = new();
        await File.WriteAllTextAsync(tool.At("x.csv"), "a,b\n1,2\n", TestContext.Current.CancellationToken);
        Assert.Contains("a file of another kind", await Tool.FailAsync(1, "inspect", tool.At("x.csv")), StringComparison.Ordinal);
        Assert.Contains("no such file", await Tool.FailAsync(1, "inspect", tool.At("none.pt")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Convert_KeepsTensors_AndSaysWhatDoesNotFit()
    {
        using Tool tool = new();
        string source = TorchFiles.PathOf("values");
        string output = await Tool.SucceedAsync("convert", source, tool.At("v.safetensors"), "--key", "state");
        Assert.Contains(": 17 tensors of ", output.Replace('\n', ' '), StringComparison.Ordinal);
        OrderedDictionary<string, Tensor> expected = TorchFile.Read(source, "state");
        OrderedDictionary<string, Tensor> written = SafeTensors.Read(tool.At("v.safetensors"));
        Assert.Equal(expected.Keys.Order(), written.Keys.Order());
        Assert.All(expected, item => Assert.Equal((item.Value.DataType, item.Value.Shape), (written[item.Key].DataType, written[item.Key].Shape)));
        Assert.All(expected, item => Assert.Equal(item.Value.ToArray<double>(), written[item.Key].ToArray<double>()));

        output = await Tool.SucceedAsync("convert", tool.At("v.safetensors"), tool.At("v.npz"));
        Assert.Contains("1 tensor of bfloat16", output, StringComparison.Ordinal);
        Assert.Equal(ElementType.Float32, NpzFile.Read(tool.At("v.npz"))["bfloat16"].ElementType);
        output = await Tool.SucceedAsync("convert", TorchFiles.PathOf("checkpoint"), tool.At("w.npy"), "--key", "model_state_dict.0.weight");
        Assert.Contains("texts beside the tensors were left out",
            output.Replace("\n", " ", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal([3, 2], NpyFile.Read(tool.At("w.npy")).Shape);
        output = await Tool.SucceedAsync("convert", Arrays, tool.At("a.safetensors"));
        Assert.Contains("1 array of int8, which no tensor stores, became int32", output.Replace('\n', ' '), StringComparison.Ordinal);
        await Tool.SucceedAsync("convert", TorchFiles.PathOf("checkpoint"), tool.At("c.safetensors"), "--key", "model_state_dict");
        Assert.Equal("3", StateFile.Metadata(tool.At("c.safetensors"))["epoch"]);
    }

    [Fact]
    public async Task Convert_OfWhatCannotBe_SaysWhyAndWritesNothing()
    {
        using Tool tool = new();
        string checkpoint = TorchFiles.PathOf("checkpoint");
        Assert.Contains(
            "such as \"model_state_dict\" (--key).", await Tool.FailAsync(1, "convert", checkpoint, tool.At("x.npz")), StringComparison.Ordinal);
        Assert.Contains("has 4 tensors", await Tool.FailAsync(1, "convert", checkpoint, tool.At("x.npy"), "--key", "model_state_dict"),
            StringComparison.Ordinal);
        Assert.Contains("pickles are not written", await Tool.FailAsync(2, "convert", checkpoint, tool.At("x.pt")), StringComparison.Ordinal);
        Assert.Contains("end it in .safetensors", await Tool.FailAsync(2, "convert", checkpoint, tool.At("x")), StringComparison.Ordinal);
        NpzFile.Write(tool.At("y.npz"), new Dictionary<string, Tensor> { ["y"] = Tensor.Ones([1]) });
        Assert.Contains("name two files", await Tool.FailAsync(2, "convert", tool.At("y.npz"), tool.At("y.npz")), StringComparison.Ordinal);
        Assert.Equal(["y.npz"], tool.Files);
    }

    [Theory]
    [InlineData("b.safetensors")]
    [InlineData("b.npz")]
    [InlineData("b.npy")]
    public async Task Convert_OntoAFile_AsksForOverwrite(string name)
    {
        using Tool tool = new();
        string[] words = ["convert", TorchFiles.PathOf("checkpoint"), tool.At(name), "--key", "model_state_dict.0.weight"];
        await File.WriteAllTextAsync(tool.At(name), "mine", TestContext.Current.CancellationToken);
        string message = await Tool.FailAsync(1, words);
        Assert.Contains($"{tool.At(name)} is there already; replace it by --overwrite, or name another file.", message, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(tool.At(name), TestContext.Current.CancellationToken));
        await Tool.SucceedAsync([.. words, "--overwrite"]);
        Assert.Equal([3, 2], Assert.Single(StateFile.Read(tool.At(name))).Value.Shape.Dimensions.ToArray());
        Assert.Equal([name], tool.Files);
    }

    [Fact]
    public async Task Diff_OfEqualFiles_IsSilentSuccess()
    {
        using Tool tool = new();
        await Tool.SucceedAsync("convert", TorchFiles.PathOf("values"), tool.At("v.safetensors"), "--key", "state");
        Assert.Equal("17 tensors equal, 0 different, 0 in one file only\n",
            await Tool.SucceedAsync("diff", TorchFiles.PathOf("values"), tool.At("v.safetensors"), "--key", "state"));
    }

    [Fact]
    public async Task Diff_OfDifferentFiles_SaysHow()
    {
        using Tool tool = new();
        NpzFile.Write(tool.At("a.npz"), new Dictionary<string, Tensor>
        {
            ["same"] = Tensor.From([1f, float.NaN]),
            ["close"] = Tensor.From([1f, 2, -4]),
            ["shape"] = Tensor.Ones([2, 3]),
            ["old"] = Tensor.Ones([1]),
            ["kind"] = Tensor.From([1f]),
            ["nan"] = Tensor.From([1f, 3, 5]),
            ["large"] = Tensor.From([(1L << 53) + 1]),
            ["half"] = Tensor.From([(Half)1]),
            ["sign"] = Tensor.From([double.Epsilon]),
        });
        SafeTensors.Write(tool.At("b.safetensors"), new Dictionary<string, Tensor>
        {
            ["same"] = Tensor.From([1f, float.NaN]),
            ["close"] = Tensor.From([MathF.BitIncrement(1f), 2, -4.5f]),
            ["shape"] = Tensor.Ones([3, 2]),
            ["new"] = Tensor.Ones([1]),
            ["kind"] = Tensor.From([1.0]),
            ["nan"] = Tensor.From([float.NaN, 3, 4]),
            ["large"] = Tensor.From([1L << 53]),
            ["half"] = Tensor.From([Half.BitDecrement((Half)1)]),
            ["sign"] = Tensor.From([-double.Epsilon]),
        }, cancellationToken: TestContext.Current.CancellationToken);
        (int exitCode, string output, string error) = await Tool.RunAsync("diff", tool.At("a.npz"), tool.At("b.safetensors"));
        Assert.Equal((1, ""), (exitCode, error));
        Assert.DoesNotContain("same", output, StringComparison.Ordinal);
        Assert.Contains("shape: float32 [2, 3] and float32 [3, 2]\n", output, StringComparison.Ordinal);
        Assert.Contains("kind: float32 and float64, all 1 elements equal\n", output, StringComparison.Ordinal);
        Assert.EndsWith("1 tensor equal, 7 different, 2 in one file only\n", output, StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse((await Tool.RunAsync("diff", tool.At("a.npz"), tool.At("b.safetensors"), "--json")).Output);
        Assert.False(json.RootElement.GetProperty("equal").GetBoolean());
        Assert.Equal("old", json.RootElement.GetProperty("onlyInFirst")[0].GetString());
        Assert.Equal("new", json.RootElement.GetProperty("onlyInSecond")[0].GetString());
        Dictionary<string, JsonElement> tensors = json.RootElement.GetProperty("tensors").EnumerateArray().ToDictionary(
            tensor => tensor.GetProperty("name").GetString()!);
        JsonElement close = tensors["close"];
        Assert.Equal(2, close.GetProperty("differing").GetInt32());
        Assert.Equal(0.5, close.GetProperty("absolute").GetDouble());
        Assert.Equal(1 / 9.0, close.GetProperty("relative").GetDouble(), 12);
        Assert.Equal(1 << 20, close.GetProperty("ulps").GetDouble()); // an eighth of the 2²³ numbers from 4 to 8
        Assert.Equal(1, tensors["half"].GetProperty("ulps").GetDouble());
        Assert.Equal(2, tensors["sign"].GetProperty("ulps").GetDouble());
        Assert.Equal(1, tensors["large"].GetProperty("absolute").GetDouble());
        Assert.Equal((2, 1), (tensors["nan"].GetProperty("differing").GetInt32(), tensors["nan"].GetProperty("unlike").GetInt32()));
        Assert.Equal(1, tensors["nan"].GetProperty("absolute").GetDouble());
    }

    [Fact]
    public async Task Diff_OfWhatCannotBeRead_Is2()
    {
        Assert.Contains("no such file", await Tool.FailAsync(2, "diff", Arrays, "/nowhere/x.npz"), StringComparison.Ordinal);
        Assert.Contains("before version 1.6", await Tool.FailAsync(2, "diff", Arrays, TorchFiles.PathOf("legacy")), StringComparison.Ordinal);
    }
}
