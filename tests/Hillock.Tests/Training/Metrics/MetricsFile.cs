using System.Globalization;
using System.Text.Json;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>The cases of <c>metrics.json</c>, which <c>tools/oracle/metrics.py</c> writes.</summary>
internal static class MetricsFile
{
    internal static readonly DataType[] FloatTypes = [DataType.Float32, DataType.Float64, DataType.Float16, DataType.BFloat16];

    private static readonly Lazy<JsonDocument> Document =
        new(() => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "metrics.json"))));

    internal static IReadOnlyList<JsonElement> Cases(string group)
    {
        JsonElement[] cases = [.. Document.Value.RootElement.GetProperty(group).EnumerateArray()];
        Assert.NotEmpty(cases);
        return cases;
    }

    /// <summary>The numbers of the cases of a group, for a theory.</summary>
    internal static TheoryData<int> Indices(string group) => [.. Enumerable.Range(0, Cases(group).Count)];

    internal static double Number(this JsonElement of, string name) => Number(of.GetProperty(name));

    internal static double Number(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? double.Parse(element.GetString()!, CultureInfo.InvariantCulture)
        : element.GetDouble();

    internal static double[] Numbers(this JsonElement of, string name) => Numbers(of.GetProperty(name));

    internal static double[] Numbers(JsonElement element) => [.. element.EnumerateArray().Select(Number)];

    internal static long[] Classes(this JsonElement of, string name) => [.. of.GetProperty(name).EnumerateArray().Select(value => value.GetInt64())];

    internal static Tensor Targets(this JsonElement of) => Tensor.From(of.Classes("targets"));

    /// <summary>A column for each class.</summary>
    internal static Tensor Rows(this JsonElement of, string name, DataType type = DataType.Float64)
    {
        double[] numbers = of.Numbers(name);
        int classes = of.GetProperty("classes").GetInt32();
        return Tensor.From(numbers, [numbers.Length / classes, classes]).To(type);
    }

    /// <summary>Equal but for a few roundings; NaN where NaN is expected.</summary>
    internal static void Close(double expected, double actual, double tolerance = 1e-14)
    {
        if (!double.IsFinite(expected))
        {
            Assert.Equal(expected, actual);
            return;
        }

        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(1e-300, Math.Abs(expected)), $"expected {expected:R} but got {actual:R}");
    }

    internal static void Close(double[] expected, IReadOnlyList<double> actual, double tolerance = 1e-14)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            Close(expected[i], actual[i], tolerance);
        }
    }

    /// <summary>The numbers of rows in another order.</summary>
    internal static int[] Shuffled(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(3).Shuffle(order);
        return order;
    }
}
