using System.Globalization;
using System.Text.Json;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Outside.Tests;

/// <summary>What PyTorch computed, written by <c>tools/oracle/torch_extending.py</c>.</summary>
internal static class Torch
{
    public static JsonElement Data { get; } = Load();

    public static JsonElement Function(string name) =>
        Data.GetProperty("functions").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);

    public static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];

    public static Tensor Tensor(JsonElement element, DataType type = DataType.Float64) => Hillock.Tensors.Tensor
        .From(Numbers(element.GetProperty("values")), Shape.Create([.. element.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())]))
        .To(type);

    public static Tensor[] Tensors(JsonElement element, string name, DataType type = DataType.Float64) =>
        [.. element.GetProperty(name).EnumerateArray().Select(one => Tensor(one, type))];

    /// <summary>Compares numbers relative to the largest of them.</summary>
    public static void Near(Tensor expected, Tensor? actual, double tolerance, string what)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Shape, actual.Shape);
        Near(expected.ToArray<double>(), actual.ToArray<double>(), tolerance, what);
    }

    /// <summary>Compares numbers relative to the largest of them.</summary>
    public static void Near(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = expected.Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance * scale,
                string.Create(CultureInfo.InvariantCulture, $"{what}[{i}]: expected {expected[i]:R} but got {actual[i]:R}"));
        }
    }

    private static JsonElement Load()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "extending.json")));
        return document.RootElement.Clone();
    }
}
