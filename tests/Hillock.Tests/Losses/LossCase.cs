using System.Globalization;
using System.Text.Json;
using Hillock.Tensors;
using Hillock.Tests.Modules;

namespace Hillock.Tests.Losses;

/// <summary>One case of <c>all_losses.json</c>, which describes what it stores.</summary>
internal sealed class LossCase(JsonElement item)
{
    private static readonly Dictionary<string, LossCase> Cases =
        TorchData.Load("all_losses").GetProperty("cases").EnumerateArray().Select(item => new LossCase(item)).ToDictionary(one => one.Name);

    public static IEnumerable<string> Names => Cases.Keys;

    public string Name { get; } = item.GetProperty("name").GetString()!;

    public string Loss { get; } = item.GetProperty("loss").GetString()!;

    public JsonElement Options { get; } = item.GetProperty("options");

    public JsonElement Value { get; } = item.GetProperty("value");

    public JsonElement[] Gradients { get; } = [.. item.GetProperty("gradients").EnumerateArray()];

    /// <summary>Empty where PyTorch has no second derivative.</summary>
    public JsonElement[] Second { get; } = item.TryGetProperty("second", out JsonElement second) ? [.. second.EnumerateArray()] : [];

    public static LossCase Of(string name) => Cases[name];

    /// <summary>The inputs in a type; whole numbers stay whole.</summary>
    public Tensor[] Inputs(DataType type)
    {
        Tensor[] inputs = [.. item.GetProperty("inputs").EnumerateArray().Select((input, k) =>
            Input(
                input.GetProperty("kind").GetString()!, Shape.Create([.. input.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())]), k,
                type))];
        for (int i = 0; i < Gradients.Length; i++)
        {
            inputs[i].RequiresGrad = true;
        }

        return inputs;
    }

    public double Number(string option, double otherwise) => Options.TryGetProperty(option, out JsonElement value) ? value.GetDouble() : otherwise;

    public bool Flag(string option, bool otherwise = false) => Options.TryGetProperty(option, out JsonElement value) ? value.GetBoolean() : otherwise;

    /// <summary>The weights v(k): between ½ and 1½.</summary>
    public static Tensor Weights(Shape shape, int k, DataType type) =>
        Tensor.From(Enumerable.Range(0, shape.Length).Select(i => 0.5 + Fraction(i, k)).ToArray(), shape).To(type);

    /// <summary>Compares numbers with what is stored, relative to the largest of them.</summary>
    public static void Compare(JsonElement expected, Tensor actual, double tolerance, string what)
    {
        Assert(
            expected.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()).SequenceEqual(actual.Shape.Dimensions.ToArray()),
            $"{what} has the shape {actual.Shape}");
        double[] values = actual.ToArray<double>();
        double[] numbers;
        double scale;
        if (expected.TryGetProperty("sums", out JsonElement sums))
        {
            numbers = TorchData.Numbers(sums);
            scale = expected.GetProperty("scale").GetDouble();
            values = [.. new[] { 50, 51, 52 }.Select(k => values.Select((value, i) => value * (0.5 + Fraction(i, k))).Sum())];
        }
        else
        {
            numbers = TorchData.Numbers(expected.GetProperty("values"));
            scale = numbers.Select(Math.Abs).DefaultIfEmpty(0).Max();
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            Assert(
                Math.Abs(values[i] - numbers[i]) <= tolerance * Math.Max(scale, 1e-3),
                string.Create(CultureInfo.InvariantCulture, $"{what}[{i}]: expected {numbers[i]:R} but got {values[i]:R}"));
        }
    }

    private static void Assert(bool condition, string message) => Xunit.Assert.True(condition, message);

    /// <summary>Numbers of a kind and a shape, as the scripts make them.</summary>
    public static Tensor Input(string kind, Shape shape, int k, DataType type)
    {
        double[] f = [.. Enumerable.Range(0, shape.Length).Select(i => Fraction(i, k))];
        static double Cut(double x) => Math.Floor(x * 1024) / 1024;
        if (kind.StartsWith("class", StringComparison.Ordinal) || kind.StartsWith("labels", StringComparison.Ordinal))
        {
            bool labels = kind[0] == 'l';
            int count = int.Parse(kind.AsSpan(labels ? 6 : 5), CultureInfo.InvariantCulture);
            return Tensor.From(f.Select(x => labels ? (long)Math.Floor(x * (count + 1)) - 1 : (long)Math.Floor(x * count)).ToArray(), shape);
        }

        return Tensor.From(
            f.Select(x => kind switch
            {
                "wide" => Cut((x - 0.5) * 18),
                "normal" => Cut((x - 0.5) * 4),
                "positive" => Cut(x + 0.25),
                "probability" => Cut((x * 0.98) + 0.01),
                "binary" => Math.Floor(x * 2),
                "sign" => (Math.Floor(x * 2) * 2) - 1,
                "count" => Math.Floor(x * 4),
                "distribution" => Cut((x + 0.1) / shape[-1]),
                _ => throw new ArgumentException(kind),
            }).ToArray(),
            shape).To(type);
    }

    private static double Fraction(int i, int k)
    {
        double x = ((i + 1) * 0.6180339887498949) + (0.31 * k);
        return x - Math.Floor(x);
    }
}
