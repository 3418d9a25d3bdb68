using System.Text.Json;

namespace Hillock.Tests.Oracle;

/// <summary>The expected values of one function, written by <c>tools/oracle/make.py</c> (its README describes the layout).</summary>
public sealed class OracleFile
{
    private OracleFile(JsonElement root)
    {
        Name = root.GetProperty("name").GetString()!;
        Formula = root.GetProperty("formula").GetString()!;
        Aliases = Strings(root.GetProperty("aliases"));
        PyTorch = root.GetProperty("pytorch").GetString();
        Source = root.GetProperty("source").GetString()!;
        Remarks = Strings(root.GetProperty("remarks"));
        Columns = Strings(root.GetProperty("columns"));
        Sets = [.. root.GetProperty("sets").EnumerateArray().Select(ReadSet)];
    }

    /// <summary>The folder of all data files, beside the test assembly.</summary>
    public static string DataFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Data");

    /// <summary>The function's name in kebab case, which is also the file's.</summary>
    public string Name { get; }

    /// <summary>The formula as text.</summary>
    public string Formula { get; }

    /// <summary>Other names in use.</summary>
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>PyTorch's spelling, or <see langword="null"/> where PyTorch has no such function.</summary>
    public string? PyTorch { get; }

    /// <summary>The paper, or an empty string.</summary>
    public string Source { get; }

    /// <summary>Decisions at kinks and special values.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>The names of a point's columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>One set per element type and choice of parameters; the defaults come first.</summary>
    public IReadOnlyList<OracleSet> Sets { get; }

    /// <summary>Reads the file of an activation or a primitive by its kebab-case name.</summary>
    public static OracleFile Load(string name)
    {
        string path = Path.Combine(DataFolder, "activations", name + ".json");
        if (!File.Exists(path))
        {
            path = Path.Combine(DataFolder, "primitives", name + ".json");
        }

        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return new OracleFile(document.RootElement);
    }

    /// <summary>The names of all files in one of the folders <c>activations</c> and <c>primitives</c>, sorted.</summary>
    public static IReadOnlyList<string> Names(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(DataFolder, folder), "*.json")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal),
    ];

    private static OracleSet ReadSet(JsonElement set)
    {
        bool single = set.GetProperty("element").GetString() switch
        {
            "float32" => true,
            "float64" => false,
            string other => throw new FormatException($"Element type '{other}' is neither float32 nor float64."),
            null => throw new FormatException("The element type is missing."),
        };
        return new OracleSet(
            single,
            set.GetProperty("parameters").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble()),
            [.. set.GetProperty("points").EnumerateArray().Select(point => OraclePoint.Parse(Strings(point), single))]);
    }

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];
}
