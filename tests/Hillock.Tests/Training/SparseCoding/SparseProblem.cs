using System.Text.Json;
using Hillock.Tensors;
using Hillock.Tests.Modules;
using Hillock.Tests.Oracle;

namespace Hillock.Tests.Training.SparseCoding;

/// <summary>A case of <c>sparse_coding.json</c>, written by <c>tools/oracle/sparse_coding.py</c>.</summary>
internal sealed class SparseProblem
{
    private readonly JsonElement _element;

    private SparseProblem(JsonElement element)
    {
        _element = element;
        Dictionary = Matrix("dictionary", Integer("atoms"), Integer("features"));
        Signals = Matrix("signals", Integer("rows"), Integer("features"));
        Codes = Matrix("codes", Integer("rows"), Integer("atoms"));
    }

    public static IReadOnlyDictionary<string, SparseProblem> All { get; } = Load();

    public Tensor Dictionary { get; }

    public Tensor Signals { get; }

    /// <summary>The solution, by coordinate descent.</summary>
    public Tensor Codes { get; }

    public double Lambda => Number("lambda");

    public double Number(string name) => _element.GetProperty(name).GetDouble();

    public double[] Numbers(string name) => TorchData.Numbers(_element.GetProperty(name));

    private Tensor Matrix(string name, int rows, int columns) => Tensor.From(Numbers(name), [rows, columns]);

    private int Integer(string name) => _element.GetProperty(name).GetInt32();

    private static Dictionary<string, SparseProblem> Load()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(OracleFile.DataFolder, "sparse_coding.json")));
        return document.RootElement.Clone().GetProperty("cases").EnumerateArray().ToDictionary(
            one => one.GetProperty("name").GetString()!, one => new SparseProblem(one));
    }
}
