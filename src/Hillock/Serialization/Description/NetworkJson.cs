using System.Text.Json;
using Hillock.Functional;
using Hillock.Modules;

namespace Hillock.Serialization.Description;

/// <summary>Networks in JSON: an object with a type and the arguments by name.</summary>
internal static class NetworkJson
{
    private const string TypeKey = "type";

    /// <summary>Writes a network.</summary>
    internal static void Write(Utf8JsonWriter writer, NetworkDescription network)
    {
        writer.WriteStartObject();
        writer.WriteString(TypeKey, network.Type);
        foreach ((string name, object? value) in network.Arguments)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads a network.</summary>
    /// <exception cref="Data.DataFormatException">It is none; the place is the path.</exception>
    internal static NetworkDescription Read(JsonPlace place, int depth = 0)
    {
        if (depth > NetworkDescription.MostDepth)
        {
            throw place.Fault(
                FormattableString.Invariant($"layers lie more than {NetworkDescription.MostDepth} deep in each other"), "write the network flatter");
        }

        string type = place.Member(TypeKey, "the name of a layer").Text();
        LayerRow row = LayerTable.Find(type) ?? throw place.Of(TypeKey).Fault(
            $"there is no layer \"{type}\"", Near(type, LayerTable.All.Select(static one => one.Name), "docs/layers.md has their names"));
        OrderedDictionary<string, object?> arguments = new(StringComparer.Ordinal);
        foreach (JsonProperty property in place.Element.EnumerateObject())
        {
            if (property.NameEquals(TypeKey))
            {
                continue;
            }

            JsonPlace at = place.Of(property.Name);
            LayerParameter parameter = row.Find(property.Name) ?? throw at.Fault(
                $"{type} has no argument \"{property.Name}\"",
                Near(property.Name, row.Parameters.Select(static one => one.Name), row.Parameters.Count == 0 ? "leave it out"
                    : $"its arguments are {string.Join(", ", row.Parameters.Select(static one => one.Name))}"));
            object? value = Value(at, row, parameter, depth);
            if (parameter.IsRequired || !LayerParameter.AreEqual(value, parameter.Default))
            {
                arguments.Add(parameter.Name, value);
            }
        }

        foreach (LayerParameter parameter in row.Parameters)
        {
            if (parameter.IsRequired && !arguments.ContainsKey(parameter.Name))
            {
                throw place.Fault($"{type} expects {parameter.Name}, {parameter.Expected}, but there is none", $"add \"{parameter.Name}\"");
            }
        }

        return new NetworkDescription(row, arguments);
    }

    /// <summary>The near names in a phrase, or another one.</summary>
    internal static string Near(string name, IEnumerable<string> names, string otherwise) =>
        NearNames.Of(name, names) is { Length: > 0 } near ? $"near are: {string.Join(", ", near)}" : otherwise;

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                JsonPlace.Write(writer, number);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case string word:
                writer.WriteStringValue(word);
                break;
            case NetworkDescription layer:
                Write(writer, layer);
                break;
            default:
                writer.WriteStartArray();
                foreach (object? one in (Array)value)
                {
                    Write(writer, one);
                }

                writer.WriteEndArray();
                break;
        }
    }

    private static object? Value(JsonPlace place, LayerRow row, LayerParameter parameter, int depth)
    {
        JsonElement element = place.Element;
        bool isList = element.ValueKind == JsonValueKind.Array;
        object? value = parameter.Kind switch
        {
            _ when element.ValueKind == JsonValueKind.Null => parameter.IsNullable ? null : Refused(),
            LayerValueKind.Whole => place.WholeOrNull(),
            LayerValueKind.Number => place.NumberOrNull(),
            LayerValueKind.Flag => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : null,
            LayerValueKind.Choice => element.ValueKind == JsonValueKind.String ? Choice(element.GetString()!) : null,
            LayerValueKind.Wholes when parameter.AllowsSame && element.ValueKind == JsonValueKind.String => element.ValueEquals(LayerParameter.Same)
                ? LayerParameter.Same : null,
            LayerValueKind.Wholes => !isList ? place.WholeOrNull() : Single(place.Items().Select(one => one.WholeOrNull() ?? (int)Refused(one)).ToArray()),
            LayerValueKind.Numbers => !isList ? place.NumberOrNull()
                : Single(place.Items().Select(one => one.NumberOrNull() ?? (double)Refused(one)).ToArray()),
            LayerValueKind.Layer => Read(place, depth + 1),
            LayerValueKind.Layers => isList ? place.Items().Select(one => Read(one, depth + 1)).ToArray() : null,
            _ => null,
        };
        return value is null && element.ValueKind != JsonValueKind.Null ? Refused() : value;

        object Refused(JsonPlace? at = null) => throw (at ?? place).Fault(
            $"{row.Name} expects {parameter.Expected} as {parameter.Name} but got {(at ?? place).Shown}", "write such a value there");

        string? Choice(string word) => parameter.Choices.Contains(word) ? word : throw place.Fault(
            $"{row.Name} expects one of {string.Join(", ", parameter.Choices)} as {parameter.Name} but got \"{JsonPlace.Cut(word)}\"",
            Near(word, parameter.Choices, "choose one of them"));

        object Single<T>(T[] values) => values switch { [] => Refused(), [T one] => one, _ => values };
    }
}
