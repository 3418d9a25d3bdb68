using System.Collections.Concurrent;
using System.Text.Json;
using Hillock.Tensors;
using Hillock.Tests.Oracle;

namespace Hillock.Tests.Modules;

/// <summary>What PyTorch computed, written by the scripts <c>tools/oracle/torch_*.py</c>.</summary>
internal static class TorchData
{
    private static readonly ConcurrentDictionary<string, JsonElement> Files = new(StringComparer.Ordinal);

    public static JsonElement Load(string name) =>
        Files.GetOrAdd(name, static file => JsonDocument.Parse(File.ReadAllText(Path.Combine(OracleFile.DataFolder, "torch", file + ".json"))).RootElement);

    /// <summary>The names of the cases of a list.</summary>
    public static IEnumerable<string> Names(string file, string list) => Load(file).GetProperty(list).EnumerateArray().Select(item => item.GetProperty("name").GetString()!);

    public static JsonElement Case(string file, string list, string name) =>
        Load(file).GetProperty(list).EnumerateArray().First(item => item.GetProperty("name").GetString() == name);

    public static Tensor Tensor(JsonElement element, DataType type = DataType.Float64) =>
        Hillock.Tensors.Tensor.From(Numbers(element.GetProperty("values")), ShapeOf(element)).To(type);

    public static Tensor Classes(JsonElement element) =>
        Hillock.Tensors.Tensor.From(element.GetProperty("values").EnumerateArray().Select(value => value.GetInt64()).ToArray(), ShapeOf(element));

    public static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];

    private static Shape ShapeOf(JsonElement element) => Shape.Create([.. element.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())]);
}
