using System.Text.Json;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Cli.Commands;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>Models in several files with an index, as Hugging Face's tools write them.</summary>
public sealed class ShardedSafeTensorsTests : IDisposable
{
    private const string First = "model-00001-of-00002.safetensors", Second = "model-00002-of-00002.safetensors";

    private readonly TemporaryFolder _folder = new();
    private readonly Sequential _model = [new Linear(2, 3), new Linear(3, 4)];

    private string Index => _folder.Path("model.safetensors.index.json");

    public ShardedSafeTensorsTests()
    {
        Dictionary<string, Tensor> state = _model.StateDict().ToDictionary();
        state.Where(pair => pair.Key[0] == '0').ToDictionary().Save(_folder.Path(First));
        state.Where(pair => pair.Key[0] == '1').ToDictionary().Save(_folder.Path(Second));
        WriteIndex(Map());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Index_IsReadAsOneFile()
    {
        Sequential other = [new Linear(2, 3), new Linear(3, 4)];
        other.Load(Index);
        Assert.Equal(Values(_model.StateDict()), Values(other.StateDict()));
        Assert.Equal(Values(_model.StateDict()), Values(SafeTensors.Read(Index)));
        Assert.Equal(Values(_model.StateDict()), Values(StateFile.Read(Index)));
        Assert.Equal(StateFileFormat.SafeTensorsIndex, StateFile.FormatOf(Index));
        Assert.Equal("100", StateFile.Metadata(Index)["total_size"]);
        using JsonDocument json = JsonDocument.Parse(await Tool.SucceedAsync("inspect", Index, "--json"));
        Assert.Equal("safetensors in shards", json.RootElement.GetProperty("format").GetString());
        Assert.Equal(
            _model.StateDict().Keys.Order(),
            json.RootElement.GetProperty("tensors").EnumerateArray().Select(one => one.GetProperty("name").GetString()!).Order());
        await Tool.SucceedAsync("convert", Index, _folder.Path("all.safetensors"));
        Assert.StartsWith("4 tensors equal, 0 different", await Tool.SucceedAsync("diff", Index, _folder.Path("all.safetensors")), StringComparison.Ordinal);
    }

    [Fact]
    public void Index_WithAByteOrderMark_IsRead()
    {
        File.WriteAllBytes(Index, [0xEF, 0xBB, 0xBF, .. File.ReadAllBytes(Index)]);
        Assert.Equal(Values(_model.StateDict()), Values(SafeTensors.Read(Index)));
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("/etc/hostname")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a/b.safetensors")]
    [InlineData("a\\b.safetensors")]
    [InlineData("C:model.safetensors")]
    public void Index_WithAFileOutsideItsFolder_IsRefused(string file)
    {
        Dictionary<string, object> map = Map();
        map["1.bias"] = file;
        WriteIndex(map);
        string message = Assert.Throws<DataFormatException>(() => _model.Load(Index)).Message;
        Assert.StartsWith($"{Index}, weight_map.1.bias: the name of a file beside the index is expected", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Index_WithoutAShard_NamesIt()
    {
        File.Delete(_folder.Path(Second));
        string message = Assert.Throws<FileNotFoundException>(() => _model.Load(Index)).Message;
        Assert.Equal($"{Index}: a shard is not there: {Second}; put all shards into the folder of the index.", message);
    }

    [Fact]
    public void Index_WithANameThatTheShardLacks_NamesBoth()
    {
        Dictionary<string, object> map = Map();
        map["2.weight"] = Second;
        map["0.bias"] = Second;
        WriteIndex(map);
        string message = Assert.Throws<DataFormatException>(() => SafeTensors.Read(Index)).Message;
        Assert.Contains($"the index names what a shard does not have: \"0.bias\" in {Second}, \"2.weight\" in {Second};", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Index_WithANameInTwoShards_IsRefused()
    {
        _model.StateDict().Save(_folder.Path(Second));
        string message = Assert.Throws<DataFormatException>(() => SafeTensors.Read(Index)).Message;
        Assert.Contains($"it is in two shards, {First} and {Second}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"weight_map\": {\"a\": \"x\", \"a\": \"y\"}}", "weight_map.a: the name stands there twice")]
    [InlineData("{\"weight_map\": {\"a\": 1}}", "weight_map.a: the name of a file is expected but there is Number")]
    [InlineData("{\"weight_map\": {}}", "weight_map: it names no tensor")]
    [InlineData("{\"weights\": {}}", "an index has an object \"weight_map\"")]
    [InlineData("{\"weight_map\": [1]}", "an index has an object \"weight_map\"")]
    [InlineData("{\"weight_map\": {\"a\": ", "it is no valid JSON")]
    [InlineData("{\"weight_map\": {\"\\ud800\": \"x\"}}", "half of a surrogate pair")]
    public void Index_ThatIsNone_IsRefused(string text, string problem)
    {
        File.WriteAllText(Index, text);
        string message = Assert.Throws<DataFormatException>(() => _model.Load(Index)).Message;
        Assert.StartsWith(Index, message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WhoseNamesDoNotFit_ChangesNothing()
    {
        float[][] before = Values(_model.StateDict());
        Assert.Contains("missing: 2.weight", Assert.Throws<ArgumentException>(
            () => new Sequential(new Linear(2, 3), new Linear(3, 4), new Linear(4, 1)).Load(Index)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _model.Load(Index, key: "model"));
        Assert.Equal(before, Values(_model.StateDict()));
    }

    private Dictionary<string, object> Map() => _model.StateDict().Keys.ToDictionary(name => name, name => (object)(name[0] == '0' ? First : Second));

    private void WriteIndex(Dictionary<string, object> map) => File.WriteAllText(
        Index, JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["metadata"] = new Dictionary<string, int> { ["total_size"] = 100 },
            ["weight_map"] = map
        }));

    private static float[][] Values(IReadOnlyDictionary<string, Tensor> state) =>
        [.. state.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.ToArray<float>())];
}
