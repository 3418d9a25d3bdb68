using System.IO.Compression;
using System.Text;

namespace Hillock.Tests.RandomConfigurations;

/// <summary>What a file of configurations comes to: counts by kind and type, and every deviation.</summary>
internal sealed class ConfigurationReport
{
    private readonly SortedDictionary<string, int> _counts = [];
    private readonly List<string> _deviations = [];

    public int Count => _counts.Values.Sum();

    public IReadOnlyList<string> Deviations => _deviations;

    /// <summary>The configurations of a file, a line each; compressed where its name ends so.</summary>
    public static IEnumerable<string> Lines(string path)
    {
        using Stream stream =
            path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress) : File.OpenRead(path);
        using StreamReader reader = new(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    public void Add(string line)
    {
        Configuration configuration = new(line);
        string key = $"{configuration.Kind}\t{configuration.Type}{(configuration.IsRefused ? "\trefused" : "")}";
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
        if (configuration.Deviation() is { } deviation)
        {
            _deviations.Add($"{configuration.Name}: {deviation}\n    {configuration.Description}");
        }
    }

    /// <summary>The counts, then the deviations.</summary>
    public override string ToString() =>
        $"{Count} configurations, {_deviations.Count} " +
        $"deviations\n{string.Join("\n", _counts.Select(item => $"{item.Key}\t{item.Value}"))}\n\n{string.Join("\n", _deviations)}\n";
}
