using System.Globalization;
using System.Text.Json;
using Hillock.Data;

namespace Hillock.Serialization.Description;

/// <summary>A value of a JSON document with its path, which messages name.</summary>
/// <param name="Element">The value.</param>
/// <param name="Source">The file, for messages.</param>
/// <param name="Path">The path from the top: <c>network.layers[2].kernelSize</c>.</param>
internal sealed record JsonPlace(JsonElement Element, string Source, string Path)
{
    private const int Long = 40;

    /// <summary>The value as a message shows it.</summary>
    internal string Shown => Element.ValueKind switch
    {
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => string.Create(CultureInfo.InvariantCulture, $"a list of {Element.GetArrayLength()}"),
        _ => Cut(Element.GetRawText()),
    };

    /// <summary>Whether it is null.</summary>
    internal bool IsNull => Element.ValueKind == JsonValueKind.Null;

    /// <summary>Writes a number so that it is read as the same double.</summary>
    internal static void Write(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A text, shortened.</summary>
    internal static string Cut(string text)
    {
        string printable = string.Concat(text.Select(static letter => char.IsControl(letter) ? ' ' : letter));
        return printable.Length <= Long ? printable : printable[..Long] + "…";
    }

    /// <summary>The place of a member, which may not be there.</summary>
    internal JsonPlace Of(string name)
    {
        Element.TryGetProperty(name, out JsonElement member);
        return new JsonPlace(member, Source, Path.Length == 0 ? Cut(name) : $"{Path}.{Cut(name)}");
    }

    /// <summary>A member that must be there.</summary>
    internal JsonPlace Member(string name, string expected) => MemberOrNull(name) ?? throw Fault($"\"{name}\", {expected}, is missing", $"add \"{name}\"");

    /// <summary>A member, or null where it is not there.</summary>
    internal JsonPlace? MemberOrNull(string name)
    {
        if (Element.ValueKind != JsonValueKind.Object)
        {
            throw Fault($"an object is expected but there is {Shown}", "write {…} there");
        }

        return Element.TryGetProperty(name, out _) ? Of(name) : null;
    }

    /// <summary>The members of an object, whatever they are called.</summary>
    internal IReadOnlyList<JsonPlace> Members(out string[] names)
    {
        if (Element.ValueKind != JsonValueKind.Object)
        {
            throw Fault($"an object is expected but there is {Shown}", "write {…} there");
        }

        names = [.. Element.EnumerateObject().Select(static property => property.Name)];
        return [.. names.Select(Of)];
    }

    /// <summary>The elements of a list.</summary>
    internal IReadOnlyList<JsonPlace> Items() => Element.ValueKind == JsonValueKind.Array
        ? [.. Element.EnumerateArray().Select((one, i) => new JsonPlace(one, Source, FormattableString.Invariant($"{Path}[{i}]")))]
        : throw Fault($"a list is expected but there is {Shown}", "write […] there");

    /// <summary>Refuses members other than some.</summary>
    internal JsonPlace Only(params string[] names)
    {
        foreach (JsonProperty property in Element.EnumerateObject())
        {
            if (!names.Contains(property.Name))
            {
                throw Of(property.Name).Fault(
                    $"\"{Cut(property.Name)}\" is not known", NetworkJson.Near(property.Name, names, $"there may be {string.Join(", ", names)}"));
            }
        }

        return this;
    }

    internal string Text() => Element.ValueKind == JsonValueKind.String ? Element.GetString()!
        : throw Fault($"a text is expected but there is {Shown}", "write it in quotation marks");

    internal int Whole(int least = int.MinValue) => WholeOrNull() is { } number && number >= least ? number : throw Fault(
        $"a whole number{(least == int.MinValue ? "" : FormattableString.Invariant($" of {least} or more"))} is expected but there is {Shown}",
        "write one there");

    internal long LongWhole() => Element.ValueKind == JsonValueKind.Number && Element.TryGetInt64(out long number) && number >= 0 ? number : throw Fault(
        $"a whole number from 0 to {long.MaxValue.ToString(CultureInfo.InvariantCulture)} is expected but there is {Shown}", "write one there");

    internal ulong Natural() => Element.ValueKind == JsonValueKind.Number && Element.TryGetUInt64(out ulong number) ? number : throw Fault(
        $"a whole number from 0 to {ulong.MaxValue.ToString(CultureInfo.InvariantCulture)} is expected but there is {Shown}", "write one there");

    internal double Number() => NumberOrNull() ?? throw Fault($"a number is expected but there is {Shown}", "write one there");

    internal bool Flag() => Element.ValueKind is JsonValueKind.True or JsonValueKind.False ? Element.GetBoolean()
        : throw Fault($"true or false is expected but there is {Shown}", "write one of them");

    internal int? WholeOrNull() => Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out int number) ? number : null;

    /// <summary>A number; infinities and NaN are texts, as JSON has none.</summary>
    internal double? NumberOrNull() => Element.ValueKind switch
    {
        JsonValueKind.Number when Element.TryGetDouble(out double number) && double.IsFinite(number) => number,
        JsonValueKind.String => Element.GetString() switch
        {
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            "NaN" => double.NaN,
            _ => null,
        },
        _ => null,
    };

    internal DataFormatException Fault(string problem, string remedy) => new(Source, Path.Length == 0 ? null : Path, problem, remedy);
}
