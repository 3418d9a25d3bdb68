using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

/// <summary>What a trained network says of other rows.</summary>
[Collection(ParallelismCollection.Name)]
public sealed class PredictCommandTests : IDisposable
{
    private readonly Tool _tool = new();
    private readonly ThreadScope _threads = new(2);

    public void Dispose()
    {
        _threads.Dispose();
        _tool.Dispose();
    }

    [Fact]
    public async Task Predict_Classes_AgreesWithWhatEvaluateMeasures()
    {
        await Tool.SucceedAsync("train", "iris", "--epochs", "15", "--output", At("run"));
        string[] lines = (await Tool.SucceedAsync("predict", At("run"), "iris")).TrimEnd('\n').Split('\n');
        Assert.Equal("row,species,probability,p(setosa),p(versicolor),p(virginica)", lines[0]);
        Assert.Equal(151, lines.Length);
        string[] names = ["setosa", "versicolor", "virginica"];
        int right = 0;
        double loss = 0;
        for (int row = 0; row < 150; row++)
        {
            // The rows of iris are fifty of each class, one after the other.
            string[] cells = lines[row + 1].Split(',');
            double[] probabilities = [.. cells[3..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.Equal((row + 1).ToString(CultureInfo.InvariantCulture), cells[0]);
            Assert.Equal(1, probabilities.Sum(), 5);
            Assert.Equal(probabilities.Max(), double.Parse(cells[2], CultureInfo.InvariantCulture));
            Assert.Equal(names[Array.IndexOf(probabilities, probabilities.Max())], cells[1]);
            right += cells[1] == names[row / 50] ? 1 : 0;
            loss -= Math.Log(probabilities[row / 50]) / 150;
        }

        JsonNode report = JsonNode.Parse(await Tool.SucceedAsync("evaluate", At("run"), "iris", "--json"))!;
        Assert.Equal(right / 150.0, report["metrics"]!["accuracy"]!.GetValue<double>(), 12);
        Assert.Equal(loss, report["metrics"]!["logLoss"]!.GetValue<double>(), 4);
        Assert.Equal(right, Enumerable.Range(0, 3).Sum(i => report["confusion"]![i]![i]!.GetValue<int>()));
        Assert.Equal([50, 50, 50], report["classes"]!.AsArray().Select(one => one!["rows"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Predict_Numbers_AreInTheTargetsUnit()
    {
        await Write("a.csv", Rows(300));
        await Tool.SucceedAsync("train", At("a.csv"), "--epochs", "60", "--learning-rate", "0.01", "--output", At("run"));
        await Tool.SucceedAsync("predict", At("run"), At("a.csv"), "--output", At("p.csv"));
        string[] lines = await File.ReadAllLinesAsync(At("p.csv"), TestContext.Current.CancellationToken);
        Assert.Equal("row,price", lines[0]);
        double[] truth = [.. Rows(300).Skip(1).Select(line => double.Parse(line.Split(',')[^1], CultureInfo.InvariantCulture))];
        double[] predicted = [.. lines[1..].Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture))];
        double mean = truth.Average(), squares = truth.Zip(predicted, (t, y) => (t - y) * (t - y)).Sum(), all = truth.Sum(t => (t - mean) * (t - mean));
        JsonNode metrics = JsonNode.Parse(await Tool.SucceedAsync("evaluate", At("run"), At("a.csv"), "--json"))!["metrics"]!;
        Assert.Equal(1 - (squares / all), metrics["rSquared"]!.GetValue<double>(), 4);
        Assert.Equal(truth.Zip(predicted, (t, y) => Math.Abs(t - y)).Average(), metrics["meanAbsoluteError"]!.GetValue<double>(), 1);
        Assert.True(metrics["rSquared"]!.GetValue<double>() > 0.9);
    }

    /// <summary>Columns in another order, with others among them and without the target; and rows without names.</summary>
    [Fact]
    public async Task Predict_OtherColumns_AreFoundByTheirNames()
    {
        await Write("a.csv", Rows(100));
        await Tool.SucceedAsync("train", At("a.csv"), "--epochs", "3", "--output", At("run"));
        string[] rows = [.. Rows(100)];
        string expected = await Tool.SucceedAsync("predict", At("run"), At("a.csv"));
        await Write("b.csv", rows.Select(row => row.Split(',')).Select((cells, i) => $"{cells[2]},{(i == 0 ? "note" : "n")},{cells[0]},{cells[1]}"));
        Assert.Equal(expected, await Tool.SucceedAsync("predict", At("run"), At("b.csv")));
        await Write("c.csv", rows.Skip(1).Select(row => row[..row.LastIndexOf(',')]));
        Assert.Equal(expected, await Tool.SucceedAsync("predict", At("run"), At("c.csv")));
        await Write("d.csv", rows.Skip(1));
        Assert.Equal(expected, await Tool.SucceedAsync("predict", At("run"), At("d.csv")));
    }

    [Fact]
    public async Task Predict_WhatTheTrainingDataHasNot_IsToldOrRefused()
    {
        await Write("a.csv", Rows(60));
        await Tool.SucceedAsync("train", At("a.csv"), "--epochs", "2", "--output", At("run"));
        await Write("b.csv", ["size,rooms,colour", "50,2,purple", "60,3,red"]);
        (int exitCode, string output, string error) = await Tool.RunAsync("predict", At("run"), At("b.csv"));
        Assert.Equal((0, 3), (exitCode, output.TrimEnd('\n').Split('\n').Length));
        error = error.Replace("\n ", "", StringComparison.Ordinal);
        Assert.Contains("\"colour\": 1 row has a value that the training data has not", error, StringComparison.Ordinal);
        await Write("e.csv", ["a,b,c", "50,2,red"]);
        Assert.Contains("there is no column \"size\"", await Tool.FailAsync(1, "predict", At("run"), At("e.csv")), StringComparison.Ordinal);
        await Write("c.csv", ["size,colour", "50,red", "60,red"]);
        Assert.Contains(
            "there is no column \"rooms\", which the training data has", await Tool.FailAsync(1, "predict", At("run"), At("c.csv")), StringComparison.Ordinal);
        Assert.Contains("has no column \"price\"", await Tool.FailAsync(1, "evaluate", At("run"), At("b.csv")), StringComparison.Ordinal);
        Assert.Contains("no such file", await Tool.FailAsync(1, "predict", At("run"), At("none.csv")), StringComparison.Ordinal);
        Assert.Contains(
            "INPUT and --output are both", await Tool.FailAsync(2, "predict", At("run"), At("b.csv"), "--output", At("b.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_ClassThatTheTrainingDataHasNot_IsRefused()
    {
        await Write("a.csv", ["x,y,kind", .. Enumerable.Range(0, 40).Select(i => $"{i},{i % 7},{(i % 2 == 0 ? "a" : "b")}")]);
        await Tool.SucceedAsync("train", At("a.csv"), "--epochs", "2", "--output", At("run"));
        await Write("b.csv", ["x,y,kind", "1,2,a", "3,4,c"]);
        Assert.Equal(3, (await Tool.SucceedAsync("predict", At("run"), At("b.csv"))).TrimEnd('\n').Split('\n').Length);
        Assert.Contains(
            "the class \"c\" does not occur in the training data", await Tool.FailAsync(1, "evaluate", At("run"), At("b.csv")), StringComparison.Ordinal);
    }

    /// <summary>A float has steps of 128 near 1.7e9: an output that moves by a hundredth of a deviation of 100 moves the number by 1.</summary>
    [Fact]
    public async Task Predict_LargeNumbers_KeepTheirDigits()
    {
        double[] truth = [.. Enumerable.Range(0, 60).Select(static row => 1.7e9 + (100 * Math.Sin(row)))];
        await Write(
            "a.csv", ["x,y,t", .. truth.Select((value, row) => string.Create(CultureInfo.InvariantCulture, $"{Math.Sin(row):R},{row % 7},{value:R}"))]);
        await Tool.SucceedAsync("train", At("a.csv"), "--epochs", "200", "--validation", "0", "--output", At("run"));
        string[] lines = (await Tool.SucceedAsync("predict", At("run"), At("a.csv"))).TrimEnd('\n').Split('\n');
        double[] predicted = [.. lines.Skip(1).Select(static line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture))];
        Assert.True(predicted.Count(static value => value != (float)value) > 50);
        JsonNode metrics = JsonNode.Parse(await Tool.SucceedAsync("evaluate", At("run"), At("a.csv"), "--json"))!["metrics"]!;
        Assert.Equal(truth.Zip(predicted, static (t, y) => Math.Abs(t - y)).Average(), metrics["meanAbsoluteError"]!.GetValue<double>(), 0.001);
    }

    /// <summary>A class without rows has no scores, and the mean is that of the others, counted here from the predictions.</summary>
    [Fact]
    public async Task Evaluate_ClassWithoutRows_IsLeftOutOfTheMean()
    {
        await Write("a.csv", ["x,y,kind", .. Enumerable.Range(0, 90).Select(i => $"{i * 7 % 90},{i % 5},{"abc"[i * 7 % 90 / 30]}")]);
        await Tool.SucceedAsync("train", At("a.csv"), "--epochs", "5", "--output", At("run"));
        string[] rows = [.. Enumerable.Range(0, 60).Select(i => $"{i},{i % 5},{"ab"[i / 30]}")];
        await Write("b.csv", ["x,y,kind", .. rows]);
        string[] lines = (await Tool.SucceedAsync("predict", At("run"), At("b.csv"))).TrimEnd('\n').Split('\n');
        string[] predicted = [.. lines.Skip(1).Select(static line => line.Split(',')[1])];
        double sum = 0;
        foreach (string name in (string[])["a", "b"])
        {
            int right = rows.Where((row, i) => row.EndsWith(name, StringComparison.Ordinal) && predicted[i] == name).Count();
            sum += 2.0 * right / (30 + predicted.Count(one => one == name));
        }

        JsonNode report = JsonNode.Parse(await Tool.SucceedAsync("evaluate", At("run"), At("b.csv"), "--json"))!;
        Assert.Equal(sum / 2, report["metrics"]!["macroF1"]!.GetValue<double>(), 12);
        double[][] shares = [.. lines.Skip(1).Select(static line => (double[])[.. line.Split(',')[3..].Select(P)])];
        Assert.Equal((Area(shares[..30], shares[30..], 0) + Area(shares[30..], shares[..30], 1)) / 2, report["metrics"]!["rocAuc"]!.GetValue<double>(), 12);
        JsonObject absent = report["classes"]![2]!.AsObject();
        Assert.All((string[])["precision", "recall", "f1"], key => Assert.True(absent.ContainsKey(key) && absent[key] is null, key));
        Assert.Matches(@"3 c +0 +– +– +–", await Tool.SucceedAsync("evaluate", At("run"), At("b.csv")));
        await Write("c.csv", ["x,y,kind", .. rows[..30]]);
        Assert.Contains("ROC AUC none", (await Tool.SucceedAsync("evaluate", At("run"), At("c.csv"))).Replace("\n ", "", StringComparison.Ordinal));

        static double P(string text) => double.Parse(text, CultureInfo.InvariantCulture);

        // The pairs that are in the right order, an equal one half.
        static double Area(double[][] positive, double[][] negative, int one) => positive.Average(
            a => negative.Average(b => a[one] > b[one] ? 1 : a[one] == b[one] ? 0.5 : 0));
    }

    /// <summary>Two classes that cannot be told apart, nine rows of ten in one: probabilities are the shares of the rows, after natural epochs.</summary>
    [Theory]
    [InlineData("0", 0.5)]
    [InlineData("20", 0.9)]
    public async Task Train_Balance_HasTheFrequenciesOfTheLastEpochs(string natural, double share)
    {
        IEnumerable<string> rows = Enumerable.Range(0, 400).Select(i => $"{i / 10 % 2},{i / 20 % 2},{(i % 10 == 0 ? "b" : "a")}");
        await Write("a.csv", ["x,y,kind", .. rows]);
        await Tool.SucceedAsync(
            "train", At("a.csv"), "--task", "class", "--balance", "--natural-epochs", natural, "--epochs", "40", "--validation", "0",
            "--schedule", "constant", "--output", At("run"));
        string[] lines = (await Tool.SucceedAsync("predict", At("run"), At("a.csv"))).TrimEnd('\n').Split('\n');
        Assert.Equal("row,kind,probability,p(a),p(b)", lines[0]);
        Assert.Equal(share, lines.Skip(1).Average(static line => double.Parse(line.Split(',')[3], CultureInfo.InvariantCulture)), 0.08);
    }

    /// <summary>One row may be read in two ways; it is read as the file of the training was, in whose columns one way is left.</summary>
    [Fact]
    public async Task Predict_OneRow_IsReadAsTheTrainingFile()
    {
        string[] rows =
        [
            .. Enumerable.Range(1, 60).Select(i => FormattableString.Invariant($"{1 + (i % 28):00}/{1 + (i % 12):00}/2024;{i % 9},{i % 10}5;{i % 7}")),
        ];
        await Write("a.csv", ["day;size;price", .. rows]);
        await Tool.SucceedAsync("train", At("a.csv"), "--task", "number", "--epochs", "3", "--output", At("run"));
        JsonNode formats = JsonNode.Parse(await File.ReadAllTextAsync(At("run/run.json"), TestContext.Current.CancellationToken))!["formats"]!;
        Assert.Equal("day/month/year", formats[0]!["dateForm"]!.GetValue<string>());
        Assert.Equal(",", formats[1]!["decimalMark"]!.GetValue<string>());
        await Write("plain.csv", ["day;size", "2024-04-03;1,25"]);
        await Write("one.csv", ["day;size", "03/04/2024;1,25"]);
        await Write("grouped.csv", ["day;size", "03/04/2024;1,234"]);
        await Write("pointed.csv", ["day;size", "03/04/2024;1.234"]);
        await Write("other.csv", ["day;size", "04/03/2024;1.25"]);
        string expected = await Tool.SucceedAsync("predict", At("run"), At("one.csv"));
        Assert.Equal(expected, await Tool.SucceedAsync("predict", At("run"), At("other.csv"), "--date-order", "mdy", "--decimal", "point"));
        Assert.NotEqual(
            await Tool.SucceedAsync("predict", At("run"), At("grouped.csv")), await Tool.SucceedAsync("predict", At("run"), At("pointed.csv")));
        Assert.Contains(
            "\"2024-04-03\" is not a date of day/month/year, as they are in the training data",
            await Tool.FailAsync(1, "predict", At("run"), At("plain.csv")), StringComparison.Ordinal);
        Assert.Contains(
            "\"1.25\" is not a number, as it is in the training data", await Tool.FailAsync(1, "predict", At("run"), At("other.csv")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_Pictures_PredictsThemWithoutLabels()
    {
        WritePictures("train", 160, 1);
        WritePictures("test", 40, 2);
        string output = await Tool.SucceedAsync("train", At("train-images-idx3-ubyte"), "--epochs", "4", "--output", At("run"));
        Assert.Contains("conv2d 32 3 padding=1", output, StringComparison.Ordinal);
        Assert.Contains(
            "data:image/png;base64,", await File.ReadAllTextAsync(At("run/report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("accuracy 100.0 %", await Tool.SucceedAsync("evaluate", At("run"), At("test-images-idx3-ubyte")), StringComparison.Ordinal);
        string[] labels = [.. File.ReadAllBytes(At("test-labels-idx1-ubyte"))[8..].Select(label => label.ToString(CultureInfo.InvariantCulture))];
        File.Delete(At("test-labels-idx1-ubyte"));
        string[] lines = (await Tool.SucceedAsync("predict", At("run"), At("test-images-idx3-ubyte"))).TrimEnd('\n').Split('\n');
        Assert.Equal(labels, lines.Skip(1).Select(line => line.Split(',')[1]));
        Assert.Contains("was trained on IDX pictures", await Tool.FailAsync(1, "predict", At("run"), "iris"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Rows(int count)
    {
        Random random = new(3);
        string[] colours = ["red", "green", "blue"];
        yield return "size,rooms,colour,price";
        for (int i = 0; i < count; i++)
        {
            (double size, int rooms, int colour) = (50 + (100 * random.NextDouble()), random.Next(1, 7), random.Next(3));
            double price = (2000 * size) + (10000 * rooms) + (30000 * colour);
            yield return string.Create(CultureInfo.InvariantCulture, $"{size:0.0},{rooms},{colours[colour]},{price:0}");
        }
    }

    private void WritePictures(string name, int count, int seed)
    {
        const int Side = 8;
        Random random = new(seed);
        byte[] images = new byte[16 + (count * Side * Side)], labels = new byte[8 + count];
        foreach ((int place, int value) in ((int, int)[])[(0, 0x803), (4, count), (8, Side), (12, Side)])
        {
            BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(place), value);
        }

        BinaryPrimitives.WriteInt32BigEndian(labels, 0x801);
        BinaryPrimitives.WriteInt32BigEndian(labels.AsSpan(4), count);
        for (int i = 0; i < count; i++)
        {
            labels[8 + i] = (byte)(i % 2);
            for (int pixel = 0; pixel < Side * Side; pixel++)
            {
                bool isBright = (i % 2 == 0) == (pixel % Side < Side / 2);
                images[16 + (i * Side * Side) + pixel] = (byte)((isBright ? 180 : 20) + random.Next(40));
            }
        }

        File.WriteAllBytes(At($"{name}-images-idx3-ubyte"), images);
        File.WriteAllBytes(At($"{name}-labels-idx1-ubyte"), labels);
    }

    private Task Write(string name, IEnumerable<string> lines) =>
        File.WriteAllTextAsync(At(name), string.Join('\n', lines) + "\n", TestContext.Current.CancellationToken);

    private string At(string name) => _tool.At(name);
}
