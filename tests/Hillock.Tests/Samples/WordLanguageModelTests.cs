using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Samples.Text;
using Hillock.Samples.WordLanguageModel;
using Hillock.Tests.Data;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Samples;

[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public class WordLanguageModelTests
{
    [Fact]
    public async Task Run_OnTheSmallText_ComparesAndGenerates()
    {
        using ThreadScope threads = new(2);
        using TemporaryFolder folder = new();
        string picture = folder.Path("loss.svg");
        (int exitCode, string output, string error) = await Run(
            "--softmax", "both", "--epochs", "12", "--batch-size", "64", "--hidden", "64", "--dropout", "0.1", "--learning-rate", "0.005", "--prompt", "the small", "--words", "9", "--curve", picture);
        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Contains("full: step", error);
        Assert.Contains("adaptive: step", error);
        Assert.Contains("Adaptive is ", output);
        Assert.Contains("adaptive continues \"the small\":", output);
        Assert.StartsWith("<svg", File.ReadAllText(picture), StringComparison.Ordinal);

        // By chance it would be about 40, the number of words; by their frequencies alone about 23.
        foreach (string name in (string[])["full", "adaptive"])
        {
            string[] cells = output.Split('\n').First(line => line.StartsWith($"| {name} ", StringComparison.Ordinal)).Split('|');
            Assert.InRange(double.Parse(cells[7], CultureInfo.InvariantCulture), 1, 9);
        }
    }

    [Fact]
    public void Training_WithOneSeed_HasTheSameResultOnAnyNumberOfThreads()
    {
        (double Perplexity, string Text) Result(int threads)
        {
            using ThreadScope scope = new(threads);
            WordSettings settings = new() { Epochs = 2, Seed = 5, Hidden = 64, BatchSize = 100 };
            WordRun run = new(WordCorpus.Read(null, null, 0.1, 1), SoftmaxKind.Adaptive, settings);
            run.Train(new LossCurve("loss"), TextWriter.Null, TestContext.Current.CancellationToken);
            return (run.Test().TestPerplexity, run.Generate("", 20, new TextSampler(1, 1)));
        }

        Assert.Equal(Result(1), Result(3));
    }

    [Theory]
    [InlineData(2, "--epochs expects a whole number from 1 to 1000 but got '0'", "--epochs", "0")]
    [InlineData(2, "--softmax expects adaptive, full or both but got 'half'", "--softmax", "half")]
    [InlineData(2, "--dropout expects a number below 1", "--dropout", "1")]
    [InlineData(2, "unknown option '--epoch'; did you mean '--epochs'?", "--epoch", "3")]
    [InlineData(1, "no such file", "nowhere.txt")]
    [InlineData(1, "cutoffs from 1 to 40", "--cutoffs", "10,50")]
    [InlineData(1, "for cluster 1", "--hidden", "8")]
    [InlineData(1, "need a longer text", "--context", "100", "--validation", "0.01")]
    public async Task BadArguments_AreOneLine(int exitCode, string message, params string[] arguments)
    {
        (int code, string _, string error) = await Run(arguments);
        Assert.Contains(message, error);
        Assert.Matches(@"^WordLanguageModel: [^\n]+\n$", error[error.LastIndexOf("WordLanguageModel:", StringComparison.Ordinal)..]);
        Assert.Equal(exitCode, code);
    }

    [Fact]
    public async Task Help_NamesTheOptionsAndShowsExamples()
    {
        (int exitCode, string output, _) = await Run("--help");
        Assert.Equal(0, exitCode);
        Assert.Contains("--softmax <adaptive|full|both>", output);
        Assert.Contains("Examples:", output);
    }

    [Fact]
    public async Task Interruption_EndsAfterTheStep()
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();
        StringWriter output = new(), error = new();
        int exitCode = await ToolRunner.RunAsync(new WordCommand(), ["--epochs", "1000"], output, error, source.Token);
        Assert.Equal(ExitCode.Interrupted, exitCode);
        Assert.EndsWith("WordLanguageModel: interrupted.\n", error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A real text, for a moment: clearly better than the frequencies of words alone, whose perplexity is about 1000.</summary>
    [Fact]
    public void Training_OnWikiText_Learns()
    {
        string? folder = Environment.GetEnvironmentVariable("HILLOCK_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "HILLOCK_DATA is not set; set it to a folder with the public data sets to run this test.");
        string path = Path.Combine(folder!, "wikitext-2");
        WordCorpus corpus = WordCorpus.Read(Path.Combine(path, "valid.txt"), Path.Combine(path, "test.txt"), 0.1, 1);
        corpus = corpus with { Validation = corpus.Validation[..5000], Test = corpus.Test[..20_000] };
        WordRun run = new(corpus, SoftmaxKind.Adaptive, new WordSettings { Epochs = 1 });
        run.Train(new LossCurve("loss"), TextWriter.Null, TestContext.Current.CancellationToken);
        Assert.InRange(run.Test().TestPerplexity, 100, 700);
    }

    private static async Task<(int ExitCode, string Output, string Error)> Run(params string[] arguments)
    {
        StringWriter output = new(), error = new();
        int exitCode = await ToolRunner.RunAsync(new WordCommand(), arguments, output, error, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), error.ToString());
    }
}
