using System.Globalization;
using System.Text.Json.Nodes;
using Hillock.Data;
using Hillock.Tests.Kernels;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

/// <summary>Rare categories and target encoding from the command line on: fitted on the training part, kept, and used for raw rows.</summary>
[Collection(ParallelismCollection.Name)]
public sealed class CategoryOptionTests : IDisposable
{
    private readonly Tool _tool = new();
    private readonly ThreadScope _threads = new(2);

    public void Dispose()
    {
        _threads.Dispose();
        _tool.Dispose();
    }

    [Fact]
    public async Task Train_KeepsGroupsAndMeans_ForRawRows()
    {
        string file = Write("towns.csv", Towns(240));
        string output = Joined(await Tool.SucceedAsync(
            "train", file, "--encode", "target", "--rare-categories", "3", "--epochs", "4", "--validation", "0", "--output", _tool.At("run")));
        Assert.Contains("note \"town\": 2 categories have fewer than 3 training rows and become (other): rare0, rare1.", output, StringComparison.Ordinal);
        Assert.Contains("note \"town\": 32 categories are given as the target's mean in their rows.", output, StringComparison.Ordinal);
        JsonNode town = JsonNode.Parse(File.ReadAllText(_tool.At("run/model.json")))!["preprocessing"]!["columns"]![0]!;
        Assert.Equal(["rare0", "rare1"], town["rare"]!.AsArray().Select(word => word!.GetValue<string>()));
        Assert.Equal(32, town["targetMeans"]!.AsArray().Count); // thirty towns, the group, and a missing value

        string rows = Write("new.csv", "size,town\n1.5,nowhere\n1.5,rare0\n1.5,town3\n");
        (int exitCode, string predicted, string unseen) = await Tool.RunAsync("predict", _tool.At("run"), rows);
        Assert.Equal(0, exitCode);
        Assert.Contains("nowhere", unseen, StringComparison.Ordinal);
        string[] predictions = [.. predicted.Trim().Split('\n').Select(line => line.Split(',')[1])];
        Assert.Equal(predictions[1], predictions[2]); // an unseen town is one of the rare ones
        Assert.NotEqual(predictions[1], predictions[3]);
        await Tool.SucceedAsync("train", "--resume", "--epochs", "6", "--output", _tool.At("run"));
        await Tool.SucceedAsync(
            "train", file, "--encode", "target", "--rare-categories", "3", "--epochs", "6", "--validation", "0", "--output", _tool.At("whole"));
        Assert.Equal(town.ToJsonString(), JsonNode.Parse(File.ReadAllText(_tool.At("whole/model.json")))!["preprocessing"]!["columns"]![0]!.ToJsonString());
    }

    [Fact]
    public async Task Compare_FitsThemInEachFold()
    {
        string file = Write("towns.csv", Towns(240));
        string output = Joined(await Tool.SucceedAsync(
            "compare", file, "--encode", "target", "--rare-categories", "3",
            "--activations", "relu", "--folds", "3", "--epochs", "20", "--learning-rate", "0.01"));
        Assert.Contains("become (other): rare0, rare1.", output, StringComparison.Ordinal);
        Assert.Contains("32 categories are given as the target's mean", output, StringComparison.Ordinal);
        string text = Write("poem.txt", "roses are red, violets are blue");
        string refusal = await Tool.FailAsync(2, "train", text, "--encode", "target", "--output", _tool.At("run"));
        Assert.Contains("leave out --encode", refusal, StringComparison.Ordinal);
    }

    /// <summary>Numbers of rows as a column of words are nothing to learn of, in whichever fold.</summary>
    [Fact]
    public void FoldData_OfNumbersOfRows_TrainsOnZeros()
    {
        const int Rows = 60;
        string[] ids = [.. Enumerable.Range(0, Rows).Select(i => $"r{i}")];
        double[] targets = [.. Enumerable.Range(0, Rows).Select(i => (double)(i * 37 % 101))];
        TabularData data = TabularData.RegressionFromColumns([[.. ids.Select((_, i) => (double)i)]], [TabularColumn.Categorical("id", ids)], targets);
        foreach (Fold fold in KFold.Split(Rows, 3, 1))
        {
            FoldData made = FoldData.Make(data, fold, new PreprocessingOptions { Encoding = CategoryEncoding.Target });
            Assert.Equal(new float[fold.Training.Length], made.TrainingInputs.ToArray<float>());
            Assert.Equal(new float[fold.HeldOut.Length], made.HeldOutInputs.ToArray<float>());
        }

        FoldData shared = FoldData.Make(
            TabularData.RegressionFromColumns(
                [[.. ids.Select((_, i) => (double)(i % 12))]], [TabularColumn.Categorical("id", ids[..12])], [.. ids.Select((_, i) => (double)(i % 12))]),
            KFold.Split(Rows, 3, 1)[0], new PreprocessingOptions { Encoding = CategoryEncoding.Target });
        Assert.Contains(shared.TrainingInputs.ToArray<float>(), value => value > 0.5f);
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_tool.At(name), text);
        return _tool.At(name);
    }

    private static string Joined(string output) => string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // Thirty towns with a price each, and two that one row has.
    private static string Towns(int rows) => "town,size,price\n" + string.Concat(Enumerable.Range(0, rows).Select(i => string.Create(
        CultureInfo.InvariantCulture,
        $"{(i % 120 == 7 ? $"rare{i / 120}" : $"town{i * 7 % 30}")},{1 + (i * 13 % 17 * 0.25)},{(i * 7 % 30 * 10) + (i % 5) + 0.5}\n")));
}
