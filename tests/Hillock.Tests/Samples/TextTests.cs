using System.IO.Compression;
using System.Text;
using Hillock.Data;
using Hillock.Functional;
using Hillock.Samples.Text;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Samples;

/// <summary>What the language models among the samples share.</summary>
public class TextTests
{
    [Fact]
    public void File_WithAMarkAndOtherLineEnds_IsReadAsText()
    {
        using TemporaryFolder folder = new();
        string path = folder.Path("a.txt");
        File.WriteAllBytes(path, [.. Encoding.UTF8.Preamble, .. "größe\r\nzwei\n"u8]);
        Assert.Equal("größe\nzwei\n", TextFile.Read(path));
        using (GZipStream gzip = new(File.Create(path + ".gz"), CompressionLevel.Fastest))
        {
            gzip.Write("eins"u8);
        }

        Assert.Equal("eins", TextFile.Read(path + ".gz"));
    }

    [Fact]
    public void File_ThatIsNoText_IsRefusedWithItsPlace()
    {
        using TemporaryFolder folder = new();
        string path = folder.Path("a.txt");
        Assert.Contains("no such file", Assert.Throws<FileNotFoundException>(() => TextFile.Read(path)).Message);
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => TextFile.Read(System.IO.Path.GetDirectoryName(path)!)).Message);
        File.WriteAllBytes(path, [(byte)'a', (byte)'\n', (byte)'b', 0xE4, (byte)'\n']);
        string message = Assert.Throws<DataFormatException>(() => TextFile.Read(path)).Message;
        Assert.Contains("line 2", message);
        Assert.Contains("E4", message);
        File.WriteAllText(path, "");
        Assert.Contains("empty", Assert.Throws<DataFormatException>(() => TextFile.Read(path)).Message);
    }

    [Fact]
    public void Characters_AreCodePointsInAscendingOrder()
    {
        const string Text = "ba\U0001F600ab\n";
        CharacterVocabulary vocabulary = new(Text);
        Assert.Equal(4, vocabulary.Count);
        Assert.Equal([2, 1, 3, 1, 2, 0], vocabulary.Encode(Text));
        Assert.Equal(Text, vocabulary.Decode(vocabulary.Encode(Text)));
        string message = Assert.Throws<FormatException>(() => vocabulary.Encode("abx")).Message;
        Assert.Contains("character 3", message);
        Assert.Contains("'x' (U+0078)", message);
    }

    [Fact]
    public void Words_AreSortedByFallingFrequency()
    {
        WordVocabulary vocabulary = new(" the cat\n\nthe dog the <unk>\n");
        Assert.Equal([3, 3, 1, 1, 1], vocabulary.Frequencies);
        Assert.Equal(["<eos>", "the", "<unk>", "cat", "dog"], Enumerable.Range(0, 5).Select(i => vocabulary[i]));
        Assert.Equal([1, 2, 1, 0, 0], vocabulary.Encode("the bird the\n\n"));
        Assert.Equal([1, 0], vocabulary.Encode("the"));
        Assert.Equal("the cat\n\ndog\n", vocabulary.Decode(vocabulary.Encode("the cat\n\ndog\n")));

        WordVocabulary common = new("the cat\n\nthe dog the <unk>\n", minimumCount: 2);
        Assert.Equal(["<eos>", "<unk>", "the"], Enumerable.Range(0, 3).Select(i => common[i]));
        Assert.Equal(1, common.UnknownToken);
        Assert.Contains("4 times", Assert.Throws<ArgumentException>(() => new WordVocabulary("a a a b", 4)).Message);
        Assert.Throws<ArgumentException>(() => new WordVocabulary("\n\n"));
    }

    [Fact]
    public void Windows_PredictTheNextToken()
    {
        int[] tokens = [.. Enumerable.Range(10, 8)];
        TokenWindows last = new(tokens, 3);
        Assert.Equal(5, last.Count);
        WindowBatch[] inOrder = [.. last.InOrder(2)];
        Assert.Equal([2, 2, 1], inOrder.Select(batch => batch.TokenCount));
        Assert.Equal([10L, 11, 12, 11, 12, 13], inOrder[0].Inputs.ToArray<long>());
        Assert.Equal(Shape.Create([2, 3]), inOrder[0].Inputs.Shape);
        Assert.Equal([13L, 14, 15, 16, 17], inOrder.SelectMany(batch => batch.Targets.ToArray<long>()));

        TokenWindows all = new(tokens, 3, targets: 3);
        WindowBatch[] whole = [.. all.InOrder(9)];
        Assert.Equal([11L, 12, 13, 14, 15, 16], whole.Single().Targets.ToArray<long>());
        Assert.Equal(Shape.Create([2, 3]), whole[0].Targets.Shape);

        Assert.Equal(Enumerable.Range(13, 5).Select(i => (long)i), last.Epoch(2, 1, 0).SelectMany(batch => batch.Targets.ToArray<long>()).Order());
        Assert.Contains("8 tokens", Assert.Throws<ArgumentException>(() => new TokenWindows(tokens, 8)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenWindows(tokens, 3, 4));
    }

    [Fact]
    public void RandomWindows_DependOnSeedAndStepAlone()
    {
        TokenWindows windows = new([.. Enumerable.Range(0, 1000)], 4, 4);
        long[] Starts(ulong seed, long step) => windows.Random(50, seed, step).Inputs.Slice(1, 0, 1).ToArray<long>();
        Assert.Equal(Starts(1, 7), Starts(1, 7));
        Assert.NotEqual(Starts(1, 7), Starts(1, 8));
        Assert.NotEqual(Starts(1, 7), Starts(2, 7));
        Assert.All(Starts(1, 7), start => Assert.InRange(start, 0, 995));
        WindowBatch batch = windows.Random(3, 1, 0);
        Assert.Equal((batch.Inputs + 1).ToArray<long>(), batch.Targets.ToArray<long>());

        // A share of the text, in order.
        (int[] training, int[] validation) = TokenWindows.Split([1, 2, 3, 4, 5], 0.2);
        Assert.Equal([1, 2, 3, 4], training);
        Assert.Equal([5], validation);
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenWindows.Split([1, 2], 1));
    }

    [Fact]
    public void Sampler_DrawsByProbabilityAndTemperature()
    {
        Tensor logits = F.Log(Tensor.From([0.5f, 0.2f, 0.3f]));
        double[] Shares(double temperature)
        {
            TextSampler sampler = new(3, temperature);
            int[] drawn = [.. Enumerable.Range(0, 4000).Select(_ => sampler.Next(logits))];
            return [.. Enumerable.Range(0, 3).Select(i => drawn.Count(token => token == i) / 4000.0)];
        }

        // Four standard deviations of 4000 draws are 0.032.
        Assert.All(Shares(1).Zip([0.5, 0.2, 0.3]), pair => Assert.Equal(pair.Second, pair.First, 0.032));
        Assert.All(Shares(0.5).Zip([0.25 / 0.38, 0.04 / 0.38, 0.09 / 0.38]), pair => Assert.Equal(pair.Second, pair.First, 0.032));
        Assert.Equal([1.0, 0, 0], Shares(0));
        Assert.Equal(2, new TextSampler(3, 0).Next(logits.Unsqueeze(0), excluded: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TextSampler(3, -1));
    }

    [Fact]
    public void Progress_WithoutATerminal_IsLines()
    {
        StringWriter output = new();
        TrainingProgress.Run("training", 3, output, progress =>
        {
            for (int step = 1; step <= 3; step++)
            {
                progress.Report(step, 2.5, 100);
            }
        });
        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("training: step 1 of 3, loss 2.500, ", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^training: step 3 of 3, loss 2\.500, [\d,]+ tokens/s, 0:00:00 left$", lines[^1]);
        Assert.Equal(2, lines.Length);
    }

    [Fact]
    public void Curve_IsAPictureAndCharacters()
    {
        using TemporaryFolder folder = new();
        LossCurve curve = new("Loss while training");
        for (int i = 1; i <= 1000; i++)
        {
            curve.Add("training", i * 100, 10.0 / i);
        }

        curve.Add("validation", 100_000, 0.5);
        string path = folder.Path("loss.svg");
        curve.WriteSvg(path);
        string svg = File.ReadAllText(path);
        Assert.StartsWith("<svg", svg, StringComparison.Ordinal);
        Assert.Contains("nats a token", svg);
        Assert.Contains("validation", svg);
        StringWriter output = new();
        curve.WriteTo(output);
        Assert.Contains("training", output.ToString());
        Assert.Contains("┤", output.ToString());
    }
}
