using System.Text;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data.Texts;

/// <summary>Vocabularies of characters and words: which pieces they have, how they encode and decode.</summary>
public class VocabularyTests
{
    [Fact]
    public void Characters_AreCodePointsInAscendingOrder()
    {
        const string Text = "ba\U0001F600ab\uFFFDe\u0301\n";
        CharacterVocabulary vocabulary = new(Text);
        Assert.Equal(["\n", "a", "b", "e", "\u0301", "\uFFFD", "\U0001F600"], vocabulary.Pieces); // a pair of surrogates is behind U+FFFD
        Assert.Equal([1, 2, 2, 1, 1, 1, 1], vocabulary.Frequencies);
        Assert.Equal([2, 1, 6, 1, 2, 5, 3, 4, 0], vocabulary.Encode(Text));
        Assert.Equal(Text, vocabulary.Decode(vocabulary.Encode(Text)));
        Assert.Equal((-1, -1, -1), (vocabulary.UnknownToken, vocabulary.EndOfLineToken, vocabulary.PaddingToken));
        string message = Assert.Throws<FormatException>(() => vocabulary.Encode("\U0001F600bx")).Message;
        Assert.Contains("character 3, 'x' (U+0078)", message, StringComparison.Ordinal);
        Assert.Contains("none", Assert.Throws<ArgumentException>(() => CharacterVocabulary.FromPieces([])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CharacterVocabulary(""));
    }

    // Such strings do not survive as arguments of attributes.
    [Fact]
    public void HalfOfACharacter_IsRefused()
    {
        foreach (string text in new[] { "a\uD83D", "a\uD83Db", "a\uDE00b", "a\uD83D\uD83D\uDE00" })
        {
            Assert.Contains(
                "character 2 is half of one", Assert.Throws<FormatException>(() => new CharacterVocabulary(text)).Message, StringComparison.Ordinal);
            CharacterVocabulary vocabulary = new("ab", new VocabularyOptions());
            Assert.Throws<FormatException>(() => vocabulary.Encode(text));
            Assert.Contains("half of a character", Assert.Throws<FormatException>(() => new WordVocabulary(text)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Characters_WithOptions_HaveSpecialPiecesBehind()
    {
        // d and the line feed 3 times, a 2, b and c once.
        const string Text = "dad\nb\ncad\n";
        CharacterVocabulary vocabulary = new(Text, new VocabularyOptions { MaximumSize = 6, Padding = "<pad>" });
        Assert.Equal(["a", "b", "d", "<unk>", "<eos>", "<pad>"], vocabulary.Pieces); // of b and c, equally rare, the first
        Assert.Equal([2, 1, 3, 1, 3, 0], vocabulary.Frequencies);
        Assert.Equal((3, 4, 5), (vocabulary.UnknownToken, vocabulary.EndOfLineToken, vocabulary.PaddingToken));
        Assert.Equal([2, 0, 3, 4], vocabulary.Encode("dax\n"));
        Assert.Equal("da<unk>\n<pad>", vocabulary.Decode([2, 0, 3, 4, 5]));

        vocabulary = new CharacterVocabulary(Text, new VocabularyOptions { MinimumCount = 2, EndOfLine = null });
        Assert.Equal(["\n", "a", "d", "<unk>"], vocabulary.Pieces);
        Assert.Equal([3, 2, 3, 2], vocabulary.Frequencies);
        Assert.Equal(Text.Replace("b", "<unk>").Replace("c", "<unk>"), vocabulary.Decode(vocabulary.Encode(Text)));
        Assert.Contains("2 different characters would be unknown", Assert.Throws<ArgumentException>(
            () => new CharacterVocabulary(Text, new VocabularyOptions { MinimumCount = 2, Unknown = null })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_AreSortedByFallingFrequency()
    {
        WordVocabulary vocabulary = new(" the cat\n\nthe dog the <unk>\n");
        Assert.Equal([3, 3, 1, 1, 1], vocabulary.Frequencies);
        Assert.Equal(["<eos>", "the", "<unk>", "cat", "dog"], vocabulary.Pieces);
        Assert.Equal([1, 2, 1, 0, 0], vocabulary.Encode("the bird the\n\n"));
        Assert.Equal([1, 0], vocabulary.Encode("the"));
        Assert.Equal([0], vocabulary.Encode(" "));
        Assert.Equal([], vocabulary.Encode(""));
        Assert.Equal([1, 3, 0, 4, 0], vocabulary.Encode("\tthe\u00A0\u3000cat \r\n dog "));
        Assert.Equal("the cat\n\ndog\n", vocabulary.Decode(vocabulary.Encode("the cat\n\ndog\n")));

        WordVocabulary common = new("the cat\n\nthe dog the <unk>\n", new VocabularyOptions { MinimumCount = 2 });
        Assert.Equal(["<eos>", "<unk>", "the"], common.Pieces);
        Assert.Equal([3, 3, 3], common.Frequencies);
        Assert.Contains("4 times", Assert.Throws<ArgumentException>(
            () => new WordVocabulary("a a a b", new VocabularyOptions { MinimumCount = 4 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new WordVocabulary("\n\n"));
    }

    [Fact]
    public void Words_WithoutSpecialPieces_AreRefusedWhereTheyAreUnknown()
    {
        WordVocabulary vocabulary = new("b a\nb", new VocabularyOptions { Unknown = null, EndOfLine = null, MaximumSize = 2 });
        Assert.Equal(["b", "a"], vocabulary.Pieces);
        Assert.Equal([0, 1, 0], vocabulary.Encode("b a\nb\n"));
        Assert.Equal("b a b", vocabulary.Decode([0, 1, 0]));
        Assert.Contains("word 3, 'c',", Assert.Throws<FormatException>(() => vocabulary.Encode("a b c")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new WordVocabulary("b a", new VocabularyOptions { Unknown = null, EndOfLine = null, MaximumSize = 1 }));
    }

    [Fact]
    public void Options_ThatMakeNoSense_AreRefused()
    {
        static void Refused<T>(VocabularyOptions options, string message)
            where T : ArgumentException =>
            Assert.Contains(message, Assert.Throws<T>(() => new WordVocabulary("a", options)).Message, StringComparison.Ordinal);

        Refused<ArgumentOutOfRangeException>(new() { MinimumCount = 0 }, "1 or more");
        Refused<ArgumentOutOfRangeException>(new() { MaximumSize = 2 }, "more than the 2 special pieces");
        Refused<ArgumentException>(new() { Unknown = "a b" }, "'a b'");
        Refused<ArgumentException>(new() { Padding = "" }, "''");
        Refused<ArgumentException>(new() { Padding = "<unk>" }, "different");
    }

    [Fact]
    public void Tokens_AreLookedUpBothWays()
    {
        WordVocabulary vocabulary = new("a b b");
        Assert.True(vocabulary.TryGetToken("b", out int token));
        Assert.Equal("b", vocabulary[token]);
        Assert.False(vocabulary.TryGetToken("c", out token));
        Assert.Equal(-1, token);
        Assert.Contains("0 to 3", Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary[4]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.Decode([-1]));
        Assert.Throws<ArgumentException>(() => CharacterVocabulary.FromPieces(["a", "a"]));
        Assert.Throws<ArgumentException>(() => CharacterVocabulary.FromPieces(["ab"]));
        Assert.Throws<ArgumentException>(() => CharacterVocabulary.FromPieces(["\uD83D"]));
        Assert.Equal([1, 0], CharacterVocabulary.FromPieces(["b", "\U0001F600"]).Encode("\U0001F600b"));
    }

    /// <summary>Against sets and splits of the runtime, over texts of all kinds of pieces that come in blocks.</summary>
    [Fact]
    public void RandomTexts_AreDividedAsByTheRuntime()
    {
        string[] parts = ["a", "bc", "ä", "\U0001F600", " ", "\t", "\n", "\n\n", "\u2003", "\r\n", "x\u0301", new string('w', 100)];
        Random random = new(2);
        for (int round = 0; round < 30; round++)
        {
            string text = "q" + string.Concat(Enumerable.Range(0, round * round * 10).Select(_ => parts[random.Next(parts.Length)]));
            CharacterVocabulary characters = new(text);
            Rune[] runes = [.. text.EnumerateRunes()];
            Assert.Equal(runes.Distinct().Order().Select(rune => rune.ToString()), characters.Pieces);
            Assert.Equal(runes.Select(rune => characters.Pieces.ToList().IndexOf(rune.ToString())), characters.Encode(text));
            Assert.Equal(text, characters.Decode(characters.Encode(text)));

            WordVocabulary words = new(text);
            string[] lines = text.Split('\n');
            string[] expected =
            [
                .. (lines[^1].Length == 0 ? lines[..^1] : lines).SelectMany(
                    line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Append("<eos>")),
            ];
            Assert.Equal(expected, words.Encode(text).Select(token => words[token]));
            Assert.Equal(expected.Length, words.Frequencies.Sum());
        }
    }

    [Fact]
    public void Files_AreReadInPieces()
    {
        using TemporaryFolder folder = new();
        string text = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"wörd{i % 977}{(i % 11 == 0 ? "\n" : " ")}"));
        string path = folder.Write("a.txt", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(text)).ToArray());
        using TextReader reader = TextFile.OpenRead(path);
        WordVocabulary words = new(reader, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(new WordVocabulary(text).Pieces, words.Pieces);
        Assert.Equal(words.Encode(text), words.EncodeFile(path, cancellationToken: TestContext.Current.CancellationToken));
        using TextReader again = TextFile.OpenRead(path);
        Assert.Equal(words.Encode(text).Take(5), words.Encode(again, TestContext.Current.CancellationToken).Take(5));

        CharacterVocabulary few = new("abc");
        Assert.StartsWith(path, Assert.Throws<FormatException>(
            () => few.EncodeFile(path, cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => new CharacterVocabulary(new StringReader(text), cancellationToken: new CancellationToken(true)));
        Assert.Throws<OperationCanceledException>(() => new CharacterVocabulary(text).EncodeFile(path, cancellationToken: new CancellationToken(true)));
    }

    /// <summary>Numbers of Python's <c>collections.Counter</c>: 65 characters, of which e is the most frequent letter; and words of WikiText-2.</summary>
    [Fact]
    [Trait("Speed", "slow")]
    public void RealTexts_HaveAsManyPiecesAsCountedElsewhere()
    {
        string? folder = Environment.GetEnvironmentVariable("HILLOCK_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "HILLOCK_DATA is not set; set it to a folder with the public data sets to run this test.");
        using TextReader shakespeare = TextFile.OpenRead(Path.Combine(folder!, "tinyshakespeare", "input.txt"));
        CharacterVocabulary characters = new(shakespeare, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(65, characters.Count);
        Assert.Equal(1_115_394, characters.Frequencies.Sum());
        Assert.Equal(94611, characters.Frequencies[characters.Encode("e")[0]]);
        string wiki = Path.Combine(folder!, "wikitext-2", "valid.txt");
        using TextReader valid = TextFile.OpenRead(wiki);
        WordVocabulary words = new(valid, new VocabularyOptions { MinimumCount = 3 }, TestContext.Current.CancellationToken);
        Assert.Equal(6928, words.Count);
        Assert.Equal(217646, words.Frequencies.Sum());
        Assert.Equal(20850, words.Frequencies[words.UnknownToken]);
        Assert.Equal(["<unk>", "the", ",", ".", "of", "and", "in", "to"], words.Pieces.Take(8));
        Assert.Equal(217646, words.EncodeFile(wiki, cancellationToken: TestContext.Current.CancellationToken).Length);
    }
}
