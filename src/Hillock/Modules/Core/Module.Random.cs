namespace Hillock.Modules;

public abstract partial class Module
{
    /// <summary>
    /// How many passes each random module below this one has drawn numbers for, by its path: with the seeds, which are those of construction, all that decides
    /// the next numbers.
    /// </summary>
    internal OrderedDictionary<string, ulong> RandomPassCounts()
    {
        OrderedDictionary<string, ulong> counts = new OrderedDictionary<string, ulong>(StringComparer.Ordinal);
        foreach ((string name, IRandomModule module) in RandomModules())
        {
            counts.Add(name, module.Passes.Count);
        }

        return counts;
    }

    /// <summary>Sets what <see cref="RandomPassCounts"/> gave. Either all are set or none.</summary>
    /// <exception cref="ArgumentException">A module is missing or unknown.</exception>
    internal void LoadRandomPassCounts(IReadOnlyDictionary<string, ulong> counts)
    {
        foreach ((string name, IRandomModule module) in CheckRandomPassCounts(counts))
        {
            module.Passes.Count = counts[name];
        }
    }

    /// <summary>Refuses counts that are of other modules.</summary>
    /// <returns>The random modules by their paths.</returns>
    /// <exception cref="ArgumentException">A module is missing or unknown.</exception>
    internal OrderedDictionary<string, IRandomModule> CheckRandomPassCounts(IReadOnlyDictionary<string, ulong> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        OrderedDictionary<string, IRandomModule> own = new OrderedDictionary<string, IRandomModule>(StringComparer.Ordinal);
        foreach ((string name, IRandomModule module) in RandomModules())
        {
            own.Add(name, module);
        }

        string missing = string.Join(", ", own.Keys.Where(name => !counts.ContainsKey(name)));
        string unknown = string.Join(", ", counts.Keys.Where(name => !own.ContainsKey(name)));
        if (missing.Length + unknown.Length > 0)
        {
            throw new ArgumentException(
                $"The passes of random modules do not fit {Name}: missing: {(missing.Length == 0 ? "none" : missing)}; unknown: " +
                $"{(unknown.Length == 0 ? "none" : unknown)}; restore them to a network of the same modules.", nameof(counts));
        }

        return own;
    }

    /// <summary>The random modules with their paths.</summary>
    internal IEnumerable<(string Name, IRandomModule Module)> RandomModules()
    {
        foreach ((string name, Module module) in NamedModules())
        {
            if (module is IRandomModule random)
            {
                yield return (name, random);
            }
        }
    }
}
