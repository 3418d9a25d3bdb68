using System.Text;

namespace Hillock.Data;

/// <summary>The characters of a text in ascending order, special pieces behind them.</summary>
/// <remarks>
/// A character is a code point: a letter and an accent that follows it are two, a pair of surrogates is one. A text whose characters all have numbers comes
/// back from <see cref="Decode"/> exactly. Without options there are no special pieces: a character that does not occur in the text is refused.
/// </remarks>
/// <example>
/// <code>
/// CharacterVocabulary characters = new("to be or not to be\n");
/// int[] tokens = characters.Encode("not to be");
/// Console.WriteLine(string.Join(' ', tokens)); // 4 5 7 1 7 5 1 2 3
/// Console.WriteLine(characters.Decode(tokens)); // not to be
/// </code>
/// </example>
public sealed class CharacterVocabulary : Vocabulary
{
    private static readonly VocabularyOptions Plain = new() { Unknown = null, EndOfLine = null };
    private static readonly IComparer<string> ByCodePoint = Comparer<string>.Create(static (x, y) => Rune.GetRuneAt(x, 0).CompareTo(Rune.GetRuneAt(y, 0)));

    /// <summary>Numbers the characters that occur in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options">Which of them, and what besides; all of them and nothing besides when null.</param>
    /// <exception cref="ArgumentException">The text is empty, or some characters would be unknown and nothing stands for them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="FormatException">The text is no Unicode.</exception>
    public CharacterVocabulary(string text, VocabularyOptions? options = null)
        : this(new StringReader(text), options)
    {
    }

    /// <summary>Numbers the characters that occur in a text of any length.</summary>
    /// <param name="reader">The text, such as <see cref="TextFile.OpenRead(string, Encoding?, IProgress{long}?)"/> gives it; stays open.</param>
    /// <param name="options">Which of them, and what besides; all of them and nothing besides when null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">The text is empty, or some characters would be unknown and nothing stands for them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="FormatException">The text is no Unicode.</exception>
    public CharacterVocabulary(TextReader reader, VocabularyOptions? options = null, CancellationToken cancellationToken = default)
        : base(PieceCounts.Of(new CharacterReader(Required(reader)), "character", ByCodePoint, byFrequency: false, options ?? Plain, cancellationToken))
    {
    }

    internal CharacterVocabulary(PieceCounts counts)
        : base(counts)
    {
    }

    /// <summary>Takes characters that have been numbered before.</summary>
    /// <param name="characters">The characters in the order of their numbers.</param>
    /// <exception cref="ArgumentException">There is none, one comes twice, or one is not a single code point.</exception>
    public static CharacterVocabulary FromPieces(IReadOnlyList<string> characters)
    {
        ArgumentNullException.ThrowIfNull(characters);
        if (characters.Count == 0)
        {
            throw new ArgumentException("One character or more is expected but got none.", nameof(characters));
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < characters.Count; i++)
        {
            if (!IsOne(characters[i]) || !seen.Add(characters[i]))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Different characters of one code point each are expected but number {i} is '{characters[i]}'."),
                    nameof(characters));
            }
        }

        return new CharacterVocabulary(new PieceCounts([.. characters], new long[characters.Count], null, null, null));
    }

    /// <inheritdoc/>
    /// <remarks>The end of a line is a line feed again; other special pieces are written as they are called.</remarks>
    public override string Decode(IEnumerable<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return string.Concat(tokens.Select(token => token == EndOfLineToken && token >= 0 ? "\n" : this[token]));
    }

    /// <summary>Whether a text is a single code point.</summary>
    internal static bool IsOne(string? text) => Rune.DecodeFromUtf16(text, out _, out int used) == System.Buffers.OperationStatus.Done && used == text!.Length;

    private protected override PieceReader Divide(TextReader reader) => new CharacterReader(reader);

    private protected override string Refusal(long number, ReadOnlySpan<char> piece)
    {
        Rune.DecodeFromUtf16(piece, out Rune character, out _);
        return FormattableString.Invariant($"character {number}, '{character}' (U+{character.Value:X4}), does not occur in the text that the ") +
            "vocabulary was made of; leave it out.";
    }

    private static TextReader Required(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader;
    }
}
