using System.Text.Json.Nodes;
using Hillock.Tests.Kernels;
using Hillock.Tests.Tables;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

/// <summary>Parquet and Arrow files wherever the tool takes a CSV file, with the same results.</summary>
[Collection(ParallelismCollection.Name)]
public sealed class TableFileCommandTests : IDisposable
{
    private readonly Tool _tool = new();
    private readonly ThreadScope _threads = new(2);

    public void Dispose()
    {
        _threads.Dispose();
        _tool.Dispose();
    }

    [Fact]
    public async Task Data_ShowsTheColumnsOfAFile()
    {
        string output = await Tool.SucceedAsync("data", PathOf("duckdb-v2.parquet"), "--impute");
        Assert.Contains("130 rows, 14 columns; a Parquet file.", OneLine(output), StringComparison.Ordinal);
        Assert.DoesNotContain("--delimiter", output, StringComparison.Ordinal);
        string text = await Tool.SucceedAsync("data", PathOf("mixed.csv"), "--impute");
        Assert.Equal(Columns(text), Columns(output));
        Assert.Contains("an Arrow stream", OneLine(await Tool.SucceedAsync("data", PathOf("js.arrows"), "--impute")), StringComparison.Ordinal);

        static string[] Columns(string output) => [.. output.Split('\n').SkipWhile(line => !line.StartsWith("column", StringComparison.Ordinal))
            .TakeWhile(line => line.Trim().Length > 0)];
    }

    [Theory]
    [InlineData("duckdb-v1.parquet")]
    [InlineData("js.arrow")]
    public async Task Compare_GivesTheScoresOfTheCsvFile(string name)
    {
        string[] how = ["--impute", "--folds", "2", "--epochs", "2", "--activations", "relu,tanh", "--target", "price", "--ignore", "word"];
        await Tool.RunAsync(["compare", PathOf("mixed.csv"), .. how, "--json", At("text.json")]);
        await Tool.RunAsync(["compare", PathOf(name), .. how, "--json", At("table.json"), "--test", PathOf("mixed.csv")]);
        JsonNode text = JsonNode.Parse(await File.ReadAllTextAsync(At("text.json"), Token))!;
        JsonNode table = JsonNode.Parse(await File.ReadAllTextAsync(At("table.json"), Token))!;
        string[] scores = Scores(text);
        Assert.True(scores.Length >= 4);
        Assert.Equal(scores, Scores(table));
    }

    [Fact]
    public async Task TrainEvaluateAndPredict_TakeAnyKindOfTable()
    {
        string[] how = ["--target", "price", "--impute", "--epochs", "2", "--output"];
        await Tool.RunAsync(["train", PathOf("mixed.csv"), .. how, At("text")]);
        await Tool.RunAsync(["train", PathOf("duckdb-v2.parquet"), .. how, At("table")]);
        string expected = await Tool.SucceedAsync("predict", At("text"), PathOf("mixed.csv"));
        Assert.True(expected.Split('\n').Length > 100);
        foreach (string run in (string[])["text", "table"])
        {
            foreach (string name in (string[])["mixed.csv", "duckdb-v1.parquet", "js.arrow", "js.arrows"])
            {
                Assert.Equal(expected, await Tool.SucceedAsync("predict", At(run), PathOf(name)));
            }
        }

        string evaluated = await Tool.SucceedAsync("evaluate", At("text"), PathOf("mixed.csv"));
        Assert.Equal(
            evaluated.Replace("mixed.csv", "js.arrow", StringComparison.Ordinal), await Tool.SucceedAsync("evaluate", At("table"), PathOf("js.arrow")),
            ignoreCase: false, ignoreLineEndingDifferences: false, ignoreWhiteSpaceDifferences: true);
        await Tool.SucceedAsync("diagnose", PathOf("js.arrow"), "--impute", "--epochs", "2");
    }

    [Fact]
    public async Task NestedColumns_AreIgnoredOnRequest()
    {
        string path = PathOf("nested.parquet");
        string fault = await Tool.FailAsync(1, "compare", path);
        Assert.Contains("column \"pair\": it holds lists, which a table has no place for; leave the column out (--ignore)", fault, StringComparison.Ordinal);
        string output = await Tool.SucceedAsync("data", path, "--ignore", "pair,record,number", "--impute");
        Assert.Contains("130 rows, 3 columns", OneLine(output), StringComparison.Ordinal);
        Assert.Matches("number +left out", output);
    }

    [Fact]
    public async Task Faults_NameTheFileAndTheWayOut()
    {
        string fault = await Tool.FailAsync(2, "compare", PathOf("js.arrow"), "--delimiter", "semicolon");
        Assert.Contains("is an Arrow file, whose cells are not divided as those of a text are; leave out --delimiter", fault, StringComparison.Ordinal);
        byte[] file = TableSamples.Bytes("duckdb-v1.parquet");
        await File.WriteAllBytesAsync(At("cut.parquet"), file[..^100], Token);
        fault = await Tool.FailAsync(1, "data", At("cut.parquet"));
        Assert.Contains("cut.parquet", fault, StringComparison.Ordinal);
        Assert.Contains("the file is damaged or was cut off: get it again, or write it anew", fault, StringComparison.Ordinal);
        await File.WriteAllTextAsync(At("text.parquet"), "a,b\n1,2\n", Token);
        fault = await Tool.FailAsync(1, "compare", At("text.parquet"));
        Assert.Contains("neither a Parquet nor an Arrow file begins with", fault, StringComparison.Ordinal);
    }

    private static string[] Scores(JsonNode node) => node switch
    {
        JsonObject all => [.. all.SelectMany(pair => pair.Key.Contains("score", StringComparison.OrdinalIgnoreCase) && pair.Value is JsonValue
            ? [$"{pair.Key} {pair.Value}"] : pair.Value is null || pair.Key == "testFile" ? [] : Scores(pair.Value))],
        JsonArray all => [.. all.OfType<JsonNode>().SelectMany(Scores)],
        _ => [],
    };

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string PathOf(string name) => TableSamples.PathOf(name);

    private string At(string name) => _tool.At(name);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
