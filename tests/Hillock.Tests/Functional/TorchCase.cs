using System.Text.Json;
using Hillock.Tensors;
using Hillock.Tests.Oracle;

namespace Hillock.Tests.Functional;

/// <summary>One case of <c>torch_operations.json</c>, written by <c>tools/oracle/torch_operations.py</c>.</summary>
internal sealed class TorchCase
{
    private TorchCase(JsonElement element)
    {
        Name = element.GetProperty("name").GetString()!;
        Inputs = Tensors(element.GetProperty("inputs"));
        Output = Read(element.GetProperty("output"));
        Gradients = Tensors(element.GetProperty("gradients"));
        Second = Tensors(element.GetProperty("second"));
    }

    public static IReadOnlyDictionary<string, TorchCase> All { get; } = Load();

    public string Name { get; }

    public Tensor[] Inputs { get; }

    public Tensor Output { get; }

    /// <summary>The gradients of <c>Σ y·v(0)</c>.</summary>
    public Tensor[] Gradients { get; }

    /// <summary>The gradients of <c>Σⱼ Σ gradientⱼ·v(j + 1)</c>.</summary>
    public Tensor[] Second { get; }

    /// <summary>The weights v(k): between ½ and 1½, the fractions of multiples of the golden ratio.</summary>
    public static Tensor Weights(Shape shape, int shift)
    {
        double[] values = new double[shape.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double x = ((i + 1) * 0.6180339887498949) + (shift * 0.31);
            values[i] = 0.5 + (x - Math.Floor(x));
        }

        return Tensor.From(values, shape);
    }

    private static Dictionary<string, TorchCase> Load()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(OracleFile.DataFolder, "torch_operations.json")));
        return document.RootElement.GetProperty("cases").EnumerateArray().Select(element => new TorchCase(element)).ToDictionary(one => one.Name);
    }

    private static Tensor[] Tensors(JsonElement element) => [.. element.EnumerateArray().Select(Read)];

    private static Tensor Read(JsonElement element) => Tensor.From(
        element.GetProperty("data").EnumerateArray().Select(value => value.GetDouble()).ToArray(),
        element.GetProperty("shape").EnumerateArray().Select(value => value.GetInt32()).ToArray());
}
