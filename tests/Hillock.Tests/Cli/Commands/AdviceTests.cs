using System.Globalization;
using Hillock.Images;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;
using Xunit.Sdk;

namespace Hillock.Tests.Cli.Commands;

/// <summary>Messages name what is in the user's files, and ways out that the command has.</summary>
[Collection(ParallelismCollection.Name)]
public sealed class AdviceTests : IDisposable
{
    private readonly Tool _tool = new();
    private readonly ThreadScope _threads = new(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _threads.Dispose();
        _tool.Dispose();
    }

    [Fact]
    public async Task Predict_MissingValue_NamesTheOptionOfTraining()
    {
        await Write("a.csv", Rows(40));
        await Tool.SucceedAsync("train", At("a.csv"), "--epochs", "1", "--output", At("run"));
        await Write("b.csv", ["size,price", ",3"]);
        string error = await Tool.FailAsync(1, "predict", At("run"), At("b.csv"));
        Assert.Contains("line 2, column \"size\": the value is missing;", error, StringComparison.Ordinal);
        Assert.Contains("allow missing values (hillock train --impute)", error, StringComparison.Ordinal);
        await Write("c.csv", ["size,price", "many,3"]);
        Assert.Contains("name the word as a missing value (--missing " +
            "WORD)", await Tool.FailAsync(1, "predict", At("run"), At("c.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_WeightsOfAnother_SaysNothingOfPrograms()
    {
        await Tool.SucceedAsync("train", "iris", "--epochs", "1", "--output", At("a"));
        await Tool.SucceedAsync("train", "iris", "--epochs", "1", "--hidden", "8", "--output", At("b"));
        File.Copy(At("b/model.safetensors"), At("a/model.safetensors"), overwrite: true);
        string error = await Tool.FailAsync(1, "evaluate", At("a"), "iris");
        Assert.Contains("put both files of one run there", error, StringComparison.Ordinal);
        Assert.DoesNotContain("strict", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_RowsThatCannotBeReadAnyMore_AdvisesNoOptionThatIsRefused()
    {
        await Write("a.csv", Rows(40));
        await Tool.SucceedAsync("train", At("a.csv"), "--epochs", "1", "--output", At("run"));
        await Write("a.csv", [.. Rows(40), ",5"]);
        string error = await Tool.FailAsync(1, "train", "--resume", "--epochs", "2", "--output", At("run"));
        Assert.Contains("bring back the rows that the run was begun with", error, StringComparison.Ordinal);
        Assert.DoesNotContain("--impute", error, StringComparison.Ordinal);
    }

    /// <summary>A date becomes parts, which are no columns of a file.</summary>
    [Fact]
    public async Task Messages_OfADate_NameItsColumn()
    {
        DateTime first = new(2020, 1, 1);
        string[] rows = ["built,price", .. Enumerable.Range(0, 40).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{first.AddDays(31 * i):yyyy-MM-dd},{i}.5"))];
        await Write("a.csv", rows);
        await Tool.SucceedAsync("train", At("a.csv"), "--epochs", "1", "--output", At("run"));
        await Write("b.csv", ["made,price", "2020-01-01,1"]);
        Assert.Contains("there is no column \"built\", which", await Tool.FailAsync(1, "predict", At("run"), At("b.csv")), StringComparison.Ordinal);
        await Write("c.csv", ["built,price", "2020-01-01,1", ",2"]);
        Assert.Contains("column \"built\": the value is missing", await Tool.FailAsync(1, "predict", At("run"), At("c.csv")), StringComparison.Ordinal);
        string page = await File.ReadAllTextAsync(At("run/report.html"), Token);
        Assert.DoesNotContain("built.", page, StringComparison.Ordinal);
        Assert.Matches("built 202[0-3]-[0-9]{2}-[0-9]{2}<", page);
    }

    [Fact]
    public async Task Commands_RepeatedName_IsToldAndNeverGuessed()
    {
        await Write("a.csv", ["a,b,a,y", .. Enumerable.Range(0, 40).Select(i => $"{i},{i % 3},{i % 7},{(i % 2 == 0 ? "x" : "z")}")]);
        await Write("b.csv", ["a,b,c,y", .. Enumerable.Range(0, 40).Select(i => $"{i},{i % 3},{i % 7},{(i % 2 == 0 ? "x" : "z")}")]);
        const string Note = "the name \"a\" stands over 2 columns, which are read as a, a.1";
        Assert.Contains(Note, Joined(await Tool.SucceedAsync("data", At("a.csv"))), StringComparison.Ordinal);
        Assert.Contains(Note, Joined(await Tool.SucceedAsync("train", At("a.csv"), "--epochs", "1", "--output", At("same"))), StringComparison.Ordinal);
        await Tool.SucceedAsync("predict", At("same"), At("a.csv"));
        await Tool.SucceedAsync("train", At("b.csv"), "--epochs", "1", "--output", At("other"));
        const string Fault = "the column \"a\" is one of 2 columns of that name; rename the others.";
        Assert.Contains(Fault, await Tool.FailAsync(1, "predict", At("other"), At("a.csv")), StringComparison.Ordinal);
        Assert.Contains(Fault, await Tool.FailAsync(1, "evaluate", At("other"), At("a.csv")), StringComparison.Ordinal);
        Assert.Contains(Fault, await Tool.FailAsync(1, "compare", At("b.csv"), "--test", At("a.csv")), StringComparison.Ordinal);
        Assert.Contains(
            "is one of 2 columns of that name; rename the others, or say which by its number: 0, 2.",
            await Tool.FailAsync(1, "train", At("a.csv"), "--target", "a", "--output", At("no")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_WhatIsNotThere_IsNamedWithWhatIs()
    {
        await Write("houses.csv", Rows(20));
        await Tool.SucceedAsync("train", "iris", "--epochs", "1", "--output", At("flowers"));
        Assert.Equal($"INPUT {At("house.csv")}: no such file; did you mean " +
            $"'{At("houses.csv")}'?", await Tool.FailAsync(1, "predict", At("flowers"), At("house.csv")));
        Assert.Equal($"DATA {At("x.csv")}: no such file; beside it is houses.csv.", await Tool.FailAsync(1, "compare", At("x.csv")));
        Assert.Equal($"A {At("no/a.pt")}: no such file; the folder {At("no")} does not exist " +
            $"either.", await Tool.FailAsync(2, "diff", At("no/a.pt"), At("b.pt")));
        Assert.Equal($"RUN {At("flower")}: there is no such folder; did you mean '{At("flowers")}'?", await Tool.FailAsync(1, "predict", At("flower"), "iris"));
        Assert.Contains($"name one that hillock train wrote, such as " +
            $"flowers.", await Tool.FailAsync(1, "evaluate", At("other"), "iris"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_ModelThatIsNone_PointsAtThePlaceInWords()
    {
        string error = await Tool.FailAsync(1, "train", "iris", "--model", "linear 64, relo, linear", "--output", At("run"));
        Assert.EndsWith("there is no layer \"relo\", at character 12 of the network; near are: relu, reglu, celu.", error, StringComparison.Ordinal);
        foreach (string folder in (string[])["a", "b"])
        {
            Directory.CreateDirectory(At($"pictures/{folder}"));
            for (int i = 0; i < 3; i++)
            {
                Picture.WritePng(At($"pictures/{folder}/{i}.png"), Tensor.From(new byte[64], [1, 8, 8]));
            }
        }

        error = await Tool.FailAsync(1, "train", At("pictures"), "--model", "conv2d 4 3, relu, linear", "--output", At("run"));
        Assert.Contains("put a flatten in front of the last linear", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_FolderThatCannotBeMade_NamesTheOption()
    {
        if (!Directory.Exists("/proc/self"))
        {
            throw SkipException.ForSkip("There is no /proc.");
        }

        Assert.Equal("--output /proc/x: the folder cannot be made in /proc; name another.", await Tool.FailAsync(1, "train", "iris", "--output", "/proc/x"));
    }

    /// <summary>A device that is always full.</summary>
    [Fact]
    public async Task Convert_FullDisk_NamesTheFileThatWasAskedFor()
    {
        if (!File.Exists("/dev/full"))
        {
            throw SkipException.ForSkip("There is no /dev/full.");
        }

        await Tool.SucceedAsync("train", "iris", "--epochs", "1", "--hidden", "300,300", "--output", At("run"));
        foreach (string name in (string[])["full.npz", "full.safetensors"])
        {
            File.CreateSymbolicLink(At(name), "/dev/full");
            Assert.Equal(
                $"Cannot write {At(name)}: no space left; make room, or choose another path.",
                await Tool.FailAsync(1, "convert", At("run/model.safetensors"), At(name)));
        }
    }

    [Fact]
    public async Task Train_Text_SaysThatATextAsksIt()
    {
        await File.WriteAllTextAsync(At("a.txt"), string.Concat(Enumerable.Repeat("to be or not to be ", 60)), Token);
        string output = await Tool.SucceedAsync("train", At("a.txt"), "--epochs", "1", "--steps", "16", "--output", At("run"));
        Assert.EndsWith("TEXT goes on from a text.\n", output, StringComparison.Ordinal);
        Assert.Contains(" parameters, 1 epoch.", Joined(output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_RowOfVeryManyCells_IsRefusedBeforeItIsTakenApart()
    {
        string row = string.Join(',', Enumerable.Repeat("1", 200_000));
        await Write("wide.csv", [row, row]);
        Assert.EndsWith(
            "wide.csv, line 1: the row has more than 100,000 cells, divided at commas; name a file with a row for each example and fewer columns.",
            await Tool.FailAsync(1, "data", At("wide.csv")), StringComparison.Ordinal);
    }

    private static string[] Rows(int count) =>
        ["size,price", .. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i}.5,{3 * i}.25"))];

    private static string Joined(string output) => output.Replace("\n  ", " ", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);

    private Task Write(string name, string[] lines) => File.WriteAllLinesAsync(At(name), lines, Token);

    private string At(string name) => _tool.At(name);
}
