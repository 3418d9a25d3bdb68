using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

/// <summary>Files that must not be replaced, faults that must be told of every output, and what a terminal must not be given.</summary>
public sealed class InputOutputTests : IDisposable
{
    private static readonly string[] Fast = ["--activations", "relu", "--epochs", "2", "--hidden", "4", "--learning-rate", "0.01", "--folds", "2"];

    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("DATA and --folds-file are both", "ok.csv", "--folds-file", "here/ok.csv")]
    [InlineData("DATA and --json are both", "here/ok.csv", "--json", "ok.csv")]
    [InlineData("--json and --folds-file are both", "ok.csv", "--json", "here/z", "--folds-file", "z")]
    [InlineData("--test and --json are both", "ok.csv", "--test", "t.csv", "--json", "t.csv")]
    [InlineData("--test and --report are both", "ok.csv", "--test", "t.csv", "--report", "here/t.csv")]
    public async Task Compare_OutputThatIsAnInput_IsRefusedAlsoThroughLinks(string expected, params string[] words)
    {
        string table = Table();
        File.Copy(table, At("t.csv"));
        Directory.CreateSymbolicLink(At("here"), ".");
        string text = await File.ReadAllTextAsync(table, TestContext.Current.CancellationToken);
        string[] files = [.. words.Select(word => word.StartsWith("--", StringComparison.Ordinal) ? word : At(word))];
        Assert.Contains(expected, await Tool.FailAsync(2, ["compare", .. files, .. Fast]), StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(table, TestContext.Current.CancellationToken));
        Assert.Equal(text, await File.ReadAllTextAsync(At("t.csv"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("--input and --gradient-output are both", "relu", "--output", "y.npy", "--gradient", "g.npy", "--gradient-output", "x.npy")]
    [InlineData("--gradient and --output are both", "relu", "--output", "g.npy", "--gradient", "g.npy", "--gradient-output", "dx.npy")]
    [InlineData("--output and --gradient-output are both", "relu", "--output", "y.npy", "--gradient", "g.npy", "--gradient-output", "here/y.npy")]
    [InlineData("--mask and --output are both", "masked-softmax", "--mask", "g.npy", "--output", "here/g.npy")]
    [InlineData("--target and --output are both", "huber", "--target", "g.npy", "--output", "here/g.npy")]
    [InlineData(
        "--weight and --gradient-output are both", "cross-entropy", "--target", "x.npy", "--weight", "g.npy", "--output", "y.npy",
        "--gradient-output", "g.npy")]
    public async Task Apply_OutputThatIsAnInput_IsRefusedAlsoThroughLinks(string expected, string function, params string[] words)
    {
        NpyFile.Write<float>(At("x.npy"), [1, 2], [2]);
        NpyFile.Write<float>(At("g.npy"), [3, 4], [2]);
        Directory.CreateSymbolicLink(At("here"), ".");
        string[] files = [.. words.Select(word => word.EndsWith(".npy", StringComparison.Ordinal) ? At(word) : word)];
        Assert.Contains(expected, await Tool.FailAsync(2, ["apply", function, "--input", At("x.npy"), .. files]), StringComparison.Ordinal);
        Assert.Equal([3f, 4], NpyFile.Read(At("g.npy")).Values<float>().ToArray());
        Assert.Equal(["g.npy", "x.npy"], _tool.Files.Where(name => name.EndsWith(".npy", StringComparison.Ordinal)).Distinct());
    }

    [Theory]
    [InlineData("compare", "--json")]
    [InlineData("diagnose", "--json")]
    public async Task Run_OneOutputThatFails_WritesTheOthers(string command, string option)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "The system has no /dev/full.");
        string[] options = command == "compare" ? Fast : ["--depth", "1", "--width", "4", "--epochs", "1", "--no-proposal"];
        (int exitCode, string output, string error) =
            await Tool.RunAsync([command, Table(), .. options, option, "/dev/full", "--report", At("r.html")]);
        Assert.Equal((1, $"hillock: Cannot write /dev/full ({option}): no space left; make room, or choose another path.\n"), (exitCode, error));
        Assert.EndsWith("</html>\n", await File.ReadAllTextAsync(At("r.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.NotEqual("", output);
    }

    [Fact]
    public async Task Compare_ReadOnlyOutput_IsRefused()
    {
        await File.WriteAllTextAsync(At("ro.json"), "old", TestContext.Current.CancellationToken);
        File.SetAttributes(At("ro.json"), FileAttributes.ReadOnly);
        string error = await Tool.FailAsync(1, ["compare", Table(), .. Fast, "--json", At("ro.json")]);
        Assert.Contains("ro.json: it is read-only; ", error, StringComparison.Ordinal);
        Assert.Equal("old", await File.ReadAllTextAsync(At("ro.json"), TestContext.Current.CancellationToken));
        File.SetAttributes(At("ro.json"), FileAttributes.Normal);
    }

    [Theory]
    [InlineData("--encoding expects a name such as utf-8", "--encoding", "utf-7")]
    [InlineData("--comment , and --delimiter, which is left to be found out, may be one character; name the delimiter too", "--comment", ",")]
    [InlineData("--quote , and --delimiter, which is left to be found out, may be one character; name the delimiter too", "--quote", ",")]
    [InlineData("--comment , and --delimiter , give one character two meanings; choose another", "--comment", ",", "--delimiter", ",")]
    [InlineData("--comment \" and --quote \" as usual give one character two meanings; choose another", "--comment", "\"")]
    [InlineData("--delimiter \" and --quote \" as usual give one character two meanings; choose another", "--delimiter", "\"")]
    [InlineData("--quote ; and --comment ; give one character two meanings; choose another", "--quote", ";", "--comment", ";")]
    [InlineData("--delimiter . and --decimal . give one character two meanings; choose another", "--delimiter", ".", "--decimal", ".")]
    [InlineData("--thousands , and --decimal , give one character two meanings; choose another", "--thousands", ",", "--decimal", ",")]
    [InlineData("--delimiter . would divide numbers; name what stands between the cells", "--delimiter", ".")]
    public async Task Data_OptionsThatCannotBeFollowed_AreNamed(string expected, params string[] options) =>
        Assert.Contains(expected, await Tool.FailAsync(2, ["data", Table(), .. options]), StringComparison.Ordinal);

    [Theory]
    [InlineData("--delimiter", ",", "--decimal", ",")] // of numbers in quotes
    [InlineData("--delimiter", "\"", "--quote", "none")]
    [InlineData("--comment", ";", "--delimiter", ",")]
    [InlineData("--comment", "\"", "--quote", "'")]
    public async Task Data_CharactersWithOneMeaningEach_AreTaken(params string[] options) => await Tool.SucceedAsync(["data", Table(), .. options]);

    [Theory]
    [InlineData(61)]
    [InlineData(1000)]
    public async Task Data_SkipLinesBeyondTheFile_SaysHowManyThereAre(int lines) =>
        Assert.EndsWith(
            FormattableString.Invariant($"the file has 61 lines, and {lines:N0} are to be passed over; pass over fewer lines (--skip-lines)."),
            await Tool.FailAsync(1, "data", Table(), "--skip-lines", FormattableString.Invariant($"{lines}")), StringComparison.Ordinal);

    [Fact]
    public async Task Data_EncodingThatWasGiven_IsNotAdvisedAgain()
    {
        await File.WriteAllBytesAsync(At("a.csv"), "a,y\n1,\u0001\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.EndsWith("name a CSV file, or its encoding (--encoding windows-1252).", await Tool.FailAsync(1, "data", At("a.csv")), StringComparison.Ordinal);
        Assert.EndsWith(
            "name a CSV file, or another encoding than iso-8859-1 (--encoding).", await Tool.FailAsync(1, "data", At("a.csv"), "--encoding", "latin-1"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_GzipWithinGzip_SaysSo()
    {
        await using (GZipStream outer = new(File.Create(At("a.csv.gz")), CompressionLevel.Fastest))
        await using (GZipStream inner = new(outer, CompressionLevel.Fastest))
        {
            await inner.WriteAsync("a,y\n1,2\n"u8.ToArray(), TestContext.Current.CancellationToken);
        }

        Assert.Contains("gzip within gzip: unpack it once", await Tool.FailAsync(1, "data", At("a.csv.gz")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("leave-out")]
    [InlineData("spread")]
    public async Task Compare_RareClassesOfNumbers_IsRefusedAsBalanceIs(string choice)
    {
        await File.WriteAllTextAsync(
            At("n.csv"), "a,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i}.5\n")), TestContext.Current.CancellationToken);
        Assert.Contains(
            $"--rare-classes {choice} expects a target of classes but y of ",
            await Tool.FailAsync(2, ["compare", At("n.csv"), .. Fast, "--rare-classes", choice]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_PicturesForTheTest_AreNamedWithTheirOption()
    {
        byte[] images = new byte[16 + 4 * 9], labels = [0, 0, 8, 1, 0, 0, 0, 4, 0, 1, 0, 1];
        images[2] = 8;
        images[3] = 3;
        foreach ((int place, int length) in ((int, int)[])[(4, 4), (8, 3), (12, 3)])
        {
            BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(place), length);
        }

        await File.WriteAllBytesAsync(At("t-images-idx3-ubyte"), images, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(At("t-labels-idx1-ubyte"), labels, TestContext.Current.CancellationToken);
        string error = await Tool.FailAsync(1, ["compare", Table(), .. Fast, "--test", At("t-images-idx3-ubyte")]);
        Assert.Contains("t-images-idx3-ubyte (--test): it has 9 columns beside the target but ", error, StringComparison.Ordinal);
        Assert.EndsWith("or leave out --test.", error, StringComparison.Ordinal);
        error = await Tool.FailAsync(1, ["compare", Table(), .. Fast, "--test", "moons"]);
        Assert.Contains("moons (--test): ", error, StringComparison.Ordinal);
        Assert.Contains(" has a column \"a\", which is not among x0, x1; name a file", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_ArraysThatDoNotFit_AreNamedWithTheirOptions()
    {
        NpyFile.Write<float>(At("x.npy"), [1, 2, 3, 4, 5, 6], [2, 3]);
        NpyFile.Write<float>(At("t.npy"), [1, 2, 3, 4, 5, 6], [3, 2]);
        string error = await Tool.FailAsync(1, "apply", "huber", "--input", At("x.npy"), "--target", At("t.npy"), "--output", At("y.npy"));
        Assert.StartsWith($"--input {At("x.npy")}, --target {At("t.npy")}: Huber expects targets of ", error, StringComparison.Ordinal);
        Assert.EndsWith("; reshape one of them.", error, StringComparison.Ordinal);
        Assert.EndsWith(
            "Axis 5 does not exist in the shape [2, 3]; axes run from -2 to 1.",
            await Tool.FailAsync(1, "apply", "softmax", "--axis", "5", "--input", At("x.npy"), "--output", At("y.npy")), StringComparison.Ordinal);
    }

    // A title of a terminal, a colour by one character of C1, and letters that run backwards.
    [Fact]
    public async Task Run_NamesWithControlCharacters_DoNotReachTheTerminal()
    {
        string rows = string.Concat(Enumerable.Repeat("1,2,p\u009b31m\n3,4,q\u202e\n", 12));
        string path = At("a\u001b]0;x\u0007\n.csv");
        await File.WriteAllTextAsync(path, "\"a\nb\",b\u009b2J,y\u2066\n" + rows, TestContext.Current.CancellationToken);
        StringBuilder shown = new();
        foreach (string[] command in (string[][])[["data", path], ["compare", path, .. Fast], ["diagnose", path, "--epochs", "1", "--no-proposal"]])
        {
            shown.Append(await Tool.SucceedAsync(command));
        }

        shown.Append(await Tool.FailAsync(1, "data", At("none\u001b[2J.csv")));
        shown.Append(await Tool.FailAsync(2, "data", path, "--max-rows", "\u009b2J"));
        shown.Append(await Tool.FailAsync(2, "list", "--no\u001b[2J"));
        shown.Append(await Tool.FailAsync(1, "compare", path, "--target", "z\u009b"));
        shown.Append(await Tool.FailAsync(2, "apply", "re\u001blu", "--input", "x.npy", "--output", "y.npy"));
        Assert.DoesNotContain(shown.ToString(), static c => c != '\n' && (char.IsControl(c) || c is '\u202e' or '\u2066'));
        Assert.Contains(@"p\u009b31m", shown.ToString(), StringComparison.Ordinal);
        Assert.Contains(@"]0;x\u0007", shown.ToString(), StringComparison.Ordinal);
    }

    private string At(string name) => _tool.At(name);

    private string Table()
    {
        Random random = new(1);
        File.WriteAllText(
            At("ok.csv"),
            "a,b,y\n" + string.Concat(Enumerable.Range(0, 60).Select(
                i => FormattableString.Invariant($"{random.NextDouble() + i % 2:0.000},{random.NextDouble():0.000},{"pq"[i % 2]}\n"))));
        return At("ok.csv");
    }
}
