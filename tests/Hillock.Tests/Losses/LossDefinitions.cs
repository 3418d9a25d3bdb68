using System.Text.Json;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;
using Hillock.Tests.Oracle;

namespace Hillock.Tests.Losses;

/// <summary>The definitions of element-wise losses, found in the library by what they implement, and their oracle data, found by their names.</summary>
internal static class LossDefinitions
{
    private static readonly string Folder = Path.Combine(OracleFile.DataFolder, "losses");

    /// <summary>The types.</summary>
    public static IReadOnlyList<Type> Types { get; } =
        [
            .. typeof(IElementwiseLoss).Assembly.GetTypes()
                .Where(type => type is { IsPublic: true, IsValueType: true } && type.IsAssignableTo(typeof(IElementwiseLoss))).OrderBy(
                    type => type.Name, StringComparer.Ordinal),
        ];

    /// <summary>The contents of <c>Data/losses</c>.</summary>
    public static IReadOnlyList<JsonElement> Data { get; } = [.. Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>The loss of the catalogue with the name of a type.</summary>
    public static LossInfo Info(string name) => LossCatalog.All.Single(loss => loss.DisplayName == name);

    /// <summary>The oracle's points of a loss with its default parameters: (x, t).</summary>
    public static IReadOnlyList<(double X, double T)> Points(string name)
    {
        JsonElement set = Data.SelectMany(data => data.GetProperty("sets").EnumerateArray())
            .FirstOrDefault(set => set.GetProperty("name").GetString() == name && !set.GetProperty("parameters").EnumerateObject().Any());
        return set.ValueKind == JsonValueKind.Undefined
            ? []
            : [.. set.GetProperty("points").EnumerateArray().Select(point => (Number(point[0]), Number(point[1])))];
    }

    /// <summary>Computes a loss of the catalogue with parameters that are given by name: numbers or truth values.</summary>
    public static Tensor Compute(string name, LossInputs inputs, Func<string, JsonElement?> parameter)
    {
        LossInfo info = Info(name);
        return info.Compute(inputs, [.. info.Parameters.Select(own => parameter(own.Name) is { } value ? value.ValueKind switch
        {
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            _ => value.GetDouble(),
        }
        : own.Default)]);
    }

    private static double Number(JsonElement text) => double.Parse(text.GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static JsonElement Read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    }
}
