using System.IO.Compression;
using System.Text;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

/// <summary>Rows without names are those of the training file, with the target or without it, and nothing else.</summary>
[Collection(ParallelismCollection.Name)]
public sealed class NamelessRowsTests : IDisposable
{
    private readonly Tool _tool = new();
    private readonly ThreadScope _threads = new(2);

    public void Dispose()
    {
        _threads.Dispose();
        _tool.Dispose();
    }

    /// <summary>The column id is left out on its own; the target is the last, the first, or one between.</summary>
    [Theory]
    [InlineData("id,size,rooms,price", "price")]
    [InlineData("price,id,size,rooms", "price")]
    [InlineData("id,size,price,rooms", "price")]
    public async Task Predict_NamelessRows_AreThoseOfTheTrainingFile(string names, string target)
    {
        string[] order = names.Split(',');
        await Write("a.csv", Encoding.UTF8, [names, .. Rows(order)]);
        string notes = await Tool.SucceedAsync("train", At("a.csv"), "--target", target, "--epochs", "2", "--output", At("run"));
        Assert.Contains("\"id\"", notes, StringComparison.Ordinal);
        string expected = await Predict("a.csv");
        await Write("all.csv", Encoding.UTF8, Rows(order));
        Assert.Equal(expected, await Predict("all.csv"));
        string[] inputs = [.. order.Where(name => name != target)];
        await Write("inputs.csv", Encoding.UTF8, Rows(inputs));
        Assert.Equal(expected, await Predict("inputs.csv"));

        // Two cells a row would be size and rooms, or anything else.
        await Write("few.csv", Encoding.UTF8, Rows(["size", "rooms"]));
        string fault = await Tool.FailAsync(1, "predict", At("run"), At("few.csv"));
        Assert.Contains("2 columns without names but the training data has 4", fault, StringComparison.Ordinal);
        Assert.Contains($"the columns {string.Join(", ", order)}, with {target} or without it, in this order", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16", false)]
    public async Task Predict_NamelessRowsOfAnotherEncoding_AreRead(string name, bool hasMark)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        string[] order = ["size", "rooms", "price"];
        await Write("a.csv", Encoding.ASCII, ["size,rooms,price", .. Rows(order)]);
        await Tool.SucceedAsync("train", At("a.csv"), "--epochs", "2", "--output", At("run"));
        string expected = await Predict("a.csv");
        byte[] text = encoding.GetBytes(string.Join('\n', Rows(order)) + "\n");
        byte[] bytes = [.. hasMark ? encoding.GetPreamble() : [], .. text];
        await File.WriteAllBytesAsync(At("b.csv"), bytes, Token);
        Assert.Equal(expected, await Predict("b.csv"));
        await using (GZipStream compressed = new(File.Create(At("b.csv.gz")), CompressionLevel.Fastest))
        {
            await compressed.WriteAsync(bytes, Token);
        }

        Assert.Equal(expected, await Predict("b.csv.gz"));
    }

    [Fact]
    public async Task Predict_NamelessRowsBelowLinesToPassOver_AreRead()
    {
        string[] order = ["size", "rooms", "price"];
        await Write("a.csv", Encoding.ASCII, ["a list", "", "size,rooms,price", .. Rows(order)]);
        await Tool.SucceedAsync("train", At("a.csv"), "--skip-lines", "2", "--epochs", "2", "--output", At("run"));
        string expected = await Predict("a.csv");
        await Write("b.csv", Encoding.ASCII, ["a list", "", .. Rows(order)]);
        Assert.Equal(expected, await Predict("b.csv"));
    }

    /// <summary>The line of the file that a message names is that of the file, with titles above the rows and without them.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Predict_NamelessRowsWithAFault_NamesItsLine(int titles)
    {
        string[] order = ["size", "rooms", "price"];
        await Write("a.csv", Encoding.ASCII, ["size,rooms,price", .. Rows(order)]);
        await Tool.SucceedAsync("train", At("a.csv"), "--epochs", "2", "--output", At("run"));
        string[] rows = Rows(order);
        rows[6] = "," + rows[6].Split(',', 2)[1];
        await Write("b.csv", Encoding.ASCII, [.. Enumerable.Repeat("a list", titles), .. rows]);
        string fault = await Tool.FailAsync(1, "predict", At("run"), At("b.csv"), "--skip-lines", $"{titles}");
        Assert.Contains($"line {titles + 7}, column \"size\"", fault, StringComparison.Ordinal);

        rows = Rows(order);
        rows[4] += ",9";
        await Write("c.csv", Encoding.ASCII, [.. Enumerable.Repeat("a list", titles), .. rows]);
        Assert.Contains(
            $"line {titles + 5}: ", await Tool.FailAsync(1, "predict", At("run"), At("c.csv"), "--skip-lines", $"{titles}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_NamelessRowsThatEndInADelimiter_AreRead()
    {
        string[] order = ["size", "rooms", "price"];
        await Write("a.csv", Encoding.ASCII, ["size,rooms,price", .. Rows(order)]);
        await Tool.SucceedAsync("train", At("a.csv"), "--epochs", "2", "--output", At("run"));
        string expected = await Predict("a.csv");
        await Write("b.csv", Encoding.ASCII, Rows(order).Select(static row => row + ","));
        Assert.Equal(expected, await Predict("b.csv"));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string[] Rows(string[] order)
    {
        Dictionary<string, Func<int, int>> values = new()
        {
            ["id"] = static row => row + 1,
            ["size"] = static row => 50 + (row * 37 % 101),
            ["rooms"] = static row => 1 + (row * 7 % 5),
            ["price"] = static row => (2000 * (50 + (row * 37 % 101))) + (10000 * (1 + (row * 7 % 5))),
        };
        return [.. Enumerable.Range(0, 80).Select(row => string.Join(',', order.Select(name => values[name](row))))];
    }

    private Task<string> Predict(string file) => Tool.SucceedAsync("predict", At("run"), At(file));

    private Task Write(string name, Encoding encoding, IEnumerable<string> lines) =>
        File.WriteAllTextAsync(At(name), string.Join('\n', lines) + "\n", encoding, Token);

    private string At(string name) => _tool.At(name);
}
