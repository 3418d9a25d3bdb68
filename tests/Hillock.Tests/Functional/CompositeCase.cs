using System.Text.Json;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Oracle;

namespace Hillock.Tests.Functional;

/// <summary>One case of <c>composites.json</c>, written by <c>tools/oracle/composites.py</c>, which describes it.</summary>
internal sealed class CompositeCase(JsonElement item)
{
    private static readonly Lazy<CompositeCase[]> Cases = new(static () =>
    {
        using FileStream file = File.OpenRead(Path.Combine(OracleFile.DataFolder, "composites.json"));
        return [.. JsonDocument.Parse(file).RootElement.GetProperty("cases").EnumerateArray().Select(static element => new CompositeCase(element))];
    });

    public static IReadOnlyList<CompositeCase> All => Cases.Value;

    public string Function { get; } = item.GetProperty("function").GetString()!;

    public DataType Type { get; } = Enum.Parse<DataType>(item.GetProperty("type").GetString()!, ignoreCase: true);

    public double P { get; } = item.TryGetProperty("p", out JsonElement p) ? p.GetDouble() : double.NaN;

    public string Name =>
        $"{Function}{(double.IsNaN(P) ? "" : $" {P}")}{(item.TryGetProperty("correction", out JsonElement c) ? $" {c.GetDouble()}" : "")} of {Type}, " +
        $"{item.GetProperty("remark").GetString()}";

    public string Value { get; } = item.GetProperty("value").GetString()!;

    public string[] Gradient { get; } = Strings(item.GetProperty("gradient"));

    /// <summary>Empty where there is none.</summary>
    public string[] Second { get; } = item.TryGetProperty("second", out JsonElement second) ? Strings(second) : [];

    /// <summary>The largest magnitude of the terms that the second gradient is the difference of.</summary>
    public double Scale { get; } = item.TryGetProperty("scale", out JsonElement scale) ? Ulp.NearestDouble(scale.GetString()!) : 0;

    /// <summary>The row.</summary>
    public Tensor X()
    {
        if (item.TryGetProperty("ramp", out JsonElement ramp))
        {
            double scale = ramp[1].GetDouble(), offset = ramp[2].GetDouble();
            return Tensor.From([.. Enumerable.Range(0, ramp[0].GetInt32()).Select(i => (7919L * i % 1009 / 1009.0 * scale) + offset)]).To(Type);
        }

        return Read(item.GetProperty("x"));
    }

    /// <summary>The function of rows along the last axis.</summary>
    /// <param name="x">The rows; the second operand, if there is one, is the same for all.</param>
    public Tensor Compute(Tensor x) => Function switch
    {
        "variance" => F.Variance(x, [-1], correction: item.GetProperty("correction").GetDouble()),
        "deviation" => F.StandardDeviation(x, [-1], correction: item.GetProperty("correction").GetDouble()),
        "log-sum-exp" => F.LogSumExp(x, -1),
        "norm" => F.Norm(x, P, [-1]),
        "distance" => F.PairwiseDistance(x, Read(item.GetProperty("y")), P),
        "cosine" => F.CosineSimilarity(x, Read(item.GetProperty("y")), -1),
        _ => throw new InvalidDataException(Function),
    };

    public override string ToString() => Name;

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(static element => element.GetString()!)];

    private Tensor Read(JsonElement array) => Tensor.From([.. array.EnumerateArray().Select(static element => element.GetDouble())]).To(Type);
}
