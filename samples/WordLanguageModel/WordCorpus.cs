using Hillock.Data;
using Hillock.Samples.Text;

namespace Hillock.Samples.WordLanguageModel;

/// <summary>A text as numbers, in parts.</summary>
/// <param name="Vocabulary">The words of the part to train on.</param>
/// <param name="Training">The part to train on.</param>
/// <param name="Validation">The part that chooses the epoch.</param>
/// <param name="Test">The text to test on.</param>
public sealed record WordCorpus(WordVocabulary Vocabulary, int[] Training, int[] Validation, int[] Test)
{
    /// <summary>Reads texts.</summary>
    /// <param name="path">The text to train on, or null for the small one that comes with the sample.</param>
    /// <param name="testPath">The text to test on; the last of the kept part of the first text when left out.</param>
    /// <param name="validationShare">The share of the text that is kept back to choose the epoch.</param>
    /// <param name="minimumCount">A word that occurs less often is unknown.</param>
    public static WordCorpus Read(string? path, string? testPath, double validationShare, int minimumCount)
    {
        string text = path is null ? SmallText.Read() : TextFile.Read(path);
        int end = text.IndexOf('\n', (int)((text.Length - 1) * (1 - validationShare))) + 1;
        if (end == 0 || end == text.Length)
        {
            throw new DataFormatException(
                path ?? "the text", null, "its last line is longer than the share to validate on",
                "use a larger share by --validation, or a text of more lines");
        }

        // Words of the other parts that do not occur in the one to train on are unknown: no model could predict them.
        WordVocabulary vocabulary = new(text[..end], new VocabularyOptions { MinimumCount = minimumCount });
        int[] validation = vocabulary.Encode(text[end..]);
        return new WordCorpus(
            vocabulary, vocabulary.Encode(text[..end]), validation, testPath is null ? validation : vocabulary.Encode(TextFile.Read(testPath)));
    }
}
