using System.Text.Json;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

public class SummaryCommandTests
{
    [Fact]
    public async Task Summary_OfIris_IsTheNetworkOfCompare()
    {
        string output = await Tool.SucceedAsync("summary", "iris", "--hidden", "16,8", "--batch-size", "10");
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Matches(@"\(4\) Linear +\[10, 3\] +27 +240 ", output);

        // 4·16 + 16, 16·8 + 8 and 8·3 + 3.
        Assert.Contains("An input of [10, 4]: 243 parameters, 2,160 multiply-adds", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_Json_HasARowForEachModule()
    {
        using JsonDocument json = JsonDocument.Parse(await Tool.SucceedAsync("summary", "--activation", "elu", "--hidden", "5", "--json"));
        JsonElement[] rows = [.. json.RootElement.EnumerateArray()];
        Assert.Equal(["Sequential", "Linear", "Elu", "Linear"], rows.Select(row => row.GetProperty("name").GetString()));
        Assert.Equal(["", "0", "1", "2"], rows.Select(row => row.GetProperty("path").GetString()));
        Assert.Equal(5, rows[1].GetProperty("output")[1].GetInt32());
    }
}
