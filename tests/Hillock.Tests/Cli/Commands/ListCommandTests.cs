using System.Text.Json;
using Hillock.Cli.Functions;
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

    private static IEnumerable<(string, double)> Parameters(JsonElement row) => row.GetProperty("parameters").EnumerateArray()
        .Select(parameter => (parameter.GetProperty("name").GetString()!, parameter.GetProperty("default").GetDouble()));
}
