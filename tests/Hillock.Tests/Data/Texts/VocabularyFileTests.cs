using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data.Texts;

/// <summary>Vocabularies saved and loaded.</summary>
public class VocabularyFileTests
{
    [Fact]
    public void Vocabulary_ComesBackAsItWas()
    {
        using TemporaryFolder folder = new();
        string path = folder.Path("v.json");
        const string Text = "the \"cat\" \\ \U0001F600 größe <b>\u2028\u0001x\nthe\n";
        foreach (Vocabulary saved in new Vocabulary[]
        {
            new CharacterVocabulary(Text), new WordVocabulary(Text), new WordVocabulary(Text, new VocabularyOptions { MinimumCount = 2, Padding = "<pad>" }),
            new CharacterVocabulary(Text, new VocabularyOptions { MaximumSize = 9, EndOfLine = null }),
        })
        {
            saved.Save(path);
            Vocabulary loaded = Vocabulary.Load(path);
            Assert.IsType(saved.GetType(), loaded);
            Assert.Equal(saved.Pieces, loaded.Pieces);
            Assert.Equal(saved.Frequencies, loaded.Frequencies);
            Assert.Equal(
                (saved.UnknownToken, saved.EndOfLineToken, saved.PaddingToken), (loaded.UnknownToken, loaded.EndOfLineToken, loaded.PaddingToken));
            Assert.Equal(saved.Encode(Text), loaded.Encode(Text));
            Assert.Equal([path], folder.Files());
        }
    }

    [Fact]
    public void File_HasItsFormAndVersion()
    {
        using TemporaryFolder folder = new();
        new WordVocabulary("ä b b").Save(folder.Path("v.json"));
        Assert.Equal(
            """
            {
              "format": "hillock-vocabulary",
              "version": 1,
              "kind": "words",
              "unknown": "<unk>",
              "endOfLine": "<eos>",
              "padding": null,
              "pieces": [
                "b",
                "<eos>",
                "ä",
                "<unk>"
              ],
              "frequencies": [
                2,
                1,
                1,
                0
              ]
            }

            """.ReplaceLineEndings("\n"), File.ReadAllText(folder.Path("v.json")));
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("{", "JSON")]
    [InlineData("[]", "hillock-vocabulary")]
    [InlineData("""{"format":"hillock-model"}""", "hillock-vocabulary")]
    [InlineData("""{"format":"hillock-vocabulary","version":2}""", "version 2")]
    [InlineData("""{"format":"hillock-vocabulary","version":1,"kind":"words","pieces":["a"]}""", "no \"frequencies\"")]
    [InlineData("""{"format":"hillock-vocabulary","version":1,"kind":"other","pieces":["a"],"frequencies":[1]}""", "the kind")]
    [InlineData("""{"format":"hillock-vocabulary","version":1,"kind":"words","pieces":[],"frequencies":[]}""", "no pieces")]
    [InlineData("""{"format":"hillock-vocabulary","version":1,"kind":"words","pieces":["a"],"frequencies":[]}""", "1 pieces but 0")]
    [InlineData("""{"format":"hillock-vocabulary","version":1,"kind":"words","pieces":["a","a"],"frequencies":[1,1]}""", "twice")]
    [InlineData("""{"format":"hillock-vocabulary","version":1,"kind":"words","pieces":["a"],"frequencies":[-1]}""", "negative")]
    [InlineData("""{"format":"hillock-vocabulary","version":1,"kind":"words","pieces":["a"],"frequencies":[1.5]}""", "JSON")]
    [InlineData("""{"format":"hillock-vocabulary","version":1,"kind":"words","pieces":[null],"frequencies":[1]}""", "null")]
    [InlineData("""{"format":"hillock-vocabulary","version":1,"kind":"words","unknown":"u","pieces":["a"],"frequencies":[1]}""", "u is not among")]
    [InlineData("""{"format":"hillock-vocabulary","version":1,"kind":"characters","pieces":["ab"],"frequencies":[1]}""", "'ab' is not one")]
    [InlineData("""{"format":"hillock-vocabulary","version":1,"kind":"words","pieces":["\ud83d"],"frequencies":[1]}""", "JSON")]
    public void File_ThatIsNone_IsRefused(string text, string fault)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("v.json", text);
        DataFormatException exception = Assert.Throws<DataFormatException>(() => Vocabulary.Load(path));
        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void File_ThatIsNotThere_IsTold()
    {
        using TemporaryFolder folder = new();
        Assert.Throws<FileNotFoundException>(() => Vocabulary.Load(folder.Path("v.json")));
        Assert.Throws<DirectoryNotFoundException>(() => new WordVocabulary("a").Save(folder.Path("no/v.json")));
    }
}
