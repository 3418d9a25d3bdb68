using System.Globalization;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Compares the names and shapes of a saved state with a module's, and tells what does not fit, with the rename that it may need.</summary>
internal static class StateFit
{
    private const int Shown = 8;      // names of a list that the message has
    private const int Compared = 512; // names that a misspelt one is compared with

    /// <summary>What does not fit; null if all does.</summary>
    /// <param name="module">The module's name.</param>
    /// <param name="own">Its state.</param>
    /// <param name="given">The shapes of the values by name; null for one that is null.</param>
    /// <param name="strict">Whether the names must be the same.</param>
    internal static string? Fault(
        string module, OrderedDictionary<string, Tensor> own, IReadOnlyDictionary<string, Shape?> given, bool strict)
    {
        List<string> faults = [];
        if (strict)
        {
            string[] missing = [.. own.Keys.Where(name => !given.ContainsKey(name) && !HasAnotherName(name, own, given))];
            string[] unknown = [.. given.Keys.Where(name => !own.ContainsKey(name))];
            if (missing.Length > 0)
            {
                string? prefix = Prefix(missing, unknown);
                faults.Add("missing: " + Abridged(
                    [.. missing.Take(Shown).Select(name => prefix is null ? name + Near(name, own[name].Shape, unknown, given) : name)], missing.Length,
                    own.Count));
                AddUnknown(faults, unknown, given.Count);
                if (prefix is not null)
                {
                    faults.Add(prefix);
                }
            }
            else
            {
                AddUnknown(faults, unknown, given.Count);
            }
        }

        string[] misshapen =
        [
            .. from pair in own
               where given.TryGetValue(pair.Key, out Shape? shape) && (shape is null || !shape.Equals(pair.Value.Shape))
               select given[pair.Key] is { } shape ? $"{pair.Key} expects the shape {pair.Value.Shape} but got {shape}" : $"{pair.Key} is null",
        ];
        faults.AddRange(misshapen.Take(Shown));
        if (misshapen.Length > Shown)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"and {misshapen.Length - Shown} more do not fit ({misshapen.Length} of {own.Count})"));
        }

        return faults.Count == 0
            ? null
            : $"The state does not fit {module}: {string.Join("; ", faults)}{(strict ? "; pass strict: false to copy what the names have in common" : "")}.";
    }

    /// <summary>What becomes of the names of a state that fits.</summary>
    internal static LoadedState Names(OrderedDictionary<string, Tensor> own, IReadOnlyDictionary<string, Shape?> given) => new(
        [.. own.Keys.Where(given.ContainsKey)],
        [.. own.Keys.Where(name => !given.ContainsKey(name) && !HasAnotherName(name, own, given))],
        [.. given.Keys.Where(name => !own.ContainsKey(name))]);

    /// <summary>A tensor that the module has under several names need be given under one.</summary>
    private static bool HasAnotherName(string name, OrderedDictionary<string, Tensor> own, IReadOnlyDictionary<string, Shape?> given)
    {
        Tensor tensor = own[name];
        return own.Any(other => ReferenceEquals(other.Value.Storage, tensor.Storage) && other.Value.Offset == tensor.Offset && tensor.Length > 0
            && other.Value.Shape.Equals(tensor.Shape) && other.Value.Strides.SequenceEqual(tensor.Strides) && given.ContainsKey(other.Key));
    }

    private static void AddUnknown(List<string> faults, string[] unknown, int all)
    {
        if (unknown.Length > 0)
        {
            faults.Add("unknown: " + Abridged([.. unknown.Take(Shown)], unknown.Length, all));
        }
    }

    private static string Abridged(string[] shown, int count, int all) => string.Join(", ", shown) + (shown.Length == count
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $" and {count - shown.Length} more ({count} of {all})"));

    /// <summary>The names of one side are those of the other behind a prefix, as "module." and "_orig_mod." of wrappers: the one that explains most.</summary>
    private static string? Prefix(string[] missing, string[] unknown)
    {
        (string? taken, int takenFits) = MostFrequent(unknown, missing);
        (string? put, int putFits) = MostFrequent(missing, unknown);
        return (taken, put) switch
        {
            (null, null) => null,
            _ when takenFits >= putFits => Fits(takenFits, $"\"{taken}\" is taken off the front of the state's names"),
            _ => Fits(putFits, $"\"{put}\" is put in front of the state's names"),
        };

        static string Fits(int count, string how) =>
            string.Create(CultureInfo.InvariantCulture, $"{count} of the missing {(count == 1 ? "is" : "are")} there once {how}");
    }

    /// <summary>The prefix, up to a point, with which most of the long names are short ones.</summary>
    private static (string? Prefix, int Count) MostFrequent(string[] longer, string[] shorter)
    {
        HashSet<string> names = new(shorter, StringComparer.Ordinal);
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (string name in longer)
        {
            for (int point = name.IndexOf('.', StringComparison.Ordinal); point >= 0; point = name.IndexOf('.', point + 1))
            {
                if (names.Contains(name[(point + 1)..]))
                {
                    counts[name[..(point + 1)]] = counts.GetValueOrDefault(name[..(point + 1)]) + 1;
                }
            }
        }

        return counts.Count == 0 ? (null, 0) : counts.Select(static pair => ((string?)pair.Key, pair.Value)).MaxBy(static pair => pair.Value);
    }

    /// <summary>The name most like it among those of the same shape.</summary>
    private static string Near(string name, Shape shape, string[] unknown, IReadOnlyDictionary<string, Shape?> given) =>
        NearNames.Of(name, unknown.Where(other => shape.Equals(given[other])).Take(Compared)) is [string near, ..]
            ? $" (perhaps {near}, of the same shape)"
            : "";
}
