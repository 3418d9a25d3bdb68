using System.Text.Json;

namespace Hillock.Tests.Serialization;

/// <summary>What <c>tools/oracle/torch_checkpoints.py</c> wrote: files of PyTorch, and what is in them.</summary>
internal static class TorchFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "torch", "checkpoints");

    private static readonly Lazy<JsonElement> Expected =
        new(() => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "checkpoints.json"))).RootElement);

    public static string PathOf(string name) => Path.Combine(Folder, name + ".pt");

    public static byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    public static JsonElement Of(string name) => Expected.Value.GetProperty(name);

    public static int[] Shape(JsonElement value) => [.. value.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())];

    public static double[] Values(JsonElement value) => [.. value.GetProperty("values").EnumerateArray().Select(Number)];

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetDouble()
        : value.GetString() switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            "nan" => double.NaN,
            string text => double.Parse(text),
            _ => throw new JsonException("A value is null."),
        };
}
