using System.Text.Json;
using Hillock.Tensors;
using Hillock.Tests.Architecture;

namespace Hillock.Tests.Data.Transforms;

/// <summary>What torchvision and Pillow make of small pictures; see <c>tools/oracle/torchvision_transforms.py</c>.</summary>
internal sealed record TransformOracle(string Operation, JsonElement Arguments, Tensor Picture, Tensor Expected)
{
    internal static readonly TransformOracle[] All = Read();

    internal double Number(string name) => Arguments.GetProperty(name).GetDouble();

    internal double[] Numbers(string name) => [.. Arguments.GetProperty(name).EnumerateArray().Select(item => item.GetDouble())];

    internal bool IsNull(string name) => Arguments.GetProperty(name).ValueKind == JsonValueKind.Null;

    internal string Text(string name) => Arguments.GetProperty(name).GetString()!;

    public override string ToString() => $"{Operation} {Arguments} of {Picture.DataType} {Picture.Shape}";

    private static TransformOracle[] Read()
    {
        string path = Path.Combine(SourceTree.Root, "tests/Hillock.Tests/Data/torch/transforms.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(Of)];
    }

    private static TransformOracle Of(JsonElement item) => new(
        item.GetProperty("op").GetString()!, item.GetProperty("args").Clone(), Values(item, "x", "shape"), Values(item, "y", "resultShape"));

    private static Tensor Values(JsonElement item, string values, string shape)
    {
        Shape own = Shape.Create([.. item.GetProperty(shape).EnumerateArray().Select(length => length.GetInt32())]);
        double[] numbers = [.. item.GetProperty(values).EnumerateArray().Select(number => number.GetDouble())];
        Tensor tensor = Tensor.From(numbers, own);
        return item.GetProperty("type").GetString() == "uint8" ? tensor.To(DataType.UInt8) : tensor;
    }
}
