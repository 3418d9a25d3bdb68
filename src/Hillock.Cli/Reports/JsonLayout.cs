using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Hillock.Training;

namespace Hillock.Cli.Reports;

/// <summary>How reports become JSON: they hold the library's records, of which a file shows the properties that it always has.</summary>
internal static class JsonLayout
{
    /// <summary>The options of a file.</summary>
    /// <param name="context">What knows the types, without reflection.</param>
    /// <param name="indented">Whether people will read it.</param>
    /// <param name="encoder">Which characters are escaped.</param>
    /// <param name="layouts">The layouts of single types, applied in this order.</param>
    public static JsonSerializerOptions Options(
        IJsonTypeInfoResolver context, bool indented, JavaScriptEncoder encoder, params ReadOnlySpan<Action<JsonTypeInfo>> layouts)
    {
        foreach (Action<JsonTypeInfo> layout in layouts)
        {
            context = context.WithAddedModifier(layout);
        }

        return new JsonSerializerOptions
        {
            WriteIndented = indented,
            Encoder = encoder,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            TypeInfoResolver = context,
            Converters = { new FiniteOrNull(), new JsonStringEnumConverter<OptimizerKind>(new LowerCase()) },
        };
    }

    /// <summary>Of a type these properties alone, in this order.</summary>
    public static Action<JsonTypeInfo> Only<T>(params string[] names) => info =>
    {
        if (info.Type == typeof(T))
        {
            JsonPropertyInfo[] kept = [.. names.Select(name => info.Properties.Single(property => property.Name == name))];
            info.Properties.Clear();
            foreach (JsonPropertyInfo property in kept)
            {
                info.Properties.Add(property);
            }
        }
    };

    /// <summary>A property of a type by another name.</summary>
    public static Action<JsonTypeInfo> Rename<T>(string name, string other) => info =>
    {
        if (info.Type == typeof(T))
        {
            info.Properties.Single(property => property.Name == name).Name = other;
        }
    };

    /// <summary>In the place of a property that is an object its own properties.</summary>
    public static Action<JsonTypeInfo> Flatten<T, TProperty>(string name, Func<T, TProperty> get) => info =>
    {
        if (info.Type == typeof(T))
        {
            int place = info.Properties.ToList().FindIndex(property => property.Name == name);
            info.Properties.RemoveAt(place);
            foreach (JsonPropertyInfo inner in info.Options.GetTypeInfo(typeof(TProperty)).Properties)
            {
                JsonPropertyInfo property = info.CreateJsonPropertyInfo(inner.PropertyType, inner.Name);
                property.Get = value => inner.Get!(get((T)value)!);
                info.Properties.Insert(place++, property);
            }
        }
    };

    // JSON has no word for NaN and the infinities.
    private sealed class FiniteOrNull : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }

    private sealed class LowerCase : JsonNamingPolicy
    {
        public override string ConvertName(string name) => name.ToLowerInvariant();
    }
}
