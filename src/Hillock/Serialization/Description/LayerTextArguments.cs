using System.Globalization;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Serialization.Description;

/// <summary>The arguments of one layer of a text, as far as they have been read.</summary>
internal sealed class LayerTextArguments(NetworkTextReader reader, LayerRow row)
{
    private const string Outputs = "outFeatures";

    private readonly Dictionary<LayerParameter, object?> _values = new(ReferenceEqualityComparer.Instance);

    internal bool Has(LayerParameter parameter) => _values.ContainsKey(parameter);

    internal void Set(LayerParameter parameter, object? value, int place)
    {
        if (!_values.TryAdd(parameter, value))
        {
            throw reader.Fault(place, $"{row.Name} has {parameter.Name} twice", "take one of them out");
        }
    }

    /// <summary>The parameter of a name, or of the beginning of one.</summary>
    internal LayerParameter Named(string word, int place)
    {
        LayerParameter[] fitting = [.. row.Parameters.Where(one => ActivationCatalog.IsSame(one.Name, word))];
        if (fitting.Length == 0 && word.Length > 0)
        {
            fitting = [.. row.Parameters.Where(one => one.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))];
        }

        return fitting switch
        {
            // Where one name begins all the others, the word is its own: pad is padding before paddingMode.
            [_, ..] when fitting.MinBy(static one => one.Name.Length)! is var least
                && fitting.All(one => one.Name.StartsWith(least.Name, StringComparison.Ordinal)) => least,
            [] => throw reader.Fault(
                place, $"{row.Name} has no argument \"{word}\"",
                NetworkJson.Near(word, row.Parameters.Select(static one => one.Name), row.Parameters.Count == 0 ? "it takes none"
                    : $"its arguments are {string.Join(", ", row.Parameters.Select(static one => one.Name))}")),
            _ => throw reader.Fault(
                place, $"\"{word}\" may be {string.Join(" or ", fitting.Select(static one => one.Name))} of {row.Name}", "write more of the name"),
        };
    }

    /// <summary>A flag by its name, a word of a choice, or the next number.</summary>
    internal void AddInOrder(string word, int place)
    {
        LayerParameter? parameter = row.Parameters.FirstOrDefault(one => one.Kind == LayerValueKind.Flag && ActivationCatalog.IsSame(one.Name, word));
        if (parameter is not null)
        {
            Set(parameter, true, place);
            return;
        }

        bool isNumber = word.Length > 0 && (char.IsAsciiDigit(word[0]) || word[0] is '-' or '+' or '.');
        parameter = isNumber
            ? row.Parameters.FirstOrDefault(one => one.Infer is null && !Has(one)
                && one.Kind is (LayerValueKind.Whole or LayerValueKind.Number or LayerValueKind.Wholes or LayerValueKind.Numbers))
            : row.Parameters.FirstOrDefault(one => !Has(one) && one.Choices.Any(choice => ActivationCatalog.IsSame(choice, word)));
        if (parameter is null)
        {
            string[] names = [.. row.Parameters.Where(one => !Has(one)).Select(static one => one.Name)];
            throw reader.Fault(
                place, $"{row.Name} does not expect \"{word}\"", names.Length == 0 ? "put a comma between layers, or take it out"
                    : $"put a comma between layers, or name the argument: {string.Join(", ", names)}");
        }

        Set(parameter, Value(parameter, word, place), place);
    }

    /// <summary>A word as a value.</summary>
    internal object? Value(LayerParameter parameter, string word, int place)
    {
        if (parameter.IsNullable && word == "null")
        {
            return null;
        }

        return parameter.Kind switch
        {
            LayerValueKind.Whole => Whole(word),
            LayerValueKind.Number => Number(word),
            LayerValueKind.Flag => word.ToUpperInvariant() switch { "TRUE" => true, "FALSE" => false, _ => null },
            LayerValueKind.Choice => parameter.Choices.FirstOrDefault(choice => ActivationCatalog.IsSame(choice, word)),
            LayerValueKind.Wholes when parameter.AllowsSame && word == LayerParameter.Same => word,
            LayerValueKind.Wholes => Several(word, Whole),
            _ => Several(word, Number),
        } ?? throw reader.Fault(
            place, $"{row.Name} expects {parameter.Expected} as {parameter.Name} but got \"{word}\"",
            parameter.Kind is LayerValueKind.Wholes or LayerValueKind.Numbers ? "write such a value, several as 3x5" : "write such a value");
    }

    /// <summary>The description, when what is missing is found or has a default.</summary>
    /// <param name="input">The input's shape, batch included.</param>
    /// <param name="outputs">The outputs that a layer without a number has.</param>
    /// <param name="isEnd">Whether the layer is the last.</param>
    /// <param name="place">Where the layer starts.</param>
    internal NetworkDescription Complete(Shape input, int? outputs, bool isEnd, int place)
    {
        OrderedDictionary<string, object?> arguments = new(StringComparer.Ordinal);
        foreach (LayerParameter parameter in row.Parameters)
        {
            if (!_values.TryGetValue(parameter, out object? value))
            {
                value = !parameter.IsRequired ? parameter.TextDefault
                    : parameter.Infer is { } infer ? infer(input) ?? throw Missing(parameter, place, $"the input {input} does not say it")
                    : parameter.Name != Outputs ? throw Missing(parameter, place, null)
                    : outputs ?? throw Missing(parameter, place, isEnd ? "the number of outputs is not known" : "only the last layer may be without it");
            }

            if (parameter.IsRequired || !LayerParameter.AreEqual(value, parameter.Default))
            {
                arguments.Add(parameter.Name, value);
            }
        }

        return new NetworkDescription(row, arguments);
    }

    private static object? Whole(string word) =>
        int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static object? Number(string word) => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static object? Several(string word, Func<string, object?> read)
    {
        object?[] all = [.. word.Split('x').Select(read)];
        return all.Contains(null) ? null
            : all.Length == 1 ? all[0]
            : all[0] is int ? all.Cast<int>().ToArray() : all.Cast<double>().ToArray();
    }

    private FormatException Missing(LayerParameter parameter, int place, string? why) => reader.Fault(
        place, $"{row.Name} expects {parameter.Name}, {parameter.Expected}, but there is none{(why is null ? "" : $", and {why}")}",
        parameter.Kind is LayerValueKind.Layer or LayerValueKind.Layers ? "write the layers in parentheses"
            : $"write it, such as {row.Name.ToLowerInvariant()} 32");
}
