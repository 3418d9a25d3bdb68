using System.Text.Json;
using Hillock.Cli.Functions;
using Hillock.Modules;
using Hillock.Tests.Architecture;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

public class ListCommandTests
{
    [Fact]
    public async Task List_Table_HasARowForEachFunctionWithin80Columns()
    {
        string[] lines = (await Tool.SucceedAsync("list")).Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80));
        Assert.All(FunctionCatalogue.All, function => Assert.Contains(lines, line => line.StartsWith($"  {function.Name} ", StringComparison.Ordinal)));
        Assert.Contains(
            lines, line => line.StartsWith("  leaky-relu ", StringComparison.Ordinal) && line.Contains("negative-slope = 0.01", StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_Json_NamesParametersAndDefaults()
    {
        using JsonDocument json = JsonDocument.Parse(await Tool.SucceedAsync("list", "--json"));
        Dictionary<string, JsonElement> rows = json.RootElement.EnumerateArray().ToDictionary(row => row.GetProperty("name").GetString()!);
        Assert.Equal(FunctionCatalogue.All.Select(function => function.Name), rows.Keys);
        // Values of PyTorch's documentation.
        Assert.Equal([("minimum", -1.0), ("maximum", 1.0)], Parameters(rows["hard-tanh"]));
        Assert.Equal([("alpha", 1.0)], Parameters(rows["elu"]));
        Assert.Equal([("negative-slope", 0.01)], Parameters(rows["leaky-relu"]));
        Assert.Empty(Parameters(rows["relu"]));
        Assert.Equal("element-wise", rows["relu"].GetProperty("kind").GetString());
        Assert.Equal("along an axis", rows["softmax"].GetProperty("kind").GetString());
        Assert.All(rows.Values, row => Assert.NotEmpty(row.GetProperty("summary").GetString()!));
    }

    [Fact]
    public async Task List_Layers_HasARowForEachLayerWithin80Columns()
    {
        string[] lines = (await Tool.SucceedAsync("list", "layers")).Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.All(LayerCatalogue.All, layer => Assert.Contains("  " + layer.Name, lines));
        using JsonDocument json = JsonDocument.Parse(await Tool.SucceedAsync("list", "layers", "--json"));
        JsonElement[] rows = [.. json.RootElement.EnumerateArray()];
        Assert.Equal(LayerCatalogue.All.Count, rows.Length);
        JsonElement unfold = rows.Single(row => row.GetProperty("names")[0].GetString() == "Unfold2d");
        Assert.Equal("Unfold", unfold.GetProperty("pyTorch").GetString());
        Assert.All(rows, row => Assert.NotEmpty(row.GetProperty("shapes").GetString()!));
    }

    [Fact]
    public void LayerCatalogue_HasEveryModuleButTheLosses()
    {
        string[] modules =
        [
            .. typeof(Module).Assembly.GetExportedTypes()
                .Where(type => type.IsSubclassOf(typeof(Module)) && !type.IsAbstract && !type.IsSubclassOf(typeof(ReducedLoss)))
                .Select(type => type.IsGenericType ? $"{type.Name.Split('`')[0]}<T>" : type.Name),
        ];
        Assert.Equal(modules.Order(StringComparer.Ordinal), LayerCatalogue.All.SelectMany(layer => layer.Names).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void PageOfLayers_HasEveryRowOfTheCatalogue()
    {
        string page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "layers.md"));
        Assert.All(
            LayerCatalogue.All,
            layer => Assert.Contains($"| `{layer.Name}` | {layer.Formula} | {layer.Shapes} | {layer.PyTorch} |", page, StringComparison.Ordinal));
    }

    private static IEnumerable<(string, double)> Parameters(JsonElement row) => row.GetProperty("parameters").EnumerateArray()
        .Select(parameter => (parameter.GetProperty("name").GetString()!, parameter.GetProperty("default").GetDouble()));
}
