using System.Text;

namespace Hillock.Data;

/// <summary>The words of a text, the frequent ones first, as an adaptive softmax wants them; equally frequent ones in ordinal order.</summary>
/// <remarks>
/// A word is what stands between white space. Without options each line ends with <c>&lt;eos&gt;</c>, and words that do not occur are <c>&lt;unk&gt;</c>:
/// the form in which WikiText comes, where these words may stand in the text itself. Special pieces have the place of their frequency too.
/// </remarks>
/// <example>
/// <code>
/// WordVocabulary words = new("the cat\nthe dog\n", new VocabularyOptions { Padding = "&lt;pad&gt;" });
/// Console.WriteLine(string.Join(' ', words.Pieces)); // &lt;eos&gt; the cat dog &lt;pad&gt; &lt;unk&gt;
/// Console.WriteLine(string.Join(' ', words.Encode("the bird"))); // 1 5 0
/// Console.WriteLine(words.Decode([1, 3, 0]).TrimEnd()); // the dog
/// </code>
/// </example>
public sealed class WordVocabulary : Vocabulary
{
    /// <summary>Numbers the words of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options">Which of them, and what besides; all of them, <c>&lt;unk&gt;</c> and <c>&lt;eos&gt;</c> when null.</param>
    /// <exception cref="ArgumentException">The text has no words that are frequent enough, or some would be unknown and nothing stands for them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="FormatException">The text is no Unicode.</exception>
    public WordVocabulary(string text, VocabularyOptions? options = null)
        : this(new StringReader(text), options)
    {
    }

    /// <summary>Numbers the words of a text of any length.</summary>
    /// <param name="reader">The text, such as <see cref="TextFile.OpenRead(string, Encoding?, IProgress{long}?)"/> gives it; stays open.</param>
    /// <param name="options">Which of them, and what besides; all of them, <c>&lt;unk&gt;</c> and <c>&lt;eos&gt;</c> when null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">The text has no words that are frequent enough, or some would be unknown and nothing stands for them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="FormatException">The text is no Unicode.</exception>
    public WordVocabulary(TextReader reader, VocabularyOptions? options = null, CancellationToken cancellationToken = default)
        : base(PieceCounts.Of(
            new WordReader(Required(reader)), "word", StringComparer.Ordinal, byFrequency: true, options ?? new VocabularyOptions(), cancellationToken))
    {
    }

    internal WordVocabulary(PieceCounts counts)
        : base(counts)
    {
    }

    /// <summary>The words with spaces between them, and lines where lines end.</summary>
    /// <param name="tokens">The numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">No word has such a number.</exception>
    public override string Decode(IEnumerable<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        StringBuilder text = new();
        foreach (int token in tokens)
        {
            if (token == EndOfLineToken && token >= 0)
            {
                text.Append('\n');
            }
            else
            {
                text.Append(text.Length > 0 && text[^1] != '\n' ? " " : "").Append(this[token]);
            }
        }

        return text.ToString();
    }

    private protected override PieceReader Divide(TextReader reader) => new WordReader(reader);

    private protected override string Refusal(long number, ReadOnlySpan<char> piece) => FormattableString.Invariant(
        $"word {number}, '{piece.ToString()}', does not occur in the text that the vocabulary was made of; leave it out, or name what stands for ") +
        "unknown words.";

    private static TextReader Required(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader;
    }
}
