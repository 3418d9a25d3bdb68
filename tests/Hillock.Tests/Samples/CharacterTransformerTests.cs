using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Data;
using Hillock.Samples.CharacterTransformer;
using Hillock.Samples.Text;
using Hillock.Tests.Data;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Samples;

[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public class CharacterTransformerTests
{
    // By the frequencies of its characters alone the small text has 2.8 nats a character, by those of pairs 1.4.
    [Theory]
    [InlineData]
    [InlineData("--tie", "--dropout", "0.02")]
    public async Task Run_OnTheSmallText_LearnsAndWrites(params string[] arguments)
    {
        using ThreadScope threads = new(2);
        using TemporaryFolder folder = new();
        string picture = folder.Path("loss.svg");
        (int exitCode, string output, string error) = await Run(
            ["--steps", "160", "--learning-rate", "0.004", "--prompt", "the small", "--characters", "60", "--curve", picture, .. arguments]);
        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Contains("training: step 160 of 160", error);
        Assert.StartsWith("<svg", File.ReadAllText(picture), StringComparison.Ordinal);
        Assert.InRange(Loss(output), 0.3, 1.2);
        Assert.Matches(@"\nthe small[a-z .,\n]{61}$", output);
    }

    [Fact]
    public void Training_WithOneSeed_HasTheSameResultOnAnyNumberOfThreads()
    {
        static (double, string) Result(int threads, ulong seed)
        {
            using ThreadScope scope = new(threads);
            const string Text =
                "to be, or not to be: that is the question. whether it is nobler in the mind to suffer the slings and arrows of outrageous fortune";
            CharacterVocabulary vocabulary = new(Text);
            CharacterRun run = new(
                vocabulary.Encode(Text), vocabulary.Count, 0.3,
                new CharacterSettings
                {
                    Steps = 6,
                    Context = 20,
                    Width = 48,
                    Layers = 2,
                    BatchSize = 9,
                    Dropout = 0.2,
                    WarmUp = 2,
                    ValidateEvery = 2,
                    Seed = seed,
                });
            run.Train(new LossCurve("loss"), TextWriter.Null, TestContext.Current.CancellationToken);
            StringWriter text = new();
            CharacterWriter.Write(run.Model, vocabulary, "to", 30, new TextSampler(seed, 1), text, default);
            return (run.Result.Validation, text.ToString());
        }

        Assert.Equal(Result(1, 5), Result(3, 5));
        Assert.NotEqual(Result(1, 5), Result(1, 6));
    }

    /// <summary>The model is the one of the best step, not of the last.</summary>
    [Fact]
    public void Training_ThatGetsWorse_KeepsTheBest()
    {
        // The end of the text is another one: learning the beginning by heart makes it worse.
        string text = string.Concat(Enumerable.Repeat("abcd", 60)) + string.Concat(Enumerable.Repeat("dcba", 20));
        CharacterVocabulary vocabulary = new(text);
        int[] tokens = vocabulary.Encode(text);
        CharacterSettings settings =
            new() { Steps = 60, Context = 8, Width = 16, Layers = 1, BatchSize = 8, LearningRate = 0.01, WarmUp = 0, ValidateEvery = 1 };
        CharacterRun run = new(tokens, vocabulary.Count, 0.25, settings);
        run.Train(new LossCurve("loss"), TextWriter.Null, TestContext.Current.CancellationToken);
        Assert.InRange(run.Result.BestStep, 1, 30);
        Assert.Equal(60, run.Result.Steps);
        Assert.Equal(run.Result.Validation, run.Validate());
    }

    [Theory]
    [InlineData(2, "--steps expects a whole number from 1 to 1000000 but got '0'", "--steps", "0")]
    [InlineData(2, "--heads expects a divisor of the width 64 but got '5'", "--heads", "5")]
    [InlineData(2, "--dropout expects a number below 1", "--dropout", "1")]
    [InlineData(2, "--minutes expects a number above 0 but got '-1'", "--minutes", "-1")]
    [InlineData(2, "unknown option '--step'; did you mean '--steps'?", "--step", "3")]
    [InlineData(1, "no such file", "nowhere.txt")]
    [InlineData(1, "--prompt: character 5, 'Q' (U+0051), does not occur", "--prompt", "the Queen")]
    [InlineData(1, "need a longer text", "--context", "1000")]
    public async Task BadArguments_AreOneLine(int exitCode, string message, params string[] arguments)
    {
        (int code, string _, string error) = await Run(arguments);
        Assert.Contains(message, error);
        Assert.Matches(@"^CharacterTransformer: [^\n]+\n$", error);
        Assert.Equal(exitCode, code);
    }

    [Fact]
    public async Task Help_NamesTheOptionsAndShowsExamples()
    {
        (int exitCode, string output, _) = await Run("--help");
        Assert.Equal(0, exitCode);
        Assert.Contains("--temperature <T>", output);
        Assert.Contains("Examples:", output);
    }

    [Fact]
    public async Task TimeLimit_EndsTheTraining()
    {
        (int exitCode, string output, _) = await Run("--steps", "1000000", "--minutes", "0.01", "--characters", "3");
        Assert.Equal(ExitCode.Success, exitCode);
        Assert.InRange(Loss(output), 0.3, 4);
    }

    /// <summary>What has been learned until then is shown.</summary>
    [Fact]
    public async Task Interruption_EndsAfterTheStepWithWhatThereIs()
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource source = new();
        source.CancelAfter(TimeSpan.FromSeconds(1.5));
        StringWriter output = new(), error = new();
        string picture = folder.Path("loss.svg");
        int exitCode = await ToolRunner.RunAsync(new CharacterCommand(), ["--steps", "1000000", "--curve", picture], output, error, source.Token);
        Assert.Equal(ExitCode.Interrupted, exitCode);
        Assert.InRange(Loss(output.ToString()), 0.3, 4);
        Assert.True(File.Exists(picture));
    }

    /// <summary>A real text, for a moment: better than the frequencies of pairs of characters, 2.45 nats.</summary>
    [Fact]
    public void Training_OnShakespeare_Learns()
    {
        string? folder = Environment.GetEnvironmentVariable("HILLOCK_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "HILLOCK_DATA is not set; set it to a folder with the public data sets to run this test.");
        string text = TextFile.Read(Path.Combine(folder!, "tinyshakespeare", "input.txt"), cancellationToken: TestContext.Current.CancellationToken);
        CharacterVocabulary vocabulary = new(text);
        Assert.Equal(65, vocabulary.Count);
        CharacterSettings settings = new() { Steps = 400, Context = 64, Width = 96, Layers = 2, LearningRate = 0.004, WarmUp = 30, ValidateEvery = 400 };
        CharacterRun run = new(vocabulary.Encode(text), vocabulary.Count, 0.02, settings);
        run.Train(new LossCurve("loss"), TextWriter.Null, TestContext.Current.CancellationToken);
        Assert.InRange(run.Result.Validation, 1.5, 2.3);
    }

    /// <summary>The validation loss of the table.</summary>
    private static double Loss(string output)
    {
        string[] cells = output.Split('\n').First(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2])).Split('|');
        return double.Parse(cells[7], CultureInfo.InvariantCulture);
    }

    private static async Task<(int ExitCode, string Output, string Error)> Run(params string[] arguments)
    {
        StringWriter output = new(), error = new();
        int exitCode = await ToolRunner.RunAsync(new CharacterCommand(), arguments, output, error, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), error.ToString());
    }
}
