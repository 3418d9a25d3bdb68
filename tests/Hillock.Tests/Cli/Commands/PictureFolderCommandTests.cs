using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Hillock.Images;
using Hillock.Modules;
using Hillock.Serialization;
using Hillock.Serialization.Description;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

/// <summary>Networks for folders of pictures.</summary>
[Collection(ParallelismCollection.Name)]
public sealed class PictureFolderCommandTests : IDisposable
{
    private readonly Tool _tool = new();
    private readonly ThreadScope _threads = new(2);

    public void Dispose()
    {
        _threads.Dispose();
        _tool.Dispose();
    }

    /// <summary>Bright and dark pictures: what the tool says is what the network of the run's files gives, computed here.</summary>
    [Fact]
    public async Task Train_Folder_PredictsAsTheLibraryDoes()
    {
        WriteClasses("animals", 12, 8, 10, 3);
        string output = await Tool.SucceedAsync(
            "train", At("animals"), "--validation", "0", "--epochs", "6", "--batch-size", "8", "--output", At("run"));
        Assert.Contains("animals: 24 pictures to train on, 0 to measure on, of 8 × 10 pixels in colours, 2 classes", Joined(output), StringComparison.Ordinal);
        Assert.Contains("conv2d 32 3 padding=1", output, StringComparison.Ordinal);
        ModelDescription description = ModelDescription.Load(At("run/model.json"));
        Assert.Equal([3, 8, 10], description.InputShape);
        Assert.Equal(["bright", "dark"], description.ClassNames);
        PictureFolder folder = PictureFolder.Open(At("animals"), cancellationToken: TestContext.Current.CancellationToken);
        byte[][] pictures = [.. folder.Files.Select(path => Picture.Read(path).ToArray<byte>())];
        for (int channel = 0; channel < 3; channel++)
        {
            double[] pixels = [.. pictures.SelectMany(picture => picture[(channel * 80)..((channel + 1) * 80)]).Select(pixel => (double)pixel)];
            double mean = pixels.Average();
            Assert.Equal(mean, description.PictureScaling!.Mean[channel], 10);
            Assert.Equal(Math.Sqrt(pixels.Average(pixel => (pixel - mean) * (pixel - mean))), description.PictureScaling.Deviation[channel], 10);
        }

        Module network = description.Build(1);
        network.Load(At("run/model.safetensors"));
        string[] lines = (await Tool.SucceedAsync("predict", At("run"), At("animals"))).TrimEnd('\n').Split('\n');
        Assert.Equal("file,class,probability,p(bright),p(dark),error", lines[0]);
        Assert.Equal(25, lines.Length);
        for (int i = 0; i < pictures.Length; i++)
        {
            float[] scaled = [.. pictures[i].Select((pixel, place) => (float)(
                (pixel - description.PictureScaling!.Mean[place / 80]) / description.PictureScaling.Deviation[place / 80]))];
            double[] logits = Logits(network, Tensor.From(scaled, [1, 3, 8, 10]));
            double bright = 1 / (1 + Math.Exp(logits[1] - logits[0]));
            string[] cells = lines[i + 1].Split(',');
            Assert.Equal(Path.GetRelativePath(At("animals"), folder.Files[i]).Replace('\\', '/'), cells[0]);
            Assert.Equal(bright >= 0.5 ? "bright" : "dark", cells[1]);
            Assert.Equal(bright, double.Parse(cells[3], CultureInfo.InvariantCulture), 5);
            Assert.Equal("", cells[5]);
        }

        string one = await Tool.SucceedAsync("predict", At("run"), folder.Files[3]);
        Assert.Equal(lines[4][lines[4].IndexOf(',', StringComparison.Ordinal)..], one.TrimEnd('\n').Split('\n')[1][folder.Files[3].Length..]);
        int right = lines.Skip(1).Count(line => line.StartsWith(line.Split(',')[1] + "/", StringComparison.Ordinal));
        JsonNode report = JsonNode.Parse(await Tool.SucceedAsync("evaluate", At("run"), At("animals"), "--json"))!;
        Assert.Equal(right / 24.0, report["metrics"]!["accuracy"]!.GetValue<double>(), 12);
        Assert.True(right >= 22, $"{right} of 24 bright and dark pictures are told apart.");
    }

    [Fact]
    public async Task Train_DifferentSizes_AreBroughtToOne()
    {
        WriteClasses("a", 3, 9, 9, 1);
        WritePicture("a/dark/wide.png", [1, 20, 50], 5);
        Assert.Contains("of 64 × 64 pixels in grey,", Joined(await Tool.SucceedAsync(Words("a", "usual"))), StringComparison.Ordinal);
        Assert.Contains("of 12 × 12 pixels in grey,", Joined(await Tool.SucceedAsync([.. Words("a", "asked"), "--size", "12"])), StringComparison.Ordinal);
        WritePicture("a/dark/wide.png", [3, 9, 9], 5);
        Assert.Contains("of 9 × 9 pixels in colours,", Joined(await Tool.SucceedAsync(Words("a", "coloured"))), StringComparison.Ordinal);
        Assert.Equal([3, 9, 9], ModelDescription.Load(At("coloured/model.json")).InputShape);

        // A picture of one value has it at any size, in any channels.
        WritePicture("one.png", [3, 30, 7], 77, isFlat: true);
        WritePicture("same.png", [1, 12, 12], 77, isFlat: true);
        string resized = await Tool.SucceedAsync("predict", At("asked"), At("one.png"));
        Assert.Equal(After(await Tool.SucceedAsync("predict", At("asked"), At("same.png"))), After(resized));
    }

    [Fact]
    public async Task Train_Resumed_HasTheBitsOfTheUninterrupted()
    {
        WriteClasses("a", 10, 8, 8, 3);
        WriteClasses("test", 2, 8, 8, 3);
        string[] words = [At("a"), "--test", At("test"), "--schedule", "constant", "--batch-size", "4", "--seed", "3"];
        await Tool.SucceedAsync(["train", .. words, "--epochs", "4", "--output", At("whole")]);
        await Tool.SucceedAsync(["train", .. words, "--epochs", "2", "--output", At("parts")]);
        await Tool.SucceedAsync("train", "--resume", "--epochs", "4", "--output", At("parts"));
        Assert.Equal(Bytes("whole/model.safetensors"), Bytes("parts/model.safetensors"));
        WritePicture("a/dark/more.png", [3, 8, 8], 1);
        Assert.Contains(
            "does not have the rows that", await Tool.FailAsync(1, "train", "--resume", "--epochs", "5", "--output", At("parts")), StringComparison.Ordinal);
    }

    /// <summary>What is shown depends on seed, epoch, row and batch alone: in the middle of an epoch too, and with any number of threads.</summary>
    [Theory]
    [InlineData("flip,vertical-flip,crop,mixup,cutmix")]
    [InlineData("flip,crop", "--balance", "--natural-epochs", "1")]
    public async Task Train_AugmentedAndKilled_GoesOnToTheSameBits(string augment, params string[] more)
    {
        WriteClasses("a", 9, 8, 8, 3);
        string[] words = ["train", At("a"), "--batch-size", "5", "--seed", "4", "--epochs", "14", "--augment", augment, .. more];
        await Tool.SucceedAsync([.. words, "--threads", "1", "--output", At("whole")]);
        (int exitCode, _) = await TrainCommandTests.Interrupted(2, [.. words, "--output", At("parts"), "--checkpoint-seconds", "0"]);
        Assert.Equal(130, exitCode);
        await Tool.SucceedAsync("train", "--resume", "--output", At("parts"));
        Assert.Equal(Bytes("whole/model.safetensors"), Bytes("parts/model.safetensors"));
        Assert.Equal(Losses("whole"), Losses("parts"));
        JsonNode record = JsonNode.Parse(await File.ReadAllTextAsync(At("whole/run.json"), TestContext.Current.CancellationToken))!;
        Assert.Contains(augment, record["arguments"]!.AsArray().Select(word => word!.GetValue<string>()));
        await Tool.SucceedAsync([.. words.Where(word => word != "--augment" && word != augment), "--output", At("plain")]);
        Assert.NotEqual(Bytes("whole/model.safetensors"), Bytes("plain/model.safetensors"));
        Assert.Contains(
            "--augment is flip but the run was begun with", await Tool.FailAsync(2, "train", "--resume", "--augment", "flip", "--output", At("parts")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Pictures_HasTheWorstOfThem()
    {
        WriteClasses("a", 20, 40, 20, 3);
        await Tool.SucceedAsync([.. Words("a", "run"), "--validation", "0.4"]);
        XElement page = XDocument.Load(At("run/report.html")).Root!;
        XElement[] images = [.. page.Descendants().Where(element => element.Name.LocalName == "img")];
        Assert.Equal(12, images.Length);
        Assert.Equal(["42"], images.Select(image => image.Attribute("width")!.Value).Distinct());
        foreach (XElement image in images)
        {
            // The file that the row names, for its size is the network's.
            string name = image.Attribute("alt")!.Value["picture ".Length..];
            byte[] file = Convert.FromBase64String(image.Attribute("src")!.Value["data:image/png;base64,".Length..]);
            Assert.Equal(Picture.Read(At("a/" + name)).ToArray<byte>(), Picture.Read(file).ToArray<byte>());
        }
    }

    [Fact]
    public async Task Predict_DamagedPicture_HasARowWithTheError()
    {
        WriteClasses("a", 3, 8, 8, 1);
        await Tool.SucceedAsync(Words("a", "run"));
        Directory.CreateDirectory(At("mixed/inner"));
        File.Copy(At("a/dark/0.png"), At("mixed/inner/good.png"));
        await File.WriteAllBytesAsync(At("mixed/bad, worse.png"), Bytes("a/dark/1.png")[..60], TestContext.Current.CancellationToken);
        (int exitCode, string output, string error) = await Tool.RunAsync("predict", At("run"), At("mixed"));
        string[] lines = output.TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("\"bad, worse.png\",,,,,\"", lines[1], StringComparison.Ordinal);
        Assert.Contains("the file ends early", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("inner/good.png,", lines[2], StringComparison.Ordinal);
        Assert.Contains("1 of 2 pictures cannot be read; the column error says why.", error, StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
        (exitCode, _, _) = await Tool.RunAsync("predict", At("run"), At("mixed"), "--output", At("p.csv"));
        Assert.Equal(1, exitCode);
        Assert.Equal(output, await File.ReadAllTextAsync(At("p.csv"), TestContext.Current.CancellationToken));
        Assert.Contains("bad, worse.png, offset", await Tool.FailAsync(1, "predict", At("run"), At("mixed"), "--strict"), StringComparison.Ordinal);
        Assert.Contains("bad, worse.png, offset", await Tool.FailAsync(1, "predict", At("run"), At("mixed/bad, worse.png")), StringComparison.Ordinal);
        File.Copy(At("mixed/bad, worse.png"), At("a/dark/bad.png"));
        const string Expected = "1 of 7 pictures cannot be read: ";
        Assert.Contains(Expected, await Tool.FailAsync(1, "evaluate", At("run"), At("a")), StringComparison.Ordinal);
        Assert.Contains(Expected, await Tool.FailAsync(1, Words("a", "other")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("other")));
    }

    [Fact]
    public async Task Commands_WhatDoesNotFit_IsRefused()
    {
        WriteClasses("a", 3, 8, 8, 1);
        await Tool.SucceedAsync(Words("a", "run"));
        Directory.CreateDirectory(At("a/empty"));
        await Refused("there is no PNG or JPEG picture in empty; add some, or take the folder away.", Words("a", "x"));
        Directory.Delete(At("a/empty"));
        await Refused("a folder for each of two or more classes is expected in it", Words("a/dark", "x"));
        await Refused("is in the folder of the pictures (DATA ", Words("a", "a/run"));
        await Refused("there is no such folder.", [.. Words("a", "x"), "--test", At("none")]);
        await Refused("is a folder of pictures without columns; leave out --target.", [.. Words("a", "x"), "--target", "y"], 2);
        await Refused("--size is about a folder of pictures", ["train", "iris", "--size", "9", "--output", At("x")], 2);
        await Refused("a cnn expects pictures [channels, height, width] of at least 4×4", [.. Words("a", "x"), "--size", "3"]);
        await Refused("there is no PNG or JPEG picture in it", ["predict", At("run"), At("run/checkpoints")]);
        await Refused("was trained on a folder of pictures; name a picture, a folder", ["predict", At("run"), "iris"]);
        await Refused("take hillock predict.", ["evaluate", At("run"), At("a/dark/0.png")]);
        await Refused("take hillock predict.", ["evaluate", At("run"), At("a/dark")]);
        WritePicture("b/cat/0.png", [1, 8, 8], 1);
        await Refused("the network knows no class cat; rename or take away that folder. Its classes are bright, dark.", ["evaluate", At("run"), At("b")]);
        Directory.Move(At("b/cat"), At("b/dark"));
        Assert.Contains("On 1 row: accuracy", await Tool.SucceedAsync("evaluate", At("run"), At("b")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("x")));
    }

    /// <summary>A network of IDX arrays is asked about a picture's file: the same pixels give the same answer.</summary>
    [Fact]
    public async Task Predict_FileForANetworkOfArrays_IsAnsweredAlike()
    {
        byte[] pixels = [.. Enumerable.Range(0, 20 * 64).Select(i => (byte)(i / 64 % 2 == 0 ? 200 + (i % 50) : i % 60))];
        await WriteAsync("t-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 8, 0, 0, 0, 8, .. pixels]);
        await WriteAsync("t-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 20, .. Enumerable.Range(0, 20).Select(i => (byte)(i % 2))]);
        await Tool.SucceedAsync("train", At("t-images-idx3-ubyte"), "--epochs", "2", "--output", At("run"));
        string[] lines = (await Tool.SucceedAsync("predict", At("run"), At("t-images-idx3-ubyte"))).Split('\n');
        Picture.WritePng(At("five.png"), Tensor.From(pixels[(5 * 64)..(6 * 64)], [1, 8, 8]));
        Assert.Equal(lines[6]["6".Length..] + ",", After(await Tool.SucceedAsync("predict", At("run"), At("five.png"))));
    }

    private static double[] Logits(Module network, Tensor inputs)
    {
        using EvaluationScope evaluating = Module.Evaluating();
        return network.Forward(inputs).ToArray<double>();
    }

    private static async Task Refused(string expected, string[] words, int exitCode = 1) =>
        Assert.Contains(expected, await Tool.FailAsync(exitCode, words), StringComparison.OrdinalIgnoreCase);

    private Task WriteAsync(string name, byte[] bytes) => File.WriteAllBytesAsync(At(name), bytes, TestContext.Current.CancellationToken);

    private string[] Words(string data, string run) => ["train", At(data), "--epochs", "1", "--output", At(run)];

    // The cells behind the file's name.
    private static string After(string output)
    {
        string line = output.TrimEnd('\n').Split('\n')[1];
        return line[(line.IndexOf(".png,", StringComparison.Ordinal) + ".png".Length)..];
    }

    private void WriteClasses(string folder, int count, int height, int width, int channels)
    {
        for (int i = 0; i < count; i++)
        {
            WritePicture($"{folder}/bright/{i}.png", [channels, height, width], 130 + i);
            WritePicture($"{folder}/dark/{i}.png", [channels, height, width], i);
        }
    }

    private void WritePicture(string name, int[] shape, int level, bool isFlat = false)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        byte[] pixels = new byte[shape[0] * shape[1] * shape[2]];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(isFlat ? level : level + (i * (level + 7) % 89));
        }

        Picture.WritePng(At(name), Tensor.From(pixels, shape));
    }

    private string[] Losses(string run) =>
    [
        .. File.ReadLines(At($"{run}/metrics.jsonl")).Select(line => JsonNode.Parse(line)!).Where(line => line["kind"]?.GetValue<string>() == "epoch")
            .Select(line => $"{line["epoch"]} {line["trainingLoss"]} {line["heldOutLoss"]}"),
    ];

    private static string Joined(string output) => output.Replace("\n", " ", StringComparison.Ordinal);

    private byte[] Bytes(string path) => File.ReadAllBytes(At(path));

    private string At(string name) => _tool.At(name);
}
